"""Everything a search needs, held in memory and swapped whole when newer data is loaded.

A request takes one catalogue and keeps it to its end, so it never sees half of a load.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from clinicfinder.domain.areas import StateAreas
from clinicfinder.domain.clinics import PUBLIC_STATUSES, Clinic, InsuranceAcceptance
from clinicfinder.domain.coverage_line import CoverageLine
from clinicfinder.domain.reference import Network, Payer, Treatment
from clinicfinder.errors import NotOnFile
from clinicfinder.geocoding.gazetteer import Gazetteer
from clinicfinder.ingest.areas import read_state_areas
from clinicfinder.store.clinic_index import ClinicIndex
from clinicfinder.store.reading import (
    data_version,
    read_clinics,
    read_insurance,
    read_networks,
    read_payers,
    read_treatments,
    read_zip_records,
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One consistent state of the data, and the indexes built from it."""

    version: str
    clinics: Mapping[str, Clinic]
    networks: Mapping[str, Network]
    treatments: Mapping[str, Treatment]
    payers: Mapping[str, Payer]
    insurance: Mapping[str, tuple[InsuranceAcceptance, ...]]
    index: ClinicIndex
    gazetteer: Gazetteer
    by_page: Mapping[tuple[str, str, str], Clinic]
    coverage_lines: Mapping[str, CoverageLine]

    def public_clinic(self, clinic_code: str) -> Clinic:
        """The clinic of that code, if the public may see it (closed clinics too: their pages stay).

        Raises: NotOnFile.
        """
        clinic = self.clinics.get(clinic_code)
        if clinic is None or clinic.status == "unverified":
            raise NotOnFile("clinic", clinic_code)
        return clinic

    def acceptance_of(self, clinic: Clinic, payer_code: str) -> InsuranceAcceptance | None:
        """What is known of one payer at one clinic; a row for the clinic itself comes before its network's."""
        return next((row for row in self.insurance[clinic.clinic_code] if row.payer_code == payer_code), None)

    def coverage_line(self, treatment: str) -> CoverageLine | None:
        """The general coverage line of a treatment, or None where no source gives one."""
        return self.coverage_lines.get(treatment)

    def reviewed_on(self) -> date | None:
        """The newest day on which a public clinic row was compared with its source."""
        return max((c.provenance.reviewed_on for c in self.index.clinics), default=None)


def build_catalogue(engine: Engine, areas: StateAreas, version: str) -> Catalogue:
    """Read everything and build the indexes (about half a second for the real data)."""
    clinics = read_clinics(engine)
    insurance = _insurance_by_clinic(clinics, read_insurance(engine))
    public = [clinic for clinic in clinics if clinic.status in PUBLIC_STATUSES]
    shown = [clinic for clinic in clinics if clinic.status != "unverified"]
    return Catalogue(
        version=version,
        clinics={clinic.clinic_code: clinic for clinic in clinics},
        networks={network.code: network for network in read_networks(engine)},
        treatments={treatment.code: treatment for treatment in read_treatments(engine)},
        payers={payer.code: payer for payer in read_payers(engine)},
        insurance=insurance,
        index=ClinicIndex(public, lambda clinic: _payers_taken(insurance[clinic.clinic_code])),
        gazetteer=Gazetteer(read_zip_records(engine), clinics, areas.state_at),
        by_page={page_key(clinic): clinic for clinic in shown},
    )


def page_key(clinic: Clinic) -> tuple[str, str, str]:
    """The three parts of a clinic page's address: state, city and slug, in lower case with hyphens."""
    return clinic.state.lower(), city_slug(clinic.city), clinic.slug


def city_slug(city: str) -> str:
    """A city's part of an address.

    >>> city_slug("St. George")
    'st-george'
    """
    return "-".join("".join(char if char.isalnum() else " " for char in city.lower()).split())


def _insurance_by_clinic(
    clinics: list[Clinic], rows: list[InsuranceAcceptance]
) -> Mapping[str, tuple[InsuranceAcceptance, ...]]:
    of_clinic: dict[str, list[InsuranceAcceptance]] = defaultdict(list)
    of_network: dict[tuple[str, str | None], list[InsuranceAcceptance]] = defaultdict(list)
    for row in rows:
        if row.clinic_code is not None:
            of_clinic[row.clinic_code].append(row)
        else:
            of_network[row.network_code, row.state].append(row)
    return {
        clinic.clinic_code: (
            *of_clinic[clinic.clinic_code],
            *of_network[clinic.network_code, clinic.state],
            *of_network[clinic.network_code, None],
        )
        for clinic in clinics
    }


def _payers_taken(rows: tuple[InsuranceAcceptance, ...]) -> set[str]:
    """The payers a clinic takes or lists. What its own first row says of a payer decides."""
    first = {row.payer_code: row for row in reversed(rows)}
    return {code for code, row in first.items() if row.acceptance != "not_accepted"}


class CatalogueKeeper:
    """Hands out the newest catalogue, and looks for a newer one at most every `refresh_seconds`."""

    def __init__(
        self,
        engine: Engine,
        data_dir: Path,
        refresh_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._areas = read_state_areas(data_dir)
        self._refresh_seconds = refresh_seconds
        self._clock = clock
        self._building = threading.Lock()
        self._looked_at = clock()
        self._current = build_catalogue(engine, self._areas, data_version(engine))

    def current(self) -> Catalogue:
        """The catalogue to serve this request from. Never waits for another thread that is building a newer one."""
        now = self._clock()
        if now - self._looked_at >= self._refresh_seconds and self._building.acquire(blocking=False):
            try:
                self._looked_at = now
                version = data_version(self._engine)
                if version != self._current.version:
                    self._current = build_catalogue(self._engine, self._areas, version)
            finally:
                self._building.release()
        return self._current
