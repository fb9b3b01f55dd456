"""Everything a search needs, held in memory and swapped whole when newer data is loaded.

A request takes one catalogue and keeps it to its end, so it never sees half of a load.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from clinicfinder.coverage.general_lines import general_lines
from clinicfinder.domain.areas import StateAreas
from clinicfinder.domain.call_scripts import ScriptBlock
from clinicfinder.domain.clinics import PUBLIC_STATUSES, Clinic, InsuranceAcceptance
from clinicfinder.domain.coverage_line import CoverageLine
from clinicfinder.domain.estimates import EstimateTables
from clinicfinder.domain.partners import Partner
from clinicfinder.domain.reference import Network, Payer, Treatment
from clinicfinder.domain.safety import SafetyFact
from clinicfinder.errors import DataFault, NotOnFile, SettingFault
from clinicfinder.geocoding.cities import CityLabels, cities_by_size
from clinicfinder.geocoding.gazetteer import Gazetteer
from clinicfinder.geocoding.suggestions import Suggestions
from clinicfinder.ingest.data_set import read_state_areas
from clinicfinder.store.clinic_index import ClinicIndex
from clinicfinder.store.clinic_overrides import read_overrides, with_overrides
from clinicfinder.store.estimate_rows import read_estimate_tables, read_safety, read_scripts
from clinicfinder.store.partners import Scope, known_to_partners, read_partners, scopes_of
from clinicfinder.store.reading import (
    data_version,
    read_clinics,
    read_insurance,
    read_networks,
    read_payers,
    read_treatments,
    read_zip_records,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One consistent state of the data, and the indexes built from it.

    `built_at` is the moment before it was read: whatever it says has been said since then.
    """

    version: str
    built_at: datetime
    clinics: Mapping[str, Clinic]
    networks: Mapping[str, Network]
    treatments: Mapping[str, Treatment]
    payers: Mapping[str, Payer]
    insurance: Mapping[str, tuple[InsuranceAcceptance, ...]]
    index: ClinicIndex
    gazetteer: Gazetteer
    suggestions: Suggestions
    city_labels: CityLabels
    by_page: Mapping[tuple[str, str, str], Clinic]
    coverage_lines: Mapping[str, CoverageLine]
    estimates: EstimateTables
    safety: tuple[SafetyFact, ...]
    scripts: tuple[ScriptBlock, ...]
    partners: Mapping[str, Partner]
    partner_scopes: Mapping[str, Scope]

    def narrowed_to(self, partner: Partner) -> Catalogue:
        """The same data as the partner's frame shows it: its searches know only the clinics that it shows."""
        scope = self.partner_scopes.get(partner.slug)
        return replace(self, index=scope.index, gazetteer=scope.gazetteer) if scope else self

    def public_clinic(self, clinic_code: str) -> Clinic:
        """The clinic of that code, if the public may see it (closed clinics too: their pages stay).

        Raises: NotOnFile.
        """
        if not self.is_public(clinic_code):
            raise NotOnFile("clinic", clinic_code)
        return self.clinics[clinic_code]

    def is_public(self, clinic_code: str) -> bool:
        """Whether there is a clinic of that code that the public may see."""
        return clinic_code in self.clinics and self.clinics[clinic_code].status != "unverified"

    def acceptance_of(self, clinic: Clinic, payer_code: str) -> InsuranceAcceptance | None:
        """What is known of one payer at one clinic; a row for the clinic itself comes before its network's."""
        return next((row for row in self.insurance[clinic.clinic_code] if row.payer_code == payer_code), None)

    def coverage_line(self, treatment: str) -> CoverageLine | None:
        """The general coverage line of a treatment, or None where no source gives one."""
        return self.coverage_lines.get(treatment)

    def reviewed_on(self) -> date | None:
        """The newest day on which a public clinic row was compared with its source."""
        return max((c.provenance.reviewed_on for c in self.index.clinics), default=None)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector out of a build: it would search half a million new values again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_collector_at_rest()
def build_catalogue(engine: Engine, areas: StateAreas) -> Catalogue:
    """Read everything in one transaction and build the indexes (about a second for the real data).

    Raises: SettingFault if nothing has been loaded yet.
    """
    built_at = datetime.now(UTC)
    with engine.connect() as connection:
        version = data_version(connection)
        clinics = with_overrides(read_clinics(connection), read_overrides(connection))
        acceptances = read_insurance(connection)
        networks, treatments, payers = read_networks(connection), read_treatments(connection), read_payers(connection)
        records = read_zip_records(connection)
        estimates = read_estimate_tables(connection, payers)
        safety = read_safety(connection, treatments)
        scripts = read_scripts(connection)
        gazetteer = Gazetteer(records, clinics, areas.state_at)
        partners = read_partners(connection, known_to_partners(networks, treatments, gazetteer))
    if version is None:
        raise SettingFault("The database holds no data. Run `clinicfinder prepare` first.")
    insurance = _insurance_by_clinic(clinics, acceptances)
    public = [clinic for clinic in clinics if clinic.status in PUBLIC_STATUSES]
    cities = cities_by_size(records)

    def index_of(shown: Iterable[Clinic]) -> ClinicIndex:
        return ClinicIndex(shown, lambda clinic: _payers_taken(insurance[clinic.clinic_code]))

    return Catalogue(
        version=version,
        built_at=built_at,
        clinics={clinic.clinic_code: clinic for clinic in clinics},
        networks={network.code: network for network in networks},
        treatments={treatment.code: treatment for treatment in treatments},
        payers={payer.code: payer for payer in payers},
        insurance=insurance,
        index=index_of(public),
        gazetteer=gazetteer,
        suggestions=Suggestions(records, cities, public),
        city_labels=CityLabels(cities),
        by_page={page_key(clinic): clinic for clinic in clinics if clinic.status != "unverified"},
        coverage_lines={line.treatment: line for line in general_lines(estimates.book.rules)},
        estimates=estimates,
        safety=safety,
        scripts=scripts,
        partners=partners,
        partner_scopes=scopes_of(partners.values(), public, gazetteer, index_of),
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
        self._current = build_catalogue(engine, self._areas)

    def current(self) -> Catalogue:
        """The catalogue to serve this request from. Never waits for another thread that is building a newer one.

        A database that does not answer, or holds what cannot be used, leaves the catalogue in hand as it is:
        searches go on.
        """
        now = self._clock()
        if now - self._looked_at >= self._refresh_seconds and self._building.acquire(blocking=False):
            try:
                self._looked_at = now
                if self._newest_version() != self._current.version:
                    self._current = build_catalogue(self._engine, self._areas)
            except (SQLAlchemyError, DataFault):
                log.exception("newer data could not be taken from the database")
            finally:
                self._building.release()
        return self._current

    def state_of_zip(self, zip_code: str) -> str | None:
        """The state of a ZIP code in the newest catalogue, or None if there is no such ZIP."""
        record = self.current().gazetteer.zip_record(zip_code)
        return record.state if record else None

    def close(self) -> None:
        """Let go of the database, for a process that goes on without it. The catalogue in hand stays usable."""
        self._engine.dispose()

    def _newest_version(self) -> str | None:
        with self._engine.connect() as connection:
            return data_version(connection)
