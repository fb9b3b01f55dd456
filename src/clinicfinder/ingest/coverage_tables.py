"""All coverage tables of a data folder together: rules, payers, contractors and state laws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from clinicfinder.coverage.book import RuleBook, rule_book
from clinicfinder.coverage.laws import LAW_SCOPES, LAW_TOPICS, StateLaw
from clinicfinder.coverage.payers import Payer
from clinicfinder.coverage.rules import PLAN_TYPES, Rule
from clinicfinder.domain.reference import Payer as NamedPayer
from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.cells import PROVENANCE_COLUMNS, Cells, note_repeats
from clinicfinder.ingest.coverage_rules import (
    CRITERIA_COLUMNS,
    RULE_COLUMNS,
    SEVERAL,
    rules_of,
    several_states,
    several_words,
)
from clinicfinder.ingest.rows import Row

PAYER_COLUMNS = (
    "payer", "parent", "plan_types", "products", "states", "behavioral_by", "pharmacy_by", "aliases",
    *PROVENANCE_COLUMNS,
)  # fmt: skip
CONTRACTOR_COLUMNS = ("state", "mac", "name", *PROVENANCE_COLUMNS)
LAW_COLUMNS = (
    "law_id",
    "state",
    "topic",
    "scope",
    "wording",
    "effective_from",
    "effective_to",
    *PROVENANCE_COLUMNS,
)
COVERAGE_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "coverage_rules.csv": RULE_COLUMNS,
    "coverage_criteria.csv": CRITERIA_COLUMNS,
    "payer_profiles.csv": PAYER_COLUMNS,
    "medicare_contractors.csv": CONTRACTOR_COLUMNS,
    "state_laws.csv": LAW_COLUMNS,
}
"""The files of rules and what bears on them, with their columns."""


@dataclass(frozen=True, slots=True)
class CoverageTables:
    """What the files hold, as far as it can be read, and every fault in them."""

    rules: tuple[Rule, ...]
    payers: tuple[Payer, ...]
    macs: Mapping[str, str]
    laws: tuple[StateLaw, ...]
    faults: tuple[RowFault, ...]

    def book(self) -> RuleBook:
        """The rules ready for deciding.

        Raises: DataFault with every fault, if there is one: a half-read table must not decide.
        """
        if self.faults:
            raise DataFault(self.faults)
        return rule_book(self.rules, self.payers, self.macs)


def payers_of(rows: Sequence[Row], named: Iterable[NamedPayer], faults: list[RowFault]) -> tuple[Payer, ...]:
    """Every payer on file with its parent, plans and names; one without a profile has its names alone.

    Args: rows: the profiles. named: the payers of payers.csv. A profile for a code that is not among them is shown
        by its code.
    """
    note_repeats([(row, row.cells["payer"]) for row in rows], "payer", faults)
    payers = {payer.code: Payer(payer.code, payer.name, payer.aliases) for payer in named}
    for row in rows:
        cells = Cells(row, faults)
        code = cells.text("payer")
        cells.provenance(needs_address=True)
        known = payers.get(code, Payer(code, code))
        payers[code] = replace(
            known,
            aliases=tuple(dict.fromkeys((*known.aliases, *cells.several("aliases", SEVERAL)))),
            parent=cells.optional("parent"),
            plan_types=several_words(cells, "plan_types", PLAN_TYPES),
            products=cells.several("products", SEVERAL),
            states=several_states(cells, "states"),
            behavioral_by=cells.optional("behavioral_by"),
            pharmacy_by=cells.optional("pharmacy_by"),
        )
    orphans = [row for row in rows if row.cells["parent"] not in {"", *payers}]
    faults.extend(row.fault("parent", "No payer has this code.") for row in orphans)
    return tuple(payers.values())


def contractors_of(rows: Sequence[Row], faults: list[RowFault]) -> dict[str, str]:
    """The Medicare contractor of each state that a source names."""
    note_repeats([(row, row.cells["state"]) for row in rows], "state", faults)
    macs: dict[str, str] = {}
    for row in rows:
        cells = Cells(row, faults)
        cells.provenance(needs_address=True)
        macs[cells.known("state", STATE_NAMES, "the list of states")] = cells.text("mac")
    return macs


def laws_of(rows: Sequence[Row], faults: list[RowFault]) -> tuple[StateLaw, ...]:
    """State laws, which stand as notes beside answers."""
    note_repeats([(row, row.cells["law_id"]) for row in rows], "law_id", faults)
    laws = []
    for row in rows:
        cells = Cells(row, faults)
        effective_from, effective_to = cells.period("effective_from", "effective_to")
        laws.append(
            StateLaw(
                cells.text("law_id"),
                state=cells.known("state", STATE_NAMES, "the list of states"),
                topic=cells.one_of("topic", LAW_TOPICS),
                scope=cells.one_of("scope", LAW_SCOPES),
                wording=cells.text("wording"),
                provenance=cells.provenance(needs_address=True),
                effective_from=effective_from,
                effective_to=effective_to,
            )
        )
    return tuple(laws)


def coverage_tables_of(
    rows: Mapping[str, Sequence[Row]], named: Iterable[NamedPayer], faults: list[RowFault]
) -> CoverageTables:
    """The coverage tables from their rows.

    Args: rows: by file name. named: the payers of payers.csv, whose names and aliases people search by.
        faults: those of reading the rows; every further one is added.
    Returns: the tables with all those faults; call `book()` to get rules that may decide.
    """
    rules = rules_of(rows["coverage_rules.csv"], rows["coverage_criteria.csv"], faults)
    payers = payers_of(rows["payer_profiles.csv"], named, faults)
    macs = contractors_of(rows["medicare_contractors.csv"], faults)
    laws = laws_of(rows["state_laws.csv"], faults)
    return CoverageTables(rules, payers, macs, laws, tuple(faults))
