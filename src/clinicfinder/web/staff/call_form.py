"""The one form of the call screen: what was sent, read once, nothing lost whatever it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from werkzeug.datastructures import MultiDict

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.crisis import mentions_crisis
from clinicfinder.geocoding.lookup import AddressLookup
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.estimate_form import FACT_PREFIX, EstimateForm, read_estimate_form
from clinicfinder.web.staff.call_place import CallPlace, call_place

Fields = tuple[tuple[str, str], ...]

NOT_KEPT: Final = frozenset({"csrf_token", "do", "shape", "stamp"})
"""What a form sends beside what the agent typed."""

_ESTIMATE_FIELDS: Final = frozenset(
    {
        "treatment", "payer", "payer_code", "plan_type", "product", "clinic", "indication", "setting", "preset",
        "deductible", "deductible_part", "deductible_met", "copay", "coinsurance", "oop_max", "oop_met", "reset",
        "other_plan", "start", "months", "maintenance",
    }
)  # fmt: skip
"""What goes into an estimate, beside facts and the place. The caller's name, phone and the notes never do."""


@dataclass(frozen=True, slots=True)
class CallForm:
    """One call as far as it has got.

    `values` are the fields as typed, the first of each name. `compare` are further treatments to set beside the one
    asked for. `crisis`: some text speaks of danger.
    """

    call_id: str
    fields: Fields
    values: dict[str, str]
    place: CallPlace
    estimate: EstimateForm
    clinic: Clinic | None
    compare: tuple[str, ...]
    crisis: bool

    def value(self, name: str) -> str:
        """The text of one field; empty if it was not sent."""
        return self.values.get(name, "")


def kept_fields(sent: Iterable[tuple[str, str]]) -> Fields:
    """What is worth keeping of a form: every text, the empty ones left out."""
    return tuple((name, text) for name, text in sent if text and name not in NOT_KEPT)


def read_call_form(call_id: str, fields: Fields, catalogue: Catalogue, lookup: AddressLookup, today: date) -> CallForm:
    """Read a call from its fields. Never raises.

    That no treatment is chosen yet is no problem here: the caller has not been asked.
    """
    values = dict(reversed(fields))
    place = call_place(catalogue, lookup, values)
    asked = {name: text for name, text in values.items() if name in _ESTIMATE_FIELDS or name.startswith(FACT_PREFIX)}
    if place.for_estimate:
        asked["place"] = place.for_estimate
    estimate = read_estimate_form(MultiDict(asked), catalogue, today)
    if "treatment" not in asked:
        problems = tuple(problem for problem in estimate.problems if problem.field != "treatment")
        estimate = replace(estimate, problems=problems)
    code = values.get("clinic", "")
    return CallForm(
        call_id=call_id,
        fields=fields,
        values=values,
        place=place,
        estimate=estimate,
        clinic=catalogue.clinics[code] if catalogue.is_public(code) else None,
        compare=tuple(dict.fromkeys(text for name, text in fields if name == "with" and text in catalogue.treatments)),
        crisis=speaks_of_crisis(fields),
    )


def speaks_of_crisis(fields: Fields) -> bool:
    """Whether anything the agent typed holds words of crisis. Codes of lists are not typed."""
    return any(mentions_crisis(text) for name, text in fields if name not in ("outcome", "clinic", "entry_key"))
