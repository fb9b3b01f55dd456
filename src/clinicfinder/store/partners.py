"""Partners in the database: loaded from the file, edited by operators, read for the frames.

Whose row it is follows docs/decisions/005-operator-data.md: what somebody saved here stays when newer files are loaded.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.partners import Partner
from clinicfinder.domain.places import Approximate, Found
from clinicfinder.domain.reference import Network, Treatment
from clinicfinder.geocoding.gazetteer import Gazetteer
from clinicfinder.ingest.partner_rows import PARTNER_COLUMNS, KnownToPartners, check_partner, partner_cells
from clinicfinder.ingest.row_text import TextCells, differing_columns
from clinicfinder.models import DataVersionRow, PartnerRow
from clinicfinder.store.clinic_index import ClinicIndex
from clinicfinder.store.keeping import KeptRow
from clinicfinder.store.reading import columns_of
from clinicfinder.store.writing import replace_all, upsert

log: Final = logging.getLogger(__name__)


def read_partner_cells(connection: Connection, *, changed_by_operator: bool | None = None) -> dict[str, TextCells]:
    """The cells of every partner by slug, in the order of the slugs.

    Args: changed_by_operator: only the rows an operator saved last, or only the others; None for all.
    """
    table = columns_of(PartnerRow).c
    query = select(*(table[column] for column in PARTNER_COLUMNS)).order_by(table.slug)
    if changed_by_operator is not None:
        query = query.where(table.changed_by_operator.is_(changed_by_operator))
    return {row.slug: dict(zip(PARTNER_COLUMNS, row, strict=True)) for row in connection.execute(query)}


def read_partners(connection: Connection, known: KnownToPartners) -> dict[str, Partner]:
    """Every sound partner by slug.

    A row that no longer fits the rest of the data is left out and logged: one frame then says that it is not known
    here, where refusing the whole data would close the search for everybody.
    """
    partners = {}
    for slug, cells in read_partner_cells(connection).items():
        partner, faults = check_partner(cells, known)
        if partner is None:
            log.error("partner %s cannot be shown: %s", slug, "; ".join(map(str, faults)))
        else:
            partners[slug] = partner
    return partners


def write_partner(connection: Connection, partner: Partner) -> TextCells | None:
    """Add or change one partner as an operator's, and count one more change, which workers notice.

    Args: connection: within the transaction of the edit, which has taken the one writer's lock.
    Returns: the cells that stood there before, or None if the partner is new.
    """
    version = columns_of(DataVersionRow)
    connection.execute(version.update().values(operator_changes=version.c.operator_changes + 1))
    before = read_partner_cells(connection).get(partner.slug)
    upsert(connection, PartnerRow, [{**partner_cells(partner), "changed_by_operator": True}])
    return before


def settle_partners(
    file: Sequence[Partner], operator: Mapping[str, TextCells], *, take_files: bool
) -> tuple[list[dict[str, object]], tuple[KeptRow, ...]]:
    """Which rows a load leaves in the table, and those of an operator that the file says differently. Pure.

    Args: operator: the cells that an operator saved last, by slug. take_files: the file wins where both have a row.
    """
    left = dict(operator)
    rows: list[dict[str, object]] = []
    kept = []
    for partner in file:
        cells = partner_cells(partner)
        mine = left.pop(partner.slug, None)
        differing = differing_columns(mine, cells) if mine else ()
        if mine is not None and differing and not take_files:
            rows.append({**mine, "changed_by_operator": True})
            kept.append(KeptRow(f"partner {partner.slug}", differing))
        else:
            rows.append({**cells, "changed_by_operator": False})
    rows += [{**cells, "changed_by_operator": True} for cells in left.values()]
    return rows, tuple(kept)


def load_partners(connection: Connection, file: Sequence[Partner], *, take_files: bool) -> tuple[KeptRow, ...]:
    """Bring the table to what the file says, an operator's rows excepted. Returns: the rows that were kept."""
    operator = read_partner_cells(connection, changed_by_operator=True)
    rows, kept = settle_partners(file, operator, take_files=take_files)
    replace_all(connection, PartnerRow, rows)
    return kept


def known_to_partners(
    networks: Iterable[Network], treatments: Iterable[Treatment], gazetteer: Gazetteer
) -> KnownToPartners:
    """What a partner's row is held against, from data that is loaded."""
    return KnownToPartners(
        {network.code for network in networks},
        {treatment.code for treatment in treatments},
        lambda text: isinstance(gazetteer.resolve(text), Found | Approximate),
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """What a frame that shows only some clinics searches: their index, and places counted with them alone."""

    index: ClinicIndex
    gazetteer: Gazetteer


def scopes_of(
    partners: Iterable[Partner],
    public: Sequence[Clinic],
    gazetteer: Gazetteer,
    index_of: Callable[[Iterable[Clinic]], ClinicIndex],
) -> dict[str, Scope]:
    """The scope of every partner that shows only some of the public clinics, by slug."""
    scopes = {}
    for partner in partners:
        if partner.is_narrowed:
            shown = [clinic for clinic in public if partner.shows(clinic)]
            scopes[partner.slug] = Scope(index_of(shown), gazetteer.counting(shown))
    return scopes


def codes_in_use(connection: Connection, column: str) -> set[str]:
    """The networks or treatments that any partner names. Args: column: of PARTNER_COLUMNS."""
    return {code for cells in read_partner_cells(connection).values() for code in cells[column].split(";") if code}
