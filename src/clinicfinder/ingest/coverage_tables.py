"""All coverage tables of a data folder together: rules, payers, contractors and state laws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from clinicfinder.coverage.book import RuleBook, rule_book
from clinicfinder.coverage.laws import LAW_SCOPES, LAW_TOPICS, StateLaw
from clinicfinder.coverage.payers import Payer
from clinicfinder.coverage.rules import PLAN_TYPES, Rule
from clinicfinder.domain.reference import Payer as NamedPayer
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.coverage_cells import SOURCE_COLUMNS, read_rows
from clinicfinder.ingest.coverage_rules import read_rules

PAYER_COLUMNS = (
    "payer", "parent", "plan_types", "products", "states", "behavioral_by", "pharmacy_by", "aliases",
    *SOURCE_COLUMNS,
)  # fmt: skip
CONTRACTOR_COLUMNS = ("state", "mac", "name", *SOURCE_COLUMNS)
LAW_COLUMNS = (
    "law_id",
    "state",
    "topic",
    "scope",
    "wording",
    "effective_from",
    "effective_to",
    *SOURCE_COLUMNS,
)


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


def read_payer_profiles(path: Path, named: Iterable[NamedPayer]) -> tuple[tuple[Payer, ...], list[RowFault]]:
    """Every payer on file with its parent, plans and names; one without a profile has its names alone.

    Args: named: the payers of payers.csv. A profile for a code that is not among them is shown by its code.
    """
    rows, faults = read_rows(path, PAYER_COLUMNS)
    names = {payer.code: payer for payer in named}
    payers = {code: Payer(code, payer.name, payer.aliases) for code, payer in names.items()}
    seen: set[str] = set()
    for row in rows:
        code = row.required("payer")
        if code in seen:
            row.fault("payer", "Another row has this code.")
        seen.add(code)
        row.provenance()
        known = payers.get(code, Payer(code, code))
        payers[code] = replace(
            known,
            aliases=tuple(dict.fromkeys((*known.aliases, *row.listed("aliases")))),
            parent=row.text("parent"),
            plan_types=row.words("plan_types", PLAN_TYPES),
            products=row.listed("products"),
            states=row.states("states"),
            behavioral_by=row.text("behavioral_by"),
            pharmacy_by=row.text("pharmacy_by"),
        )
    for row in rows:
        parent = row.text("parent")
        if parent is not None and parent not in payers:
            row.fault("parent", "No payer has this code.")
        faults += row.faults
    return tuple(payers.values()), faults


def read_contractors(path: Path) -> tuple[dict[str, str], list[RowFault]]:
    """The Medicare contractor of each state that a source names."""
    rows, faults = read_rows(path, CONTRACTOR_COLUMNS)
    macs: dict[str, str] = {}
    for row in rows:
        state = row.required("state")
        row.states("state")
        if state in macs:
            row.fault("state", "Another row names this state's contractor.")
        macs[state] = row.required("mac")
        row.provenance()
        faults += row.faults
    return macs, faults


def read_laws(path: Path) -> tuple[tuple[StateLaw, ...], list[RowFault]]:
    """State laws, which stand as notes beside answers."""
    rows, faults = read_rows(path, LAW_COLUMNS)
    laws = []
    for row in rows:
        law = StateLaw(
            row.required("law_id"),
            state=row.required("state"),
            topic=row.required_word("topic", LAW_TOPICS),
            scope=row.required_word("scope", LAW_SCOPES),
            wording=row.required("wording"),
            provenance=row.provenance(),
            effective_from=row.day("effective_from"),
            effective_to=row.day("effective_to"),
        )
        row.states("state")
        if law.effective_from and law.effective_to and law.effective_to <= law.effective_from:
            row.fault("effective_to", "The law ends before it starts.")
        laws.append(law)
        faults += row.faults
    return tuple(laws), faults


def read_coverage_tables(folder: Path, named: Iterable[NamedPayer] = ()) -> CoverageTables:
    """Read every coverage table of a data folder.

    Args: named: the payers of payers.csv, whose names and aliases people search by.
    Returns: the tables with their faults; call `book()` to get rules that may decide.
    """
    rules, rule_faults = read_rules(folder / "coverage_rules.csv", folder / "coverage_criteria.csv")
    payers, payer_faults = read_payer_profiles(folder / "payer_profiles.csv", named)
    macs, mac_faults = read_contractors(folder / "medicare_contractors.csv")
    laws, law_faults = read_laws(folder / "state_laws.csv")
    faults = (*rule_faults, *payer_faults, *mac_faults, *law_faults)
    return CoverageTables(rules, payers, macs, laws, faults)
