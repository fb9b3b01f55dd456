"""Every table that supervisors edit: its columns, what makes a row one of its kind, and what its history allows.

To add a table: a line here, its readers in `table_checks`, and where it is kept in `store.table_rows`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clinicfinder.errors import NotOnFile
from clinicfinder.ingest.changes import Key
from clinicfinder.ingest.clinic_rows import CLINIC_COLUMNS
from clinicfinder.ingest.clinic_sheet import CLINIC_ALIASES, CLINIC_KEY
from clinicfinder.ingest.estimate_files import ESTIMATE_COLUMNS
from clinicfinder.ingest.insurance_rows import INSURANCE_COLUMNS, INSURANCE_KEY
from clinicfinder.ingest.insurance_sheet import INSURANCE_ALIASES
from clinicfinder.ingest.partner_rows import PARTNER_COLUMNS, PARTNER_FILE
from clinicfinder.ingest.reference_rows import NETWORK_COLUMNS, PAYER_COLUMNS, TREATMENT_COLUMNS


@dataclass(frozen=True, slots=True)
class DataTable:
    """One table.

    `key`: the columns that name a row. `removable`: whether a row may go; where it may not, it is given an end, a
    status or low confidence instead, because pages, quotes and the past point to it. `lasting`: columns whose change
    in place would change the past as well. `aliases`: other names of columns in spreadsheets.
    """

    file: str
    label: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    removable: bool = False
    lasting: frozenset[str] = frozenset()
    aliases: Mapping[str, str] | None = None

    @property
    def name(self) -> str:
        """The file's name without its ending: how addresses name the table."""
        return self.file.removesuffix(".csv")

    def key_of(self, cells: Mapping[str, str]) -> Key:
        """The key of a row."""
        return tuple(cells[column] for column in self.key)


def _of_estimate(
    name: str, label: str, *key: str, removable: bool = False, lasting: frozenset[str] = frozenset()
) -> DataTable:
    file = f"{name}.csv"
    return DataTable(file, label, tuple(ESTIMATE_COLUMNS[file]), key, removable, lasting)


_RULE_HISTORY: Final = frozenset(ESTIMATE_COLUMNS["coverage_rules.csv"]) - {
    "rule_id", "effective_to", "wording", "policy_number", "first_authorization", "renewal", "codes",
    "source_title", "source_url", "source_date", "reviewed_on", "confidence",
}  # fmt: skip
_PRICE_HISTORY: Final = frozenset({"low_cents", "high_cents", "effective_from", "unit", "sessions"})

TABLES: Final[Mapping[str, DataTable]] = {
    table.name: table
    for table in (
        DataTable("locations.csv", "Clinics", CLINIC_COLUMNS, CLINIC_KEY, aliases=CLINIC_ALIASES),
        DataTable(
            "clinic_insurance.csv", "Insurance at clinics", INSURANCE_COLUMNS, INSURANCE_KEY, aliases=INSURANCE_ALIASES
        ),
        _of_estimate("coverage_rules", "Coverage rules", "rule_id", lasting=_RULE_HISTORY),
        _of_estimate(
            "coverage_criteria", "Criteria of rules", "rule_id", "pathway", "fact", "operator", "value", removable=True
        ),
        _of_estimate("prices", "Prices", "price_id", lasting=_PRICE_HISTORY),
        DataTable("payers.csv", "Payers", PAYER_COLUMNS, ("code",)),
        _of_estimate("payer_profiles", "Payer profiles", "payer", removable=True),
        _of_estimate("state_laws", "State laws", "law_id"),
        _of_estimate("parameters", "Parameters", "parameter", "effective_from", lasting=frozenset({"value", "unit"})),
        _of_estimate("assistance_programs", "Savings programs", "program_id", removable=True),
        _of_estimate("plan_presets", "Plan presets", "preset", "year", "field", removable=True),
        _of_estimate("billing_codes", "Billing codes", "code", "valid_from"),
        _of_estimate("courses", "Courses", "course_code", "phase", "session_from", removable=True),
        _of_estimate("medicare_contractors", "Medicare contractors", "state", removable=True),
        _of_estimate("medicare_localities", "Medicare localities", "locality", removable=True),
        _of_estimate("treatment_safety", "Safety of treatments", "treatment", "kind", "statement", removable=True),
        _of_estimate("call_scripts", "Call scripts", "block", "version", lasting=frozenset({"text", "effective_from"})),
        DataTable(PARTNER_FILE, "Partners", PARTNER_COLUMNS, ("slug",)),
        DataTable("networks.csv", "Networks", NETWORK_COLUMNS, ("code",)),
        DataTable("treatments.csv", "Treatments", TREATMENT_COLUMNS, ("code",)),
    )
}
"""By name, in the order in which they are listed."""

TABLE_OF: Final[Mapping[str, DataTable]] = {table.file: table for table in TABLES.values()}
"""By file."""

CLINIC_FILES: Final = frozenset({"locations.csv", "clinic_insurance.csv", PARTNER_FILE})
"""Tables held against places and the short lists. They may be long, and are read only for changes that bear on them."""

RULE_FILES: Final = frozenset(
    {"coverage_rules.csv", "coverage_criteria.csv", "payer_profiles.csv", "medicare_contractors.csv", "payers.csv"}
)
"""Tables on which the answers of the built-in profiles rest."""


def table_named(name: str) -> DataTable:
    """The table of that name.

    Raises: NotOnFile.
    """
    if name not in TABLES:
        raise NotOnFile("table", name)
    return TABLES[name]


def key_text(key: Key) -> str:
    """A key as it is stored: unlike the words for it, no two keys have the same."""
    return json.dumps(key, ensure_ascii=False)


def key_from_text(text: str) -> Key:
    """The key that `key_text` was given."""
    return tuple(json.loads(text))


def row_id(key: Key) -> str:
    """A short name of a row for addresses: some keys are whole sentences.

    >>> row_id(("aetna-tms",)) == row_id(("aetna-tms",)), len(row_id(("",)))
    (True, 16)
    """
    return hashlib.sha256(key_text(key).encode()).hexdigest()[:16]
