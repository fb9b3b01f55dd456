"""The console of the call center: every part of it is registered here."""

from __future__ import annotations

from flask import Flask

from clinicfinder.web.staff import access
from clinicfinder.web.staff.account import account
from clinicfinder.web.staff.api_keys import api_keys
from clinicfinder.web.staff.audit_log import audit_log
from clinicfinder.web.staff.call import call
from clinicfinder.web.staff.dashboard import dashboard
from clinicfinder.web.staff.data import data_pages
from clinicfinder.web.staff.hours import hours
from clinicfinder.web.staff.members import members
from clinicfinder.web.staff.partners import partners
from clinicfinder.web.staff.places import places
from clinicfinder.web.staff.quality import quality
from clinicfinder.web.staff.quotes import quotes
from clinicfinder.web.staff.review import review
from clinicfinder.web.staff.sign_in import sign_in_pages


def register(app: Flask) -> None:
    """Add the console to the application, behind its guard."""
    access.init_app(app)
    for part in (
        sign_in_pages,
        call,
        quotes,
        hours,
        places,
        review,
        quality,
        dashboard,
        data_pages,
        partners,
        account,
        members,
        api_keys,
        audit_log,
    ):
        app.register_blueprint(part)
