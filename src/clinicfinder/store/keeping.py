"""Which rows a load of the files writes, and which it leaves because an operator changed them. Pure.

The rule, and why it is this one: docs/decisions/005-operator-data.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from clinicfinder.domain.clinics import Clinic, InsuranceAcceptance
from clinicfinder.domain.places import ZipRecord
from clinicfinder.ingest.row_text import clinic_cells, differing_columns, insurance_cells

InsuranceKey = tuple[str, str | None, str | None, str]


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that stays as an operator left it, and the columns in which the file says something else."""

    key: str
    columns: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.key}: the file differs in {', '.join(self.columns)}"


@dataclass(frozen=True, slots=True)
class Settled:
    """What a load writes. Of the clinics, `moved` are an operator's whose ZIP now stands elsewhere."""

    clinics: tuple[Clinic, ...]
    moved: tuple[Clinic, ...]
    insurance: tuple[tuple[InsuranceAcceptance, bool], ...]
    kept: tuple[KeptRow, ...]


def insurance_key(row: InsuranceAcceptance) -> InsuranceKey:
    """What makes a statement one of its kind: network, clinic, state and payer."""
    return row.network_code, row.clinic_code, row.state, row.payer_code


def settle(
    *,
    file_clinics: Sequence[Clinic],
    stored: Mapping[str, Clinic],
    operator_codes: Collection[str],
    file_insurance: Sequence[InsuranceAcceptance],
    operator_insurance: Sequence[InsuranceAcceptance],
    zips: Mapping[str, ZipRecord],
    take_files: bool,
) -> Settled:
    """Hold the files against what an operator has changed.

    Args: stored: the clinics in the database, as said. operator_codes, operator_insurance: what an operator changed.
        take_files: the files win wherever both have a row; rows that only the operator has stay.
    """
    operator = {code: stored[code] for code in operator_codes}
    clinics, kept = _settle_clinics(file_clinics, {} if take_files else operator)
    remaining = operator.keys() - {clinic.clinic_code for clinic in clinics}
    insurance, kept_statements = _settle_insurance(file_insurance, operator_insurance, take_files=take_files)
    return Settled(
        clinics=tuple(clinics),
        moved=tuple(_at_its_zip(operator[code], zips) for code in sorted(remaining)),
        insurance=tuple(insurance),
        kept=(*kept, *kept_statements),
    )


def _settle_clinics(file: Sequence[Clinic], operator: Mapping[str, Clinic]) -> tuple[list[Clinic], list[KeptRow]]:
    written, kept = [], []
    for clinic in file:
        mine = operator.get(clinic.clinic_code)
        differing = differing_columns(clinic_cells(mine), clinic_cells(clinic)) if mine else ()
        if differing:
            kept.append(KeptRow(clinic.clinic_code, differing))
        else:
            written.append(clinic)
    return written, kept


def _settle_insurance(
    file: Sequence[InsuranceAcceptance], operator: Sequence[InsuranceAcceptance], *, take_files: bool
) -> tuple[list[tuple[InsuranceAcceptance, bool]], list[KeptRow]]:
    """The statements in their order, each with whether it is an operator's; those only the operator has come last."""
    left = {insurance_key(row): row for row in operator}
    rows: list[tuple[InsuranceAcceptance, bool]] = []
    kept = []
    for row in file:
        mine = left.pop(insurance_key(row), None)
        differing = differing_columns(insurance_cells(mine), insurance_cells(row)) if mine else ()
        if mine is not None and differing and not take_files:
            rows.append((mine, True))
            kept.append(KeptRow("/".join(part or "all" for part in insurance_key(row)), differing))
        else:
            rows.append((row, False))
    return [*rows, *((row, True) for row in left.values())], kept


def _at_its_zip(clinic: Clinic, zips: Mapping[str, ZipRecord]) -> Clinic:
    """An operator's clinic that stands at its ZIP's point moves with that point when newer ZIP data is loaded."""
    record = zips.get(clinic.zip)
    if record is None:
        return clinic
    position = record.point if clinic.geo_precision == "zip" and record.point else clinic.position
    return replace(clinic, position=position, county=record.county)
