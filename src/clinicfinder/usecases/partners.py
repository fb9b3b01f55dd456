"""Check, save and list the partners whose sites show our search in a frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from clinicfinder.domain.partners import Partner
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.partner_rows import PARTNER_COLUMNS, check_partner, partner_cells
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.store.partners import known_to_partners, read_partner_cells, write_partner

__all__ = ["PARTNER_COLUMNS", "CheckedPartner", "check_cells", "partner_cells", "save_partner", "stored_partners"]


@dataclass(frozen=True, slots=True)
class CheckedPartner:
    """One partner's cells and what they come to. `partner` is None while there are faults."""

    cells: Mapping[str, str]
    partner: Partner | None
    faults: tuple[RowFault, ...]


def check_cells(catalogue: Catalogue, cells: Mapping[str, str]) -> CheckedPartner:
    """One partner from the text of its cells, held against the data at hand. Nothing is written.

    Args: cells: by the names of PARTNER_COLUMNS, as a form or the file holds them.
    """
    known = known_to_partners(catalogue.networks.values(), catalogue.treatments.values(), catalogue.gazetteer)
    partner, faults = check_partner(cells, known)
    return CheckedPartner(cells, partner, faults)


def stored_partners(engine: Engine, catalogue: Catalogue) -> tuple[CheckedPartner, ...]:
    """Every partner of the database by slug, those that cannot be shown included."""
    with engine.connect() as connection:
        stored = read_partner_cells(connection)
    return tuple(check_cells(catalogue, cells) for cells in stored.values())


def _nothing_first(_: Connection) -> None:
    """The default for `first`."""


def save_partner(
    engine: Engine,
    catalogue: Catalogue,
    cells: Mapping[str, str],
    first: Callable[[Connection], None] = _nothing_first,
) -> Partner:
    """Add or change one partner. It is the operator's from then on: loading files leaves it as it is.

    Args: first: called at the beginning of the transaction of the change, such as to write who made it.
    Raises: DataFault with every fault of the cells; nothing is written then.
    """
    checked = check_cells(catalogue, cells)
    if checked.partner is None:
        raise DataFault(checked.faults)
    with engine.begin() as connection:
        first(connection)
        write_partner(connection, checked.partner)
    return checked.partner
