"""Partners' frames for supervisors: who shows our search, what they paste, and how it looks there."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, make_response, render_template, request

from clinicfinder.errors import NotOnFile
from clinicfinder.web.current import catalogue, settings
from clinicfinder.web.embed.snippet import SANDBOX, snippet
from clinicfinder.web.public_address import site
from clinicfinder.web.security import content_security_policy
from clinicfinder.web.staff.access import for_role
from clinicfinder.web.staff.data_links import edit_url

partners: Final = Blueprint("staff_partners", __name__, url_prefix="/staff/partners")


@partners.get("")
@for_role("supervisor")
def every() -> str:
    """All partners."""
    found = sorted(catalogue().partners.values(), key=lambda partner: partner.slug)
    return render_template("pages/staff/partners.html", partners=found)


@partners.get("/<slug>")
@for_role("supervisor")
def show(slug: str) -> Response:
    """One partner: the lines to paste, and the frame itself as its visitors see it."""
    partner = catalogue().partners.get(slug)
    if partner is None:
        raise NotOnFile("partner", slug)
    page = render_template(
        "pages/staff/partner.html",
        partner=partner,
        snippet=snippet(partner, site() + request.script_root),
        sandbox=SANDBOX,
        edit_url=edit_url("partners", None, slug),
    )
    response = make_response(page)
    # The one page of ours that shows a frame: that of our own site.
    tiles = settings().tiles
    policy = content_security_policy(tiles.host if tiles else None)
    response.headers["Content-Security-Policy"] = f"{policy}; frame-src 'self'"
    return response
