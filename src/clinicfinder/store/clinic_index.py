"""All public clinics as numpy columns, ranked by exact distance in one vector operation.

Points are unit vectors, so the dot product with the origin orders clinics by great-circle distance. The sphere
and the ellipsoid disagree by up to about 0.56 %, so every clinic that could still belong to the page is
measured again on the ellipsoid; that order is the answer, with ties by clinic code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.geo import EARTH_MILES, LatLng, unit_vector
from clinicfinder.domain.geodesic import Floats, geodesic_miles
from clinicfinder.domain.opening import state_of
from clinicfinder.domain.search import Filters

SPHERE_ERROR: Final = 0.006
"""Sphere against ellipsoid: a distance differs by less than this share (WGS-84 flattening, both ways)."""

_FLAT_MILES: Final = 0.001
"""Added to every bound: rounding of the dot product near zero distance, about 5 feet."""

_BLOCK: Final = 2048

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]


class ClinicIndex:
    """The ranking columns of a set of clinics. Read-only after it is built; safe to share between threads."""

    def __init__(self, clinics: Iterable[Clinic], payers_of: Callable[[Clinic], Iterable[str]]) -> None:
        placed = [clinic for clinic in clinics if clinic.position is not None]
        self.clinics: tuple[Clinic, ...] = tuple(sorted(placed, key=lambda clinic: clinic.clinic_code))
        points = [clinic.position for clinic in self.clinics if clinic.position is not None]
        self.lats: Floats = np.array([point.lat for point in points], dtype=float)
        self.lngs: Floats = np.array([point.lng for point in points], dtype=float)
        self._axes: Floats = np.ascontiguousarray(np.array([unit_vector(p) for p in points], float).reshape(-1, 3).T)
        self._everyone: Mask = np.ones(len(self.clinics), dtype=bool)
        self._nobody: Mask = np.zeros(len(self.clinics), dtype=bool)
        self._treatments = self._columns(lambda clinic: clinic.treatments)
        self._payers = self._columns(payers_of)
        self._networks = self._columns(lambda clinic: (clinic.network_code,))
        self._telehealth: Mask = np.array([clinic.telehealth is True for clinic in self.clinics], dtype=bool)
        self._schedules, self._schedule_of = self._group_schedules()

    def _columns(self, values_of: Callable[[Clinic], Iterable[str]]) -> Mapping[str, Mask]:
        columns: dict[str, Mask] = {}
        for row, clinic in enumerate(self.clinics):
            for value in values_of(clinic):
                columns.setdefault(value, self._nobody.copy())[row] = True
        return columns

    def _group_schedules(self) -> tuple[Sequence[Clinic], NDArray[np.intp]]:
        """One clinic of each (status, hours, exceptions, zone): clinics of one group are open at the same moments."""
        groups: dict[tuple[object, ...], int] = {}
        examples: list[Clinic] = []
        group_of = np.zeros(len(self.clinics), dtype=np.intp)
        for row, clinic in enumerate(self.clinics):
            key = (clinic.status, clinic.hours, clinic.overrides, clinic.timezone)
            if key not in groups:
                groups[key] = len(examples)
                examples.append(clinic)
            group_of[row] = groups[key]
        return examples, group_of

    def fitting(self, filters: Filters, moment: datetime) -> Mask:
        """Which clinics fit the filters at a moment. Every filter narrows; none widens."""
        wanted = [self._treatments.get(code, self._nobody) for code in filters.treatments]
        if filters.payer is not None:
            wanted.append(self._payers.get(filters.payer, self._nobody))
        if filters.network is not None:
            wanted.append(self._networks.get(filters.network, self._nobody))
        if filters.telehealth:
            wanted.append(self._telehealth)
        if filters.open_now:
            wanted.append(self._open_at(moment))
        if len(wanted) < 2:
            return wanted[0] if wanted else self._everyone
        mask: Mask = np.logical_and.reduce(wanted)
        return mask

    def _open_at(self, moment: datetime) -> Mask:
        opened = [state_of(clinic, moment).kind == "open" for clinic in self._schedules]
        mask: Mask = np.array(opened, dtype=bool)[self._schedule_of]
        return mask

    def nearest(self, origin: LatLng, fitting: Mask, offset: int, limit: int) -> tuple[Rows, Floats]:
        """The rows of one page and their miles, in exact geodesic order, ties by clinic code.

        Args: fitting: from `fitting`. offset, limit: >= 0 and >= 1.
        """
        closeness = self._closeness(origin, fitting)
        upto = offset + limit
        bound = _bound_for(closeness, upto) if upto < closeness.size else _LEAST
        candidates = np.flatnonzero(closeness >= bound)
        miles = geodesic_miles(origin, self.lats[candidates], self.lngs[candidates])
        # Rows stand in clinic-code order, so a stable sort settles ties by code.
        order = np.argsort(miles, kind="stable")[offset:upto]
        return candidates[order], miles[order]

    def count_within(self, origin: LatLng, fitting: Mask, radius: float) -> int:
        """How many fitting clinics lie within `radius` miles, exactly: the rim is measured on the ellipsoid."""
        closeness = self._closeness(origin, fitting)
        surely = closeness >= _closeness_at(radius * (1 - SPHERE_ERROR) - _FLAT_MILES)
        rim = np.flatnonzero((closeness >= _closeness_at(radius * (1 + SPHERE_ERROR) + _FLAT_MILES)) & ~surely)
        on_rim = geodesic_miles(origin, self.lats[rim], self.lngs[rim]) <= radius if rim.size else rim
        return int(np.count_nonzero(surely)) + int(np.count_nonzero(on_rim))

    def _closeness(self, origin: LatLng, fitting: Mask) -> Floats:
        """2 + the dot product with the origin, from 1 to 3, nearest highest; 0 for clinics that do not fit.

        The shift lets one multiplication blank out the unfit, which is several times quicker than a masked copy.
        """
        closeness: Floats = np.array(unit_vector(origin)) @ self._axes
        closeness += 2.0
        if fitting is not self._everyone:
            closeness *= fitting
        return closeness


_LEAST: Final = 0.5
"""Between unfit (0) and fit (1 to 3)."""


def _bound_for(closeness: Floats, count: int) -> float:
    """A closeness that surely takes in the `count` nearest clinics as measured on the ellipsoid.

    The maxima of equal blocks give, without sorting, a bound below the count-th largest: at least `count`
    blocks hold a value as large. The bound is then tightened among the few rows above it.
    """
    pool = closeness
    blocks = closeness.size // _BLOCK
    if blocks > count:
        maxima = closeness[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
        pool = closeness[closeness >= np.partition(maxima, blocks - count)[blocks - count]]
    last = float(np.partition(pool, pool.size - count)[pool.size - count])
    if last < _LEAST:
        return _LEAST
    miles = EARTH_MILES * float(np.arccos(min(1.0, last - 2.0)))
    return _closeness_at(miles * (1 + SPHERE_ERROR) / (1 - SPHERE_ERROR) + _FLAT_MILES)


def _closeness_at(miles: float) -> float:
    """The closeness of two points this many great-circle miles apart; out of reach for less than none."""
    if miles < 0:
        return 4.0
    return 2.0 + float(np.cos(min(miles / EARTH_MILES, np.pi)))
