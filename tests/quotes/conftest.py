"""Quotes taken down from real estimates, and an agent to make them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from clinicfinder.domain.quotes import Snapshot
from clinicfinder.domain.staff import StaffMember
from clinicfinder.store.caller_details import CallerSeal
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.estimate_form import estimate_for, read_estimate_form
from clinicfinder.web.staff.quote_snapshot import Occasion, take_down

MOMENT: Final = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
AGENT: Final = StaffMember("dana", "Dana Reyes", "agent")
CLINIC: Final = "serenity-gilbert-az"
OPENING: Final = {
    "treatment": "spravato",
    "payer": "Cigna",
    "plan_type": "commercial",
    "place": "TX",
    "facts.failed_antidepressants": "2",
    "deductible": "2,000",
    "deductible_part": "half",
    "coinsurance": "20",
}
"""Cigna in Texas, two antidepressants failed, deductible half met."""

TakeQuote = Callable[..., Snapshot]


@pytest.fixture(scope="session")
def seal() -> CallerSeal:
    return CallerSeal((), b"k" * 32)


@pytest.fixture(scope="session")
def take_quote(app: Flask, catalogue: Catalogue) -> TakeQuote:
    """A quote of an estimate form's fields, as the call screen would make it at MOMENT."""

    def take(fields: dict[str, str] = OPENING, moment: datetime = MOMENT, **changes: Any) -> Snapshot:
        clinic = catalogue.clinics[changes.pop("clinic", CLINIC)]
        form = read_estimate_form(MultiDict(fields), catalogue, moment.date())
        assert form.question is not None, form.problems
        occasion = Occasion(AGENT, moment, "2026-11", changes.pop("days", 30))
        with app.test_request_context():
            return take_down(catalogue, form, estimate_for(catalogue, form.question), clinic, occasion)

    return take


@pytest.fixture(scope="session")
def snapshot(take_quote: TakeQuote) -> Snapshot:
    return take_quote()
