"""What a clinic bills for one session: which lines, under which code of that day, for which benefit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from clinicfinder.costs.courses import Session
from clinicfinder.costs.plans import Benefit
from clinicfinder.domain.provenance import Provenance
from clinicfinder.errors import NotOnFile

LineKind = Literal["bundle", "drug", "visit", "observation", "procedure", "therapy"]
BillingModel = Literal["split", "bundled"]
Unit = Literal["per_session", "per_mg", "per_course", "per_visit"]

SPRAVATO_UP_TO_56 = "G2082"
SPRAVATO_ABOVE_56 = "G2083"
SPRAVATO_VISITS = ("99213", "99214", "99215")
TMS_FIRST = "90867"
TMS_LATER = "90868"
INFUSION_FIRST_HOUR = "96365"
ASSESSMENT = "90792"
RETURN_VISIT = "99214"
THERAPY_HOUR = "90837"


@dataclass(frozen=True, slots=True)
class BillingCode:
    """One billing code with our own plain label, in force from `valid_from` to the day before `valid_to`.

    None: the source gives no such date. `treatments` are those the code is billed for.
    """

    code: str
    label: str
    treatments: tuple[str, ...]
    line_kind: LineKind
    unit: Unit
    valid_from: date | None
    valid_to: date | None
    notes: str
    provenance: Provenance

    def is_in_force(self, on: date) -> bool:
        """True if a service of that day may be billed with it."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on < self.valid_to)


class CodeNotInForce(NotOnFile):
    """No such code on the day of the service: it is not ours, not begun yet, or ended."""

    def __init__(self, code: str, on: date) -> None:
        self.on = on
        super().__init__(f"billing code in force on {on.isoformat()}", code)


@dataclass(frozen=True, slots=True)
class BillingTerms:
    """How a payer has a session billed.

    `model` split: the drug and the visit apart; bundled: one code for both. A benefit is whose terms hold for
    that line: the drug of a specialty pharmacy falls under pharmacy, a carve-out's visit under behavioral.
    """

    model: BillingModel = "split"
    drug_benefit: Benefit = "medical"
    session_benefit: Benefit = "medical"


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line of a session's bill. `codes` are those it may carry: several where payers differ, none for a
    package that has no code. `quantity` counts the code's unit (mg of a drug, else 1).
    """

    on: date
    line_kind: LineKind
    label_key: str
    codes: tuple[str, ...]
    unit: Unit
    quantity: int
    benefit: Benefit

    @property
    def code(self) -> str | None:
        """The code if there is only one it can be."""
        return self.codes[0] if len(self.codes) == 1 else None


def require_code(codes: Iterable[BillingCode], code: str, on: date) -> BillingCode:
    """The code's row, if it may be used on that day.

    Raises: CodeNotInForce otherwise, so that an ended code is never printed on a new estimate.
    """
    for row in codes:
        if row.code == code and row.is_in_force(on):
            return row
    raise CodeNotInForce(code, on)


def bill_session(
    treatment: str,
    session: Session,
    dose_mg: int | None,
    terms: BillingTerms,
    codes: Sequence[BillingCode],
) -> tuple[BillLine, ...]:
    """The lines of one session, every code checked against its date.

    Args: dose_mg: the dose to price, which Spravato needs; codes: the table of codes.
    Raises: CodeNotInForce; ValueError for a Spravato session without a dose or an unknown treatment.
    Source: two ways of billing Spravato, split and bundled (SwiftMDs; Coding Ahead on G2082 and G2083); no
        code is set for the observation outside the bundle, so payers differ (SpravatoHCP).
    """
    if treatment == "spravato":
        if dose_mg is None:
            raise ValueError("a Spravato session needs a dose in mg")
        return _bill_spravato(session, dose_mg, terms, codes)
    if treatment in ("kap", "im_ketamine", "oral_ketamine"):
        line = BillLine(session.on, "procedure", f"{treatment}_session", (), "per_session", 1, terms.session_benefit)
        return (line,)
    try:
        kind, unit, code = _ONE_LINE[treatment]
    except KeyError:
        raise ValueError(f"we do not know what a clinic bills for {treatment!r}") from None
    if treatment == "tms" and session.number == 1:
        code = TMS_FIRST
    require_code(codes, code, session.on)
    return (BillLine(session.on, kind, f"{treatment}_session", (code,), unit, 1, terms.session_benefit),)


_ONE_LINE: dict[str, tuple[LineKind, Unit, str]] = {
    "tms": ("procedure", "per_session", TMS_LATER),
    "iv_ketamine": ("procedure", "per_session", INFUSION_FIRST_HOUR),
    "psychiatric_evaluation": ("visit", "per_visit", ASSESSMENT),
    "medication_management": ("visit", "per_visit", RETURN_VISIT),
    "psychotherapy": ("therapy", "per_visit", THERAPY_HOUR),
}


def _bill_spravato(
    session: Session, dose_mg: int, terms: BillingTerms, codes: Sequence[BillingCode]
) -> tuple[BillLine, ...]:
    on = session.on
    if terms.model == "bundled":
        code = SPRAVATO_UP_TO_56 if dose_mg <= 56 else SPRAVATO_ABOVE_56
        require_code(codes, code, on)
        return (BillLine(on, "bundle", "spravato_bundle", (code,), "per_session", 1, terms.session_benefit),)
    drug = [row.code for row in codes if _is_spravato_by_mg(row) and row.is_in_force(on)]
    if not drug:
        raise CodeNotInForce("Spravato by mg", on)
    for code in SPRAVATO_VISITS:
        require_code(codes, code, on)
    return (
        BillLine(on, "drug", "spravato_drug", tuple(drug), "per_mg", dose_mg, terms.drug_benefit),
        BillLine(on, "observation", "spravato_visit", SPRAVATO_VISITS, "per_visit", 1, terms.session_benefit),
    )


def _is_spravato_by_mg(row: BillingCode) -> bool:
    return row.line_kind == "drug" and row.unit == "per_mg" and "spravato" in row.treatments
