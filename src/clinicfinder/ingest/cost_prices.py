"""data/prices.csv and data/billing_codes.csv as typed rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast, get_args

from clinicfinder.costs.bills import BillingCode, LineKind, Unit
from clinicfinder.costs.price_search import CARRIER_PRICED
from clinicfinder.costs.prices import BillPart, PayerClass, Price, PriceKind, Setting
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.cost_cells import Cells, read_cells
from clinicfinder.units import Cents

PRICE_COLUMNS = (
    "price_id",
    "treatment",
    "code",
    "line_kind",
    "bill_part",
    "year",
    "effective_from",
    "effective_to",
    "setting",
    "locality",
    "state",
    "payer_class",
    "kind",
    "unit",
    "sessions",
    "low_cents",
    "high_cents",
    "use",
    "said_by",
    "conflicts_with",
    "notes",
)
CODE_COLUMNS = ("code", "label", "treatment", "line_kind", "unit", "valid_from", "valid_to", "notes")


def read_prices(path: Path) -> tuple[Price, ...]:
    """The prices on file.

    Raises: DataFault with every fault: bad cells, doubled ids, a low above its high, reversed dates, a
        conflict with a row that does not exist, a national Medicare office amount where there is none.
    """
    faults: list[RowFault] = []
    prices: list[Price] = []
    seen: set[str] = set()
    named: list[tuple[Cells, str]] = []
    for cells in read_cells(path, PRICE_COLUMNS, faults):
        price = _read_price(cells)
        _check_price(cells, price, seen)
        seen.add(price.price_id)
        named.extend((cells, other) for other in price.conflicts_with)
        prices.append(price)
    for cells, other in named:
        if other not in seen:
            cells.fault("conflicts_with", f"There is no price {other!r}; name one that is on file.")
    if faults:
        raise DataFault(faults)
    return tuple(prices)


def read_billing_codes(path: Path) -> tuple[BillingCode, ...]:
    """The billing codes with our own labels and their dates.

    Raises: DataFault with every fault; a code may stand twice only with dates that do not overlap.
    """
    faults: list[RowFault] = []
    codes: list[BillingCode] = []
    for cells in read_cells(path, CODE_COLUMNS, faults):
        code = BillingCode(
            code=cells.text("code", required=True),
            label=cells.text("label", required=True),
            treatments=cells.words("treatment"),
            line_kind=cast("LineKind", cells.choice("line_kind", get_args(LineKind))),
            unit=cast("Unit", cells.choice("unit", get_args(Unit))),
            valid_from=cells.day("valid_from"),
            valid_to=cells.day("valid_to"),
            notes=cells.text("notes"),
            provenance=cells.provenance(),
        )
        check_dates(cells, ("valid_from", "valid_to"), code.valid_from, code.valid_to)
        if any(other.code == code.code and _overlap(other, code) for other in codes):
            cells.fault(
                "code", "This code is on file for the same days; give the rows dates that do not overlap."
            )
        codes.append(code)
    if faults:
        raise DataFault(faults)
    return tuple(codes)


def check_dates(cells: Cells, columns: tuple[str, str], begins: date | None, ends: date | None) -> None:
    """Keep a fault if a row ends before it begins; the end is the first day on which it no longer holds."""
    if begins is not None and ends is not None and begins >= ends:
        cells.fault(columns[1], f"Use a day after {columns[0]}: the first day on which it no longer holds.")


def _read_price(cells: Cells) -> Price:
    use = cells.flag("use")
    return Price(
        price_id=cells.text("price_id", required=True),
        treatment=cells.text("treatment", required=True),
        code=cells.optional("code"),
        line_kind=cast("LineKind", cells.choice("line_kind", get_args(LineKind))),
        bill_part=cast("BillPart", cells.choice("bill_part", get_args(BillPart))),
        year=cells.number("year", required=False, least=2000),
        effective_from=cells.day("effective_from"),
        effective_to=cells.day("effective_to"),
        setting=cast("Setting", cells.choice("setting", get_args(Setting))),
        locality=cells.optional("locality"),
        state=cells.optional("state"),
        payer_class=cast("PayerClass", cells.choice("payer_class", get_args(PayerClass))),
        kind=cast("PriceKind", cells.choice("kind", get_args(PriceKind))),
        unit=cast("Unit", cells.choice("unit", get_args(Unit))),
        sessions=cells.number("sessions", required=False, least=1),
        low=Cents(cells.number("low_cents") or 0),
        high=Cents(cells.number("high_cents") or 0),
        use=use,
        said_by=cells.text("said_by", required=True),
        conflicts_with=cells.words("conflicts_with"),
        notes=cells.text("notes"),
        provenance=cells.provenance(may_be_low=not use),
    )


def _check_price(cells: Cells, price: Price, seen: set[str]) -> None:
    if price.price_id in seen:
        cells.fault("price_id", "This price_id is taken; give each row its own.")
    if price.low > price.high:
        cells.fault("low_cents", "The low amount must not be above the high one.")
    check_dates(cells, ("effective_from", "effective_to"), price.effective_from, price.effective_to)
    if price.unit == "per_course" and price.sessions is None:
        cells.fault("sessions", "Say how many sessions a price per course covers.")
    national_office = (price.payer_class, price.setting, price.locality) == ("medicare", "office", None)
    if price.code in CARRIER_PRICED and national_office:
        cells.fault(
            "code", "Contractors price this code in the office: there is no national amount to enter."
        )


def _overlap(one: BillingCode, other: BillingCode) -> bool:
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    return begins < min(one.valid_to or date.max, other.valid_to or date.max)
