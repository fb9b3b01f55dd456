"""Find the nearest clinics that fit, from one place, by distance alone."""

from __future__ import annotations

from datetime import datetime

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.opening import state_of
from clinicfinder.domain.places import Place
from clinicfinder.domain.search import FilterName, Filters, Hit, SearchPage, WiderSearch
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.units import Miles


def find_clinics(
    catalogue: Catalogue,
    origin: Place,
    filters: Filters,
    *,
    moment: datetime,
    radius: float | None = None,
    offset: int = 0,
    limit: int = 10,
) -> SearchPage:
    """One page of the clinics that fit, nearest first.

    The radius never removes a clinic: it says how many lie within it, so that a page is never empty while a clinic
    that fits exists anywhere. When none lies within it, the one filter whose removal helps most is worked out.

    Args: moment: aware, decides "open now". radius: miles, None for any. offset: >= 0. limit: 1 to 100.
    """
    index = catalogue.index
    fitting = index.fitting(filters, moment)
    rows, miles = index.nearest(origin.point, fitting, offset, limit)
    hits = tuple(
        _hit(index.clinics[row], Miles(float(distance)), origin, radius, moment)
        for row, distance in zip(rows.tolist(), miles.tolist(), strict=True)
    )
    within = index.count_within(origin.point, fitting, radius) if radius is not None else None
    total = int(fitting.sum())
    if offset == 0 or not total:
        nearest = hits[0].miles if hits else None
    else:
        nearest = Miles(float(index.nearest(origin.point, fitting, 0, 1)[1][0]))
    lacking = total == 0 or within == 0
    widen = _widen(catalogue, origin, filters, radius, nearest, moment) if lacking else None
    return SearchPage(origin, filters, radius, hits, total, within, nearest, offset, limit, widen)


def _hit(clinic: Clinic, miles: Miles, origin: Place, radius: float | None, moment: datetime) -> Hit:
    exact_ends = origin.precision in ("street", "coordinate") and clinic.geo_precision != "zip"
    return Hit(clinic, miles, not exact_ends, radius is None or miles <= radius, state_of(clinic, moment))


def _widen(
    catalogue: Catalogue,
    origin: Place,
    filters: Filters,
    radius: float | None,
    nearest: Miles | None,
    moment: datetime,
) -> WiderSearch | None:
    """The filter whose removal brings the nearest clinic, if that is nearer than what the search has.

    The treatment is what the person came for: it is offered up only when giving up nothing else helps.
    """
    options = [
        (name, wider)
        for name in filters.active()
        if (wider := _nearest_without(catalogue, origin, filters, name, moment)) is not None
        and (nearest is None or wider < nearest)
    ]
    if not options:
        return None
    name, closest = min(options, key=lambda option: (option[0] == "treatment", option[1]))
    fewer = filters.without(name)
    # Only the filter that is offered up is counted for: counting looks at every clinic again.
    fitting = catalogue.index.fitting(fewer, moment)
    count = catalogue.index.count_within(origin.point, fitting, radius) if radius is not None else 0
    return WiderSearch(name, fewer, count, closest)


def _nearest_without(
    catalogue: Catalogue, origin: Place, filters: Filters, name: FilterName, moment: datetime
) -> Miles | None:
    fitting = catalogue.index.fitting(filters.without(name), moment)
    _, miles = catalogue.index.nearest(origin.point, fitting, 0, 1)
    return Miles(float(miles[0])) if miles.size else None
