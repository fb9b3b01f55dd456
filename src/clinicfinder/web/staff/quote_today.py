"""The question of an old quote, asked again by today's rules and prices and for the days it was made for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from werkzeug.datastructures import MultiDict

from clinicfinder.costs.bills import CodeNotInForce
from clinicfinder.domain.quotes import Snapshot
from clinicfinder.domain.staff import StaffMember
from clinicfinder.web.current import catalogue, settings, today
from clinicfinder.web.estimate_form import estimate_for, read_estimate_form
from clinicfinder.web.staff.quote_snapshot import Occasion, take_down


def same_question_today(quote: Snapshot, member: StaffMember, moment: datetime) -> Snapshot | None:
    """What the same answers would give now; None if they can no longer be asked, or the clinic is gone.

    The course keeps its first day, so that only rules, prices and words can differ, not the calendar. A quote that
    took today as the first day keeps that day too.
    """
    held = catalogue()
    clinic = held.clinics.get(quote.clinic.code)
    form = read_estimate_form(MultiDict(dict(quote.given) | {"start": ""}), held, today())
    if form.question is None or clinic is None:
        return None
    question = replace(form.question, course_start=quote.course_start)
    form = replace(form, values=dict(quote.given), question=question)
    try:
        care = estimate_for(held, question)
    except CodeNotInForce:
        return None
    occasion = Occasion(member, moment, quote.versions.script, settings().quote_days)
    return take_down(held, form, care, clinic, occasion)
