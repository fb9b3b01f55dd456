"""Rows of prices.csv and billing_codes.csv, typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import get_args

from clinicfinder.costs.bills import BillingCode, LineKind, Unit
from clinicfinder.costs.price_search import CARRIER_PRICED
from clinicfinder.costs.prices import BillPart, PayerClass, Price, PriceKind, Setting
from clinicfinder.errors import RowFault
from clinicfinder.ingest.cells import PROVENANCE_COLUMNS, Cells, note_repeats
from clinicfinder.ingest.rows import Row
from clinicfinder.units import Cents

PRICE_COLUMNS = (
    "price_id", "treatment", "code", "line_kind", "bill_part", "year", "effective_from", "effective_to",
    "setting", "locality", "state", "payer_class", "kind", "unit", "sessions", "low_cents", "high_cents", "use",
    "said_by", "conflicts_with", "notes", *PROVENANCE_COLUMNS,
)  # fmt: skip
CODE_COLUMNS = (
    "code", "label", "treatment", "line_kind", "unit", "valid_from", "valid_to", "notes", *PROVENANCE_COLUMNS,
)  # fmt: skip

_LINE_KINDS: tuple[LineKind, ...] = get_args(LineKind)
_UNITS: tuple[Unit, ...] = get_args(Unit)
_BILL_PARTS: tuple[BillPart, ...] = get_args(BillPart)
_SETTINGS: tuple[Setting, ...] = get_args(Setting)
_PAYER_CLASSES: tuple[PayerClass, ...] = get_args(PayerClass)
_KINDS: tuple[PriceKind, ...] = get_args(PriceKind)


def prices_of(rows: Sequence[Row], faults: list[RowFault]) -> list[Price]:
    """The prices, in their order. Ids are unique; a conflict names a row that is there."""
    note_repeats([(row, row.cells["price_id"]) for row in rows], "price_id", faults)
    ids = {row.cells["price_id"] for row in rows}
    made: list[Price] = []
    for row in rows:
        cells = Cells(row, faults)
        price = _price(cells)
        _check_price(cells, price)
        for other in price.conflicts_with:
            if other not in ids:
                cells.refuse("conflicts_with", f"There is no price {other!r} in this file.")
        if cells.sound:
            made.append(price)
    return made


def billing_codes_of(rows: Sequence[Row], faults: list[RowFault]) -> list[BillingCode]:
    """The billing codes, in their order. A code stands twice only with dates that do not overlap."""
    made: list[BillingCode] = []
    for row in rows:
        cells = Cells(row, faults)
        code = BillingCode(
            code=cells.text("code"),
            label=cells.text("label"),
            treatments=cells.several("treatment"),
            line_kind=cells.one_of("line_kind", _LINE_KINDS),
            unit=cells.one_of("unit", _UNITS),
            valid_from=cells.day("valid_from"),
            valid_to=cells.day("valid_to"),
            notes=cells.optional("notes") or "",
            provenance=cells.provenance(),
        )
        period = cells.period("valid_from", "valid_to")
        same = [other for other in made if other.code == code.code]
        if any(overlap(period, (other.valid_from, other.valid_to)) for other in same):
            cells.refuse("code", "An earlier row of this code holds on the same days. Give one of them an end.")
        made.append(code)
    return made


def overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether two periods share a day; None leaves a side open."""
    begins = max(one[0] or date.min, other[0] or date.min)
    return begins < min(one[1] or date.max, other[1] or date.max)


def _price(cells: Cells) -> Price:
    effective_from, effective_to = cells.period("effective_from", "effective_to")
    return Price(
        price_id=cells.text("price_id"),
        treatment=cells.text("treatment"),
        code=cells.optional("code"),
        line_kind=cells.one_of("line_kind", _LINE_KINDS),
        bill_part=cells.one_of("bill_part", _BILL_PARTS),
        year=cells.optional_number("year"),
        effective_from=effective_from,
        effective_to=effective_to,
        setting=cells.one_of("setting", _SETTINGS),
        locality=cells.optional("locality"),
        state=cells.optional("state"),
        payer_class=cells.one_of("payer_class", _PAYER_CLASSES),
        kind=cells.one_of("kind", _KINDS),
        unit=cells.one_of("unit", _UNITS),
        sessions=cells.optional_number("sessions"),
        low=Cents(cells.whole_number("low_cents")),
        high=Cents(cells.whole_number("high_cents")),
        use=cells.flag("use"),
        said_by=cells.text("said_by"),
        conflicts_with=cells.several("conflicts_with"),
        notes=cells.optional("notes") or "",
        provenance=cells.provenance(),
    )


def _check_price(cells: Cells, price: Price) -> None:
    if price.low > price.high:
        cells.refuse("low_cents", "The low amount must not be above the high one.")
    if price.unit == "per_course" and not price.sessions:
        cells.refuse("sessions", "Say how many sessions a price per course covers.")
    if price.use and price.provenance.confidence == "low":
        cells.refuse("confidence", "A row of low confidence never decides: write use = no, or find a source.")
    national_office = (price.payer_class, price.setting, price.locality) == ("medicare", "office", None)
    if price.code in CARRIER_PRICED and national_office:
        cells.refuse("code", "Contractors price this code in the office: there is no national amount to enter.")
