"""Ranking against brute force: geopy's geodesic over every clinic, ties by clinic code. Nothing is approximate."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.geodesic import geodesic_miles
from clinicfinder.domain.places import Place
from clinicfinder.domain.provenance import Provenance
from clinicfinder.domain.search import Filters
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.store.clinic_index import ClinicIndex
from clinicfinder.usecases.find_clinics import find_clinics

NOON: Final = datetime(2026, 11, 23, 19, tzinfo=UTC)
TREATMENTS: Final = ("iv_ketamine", "spravato", "tms")
PAYERS: Final = ("aetna", "cigna")
MADE_UP = Provenance("a test", "https://example.org", None, date(2026, 11, 22), "low")

# The corners of the country: contiguous states, Alaska with the Aleutians on both sides of 180 degrees,
# Hawaii, Guam with the Northern Marianas, American Samoa, Puerto Rico with the Virgin Islands.
BOXES: Final = (
    (24.5, 49.4, -124.8, -66.9), (51.2, 71.4, -179.99, -130.0), (51.2, 53.1, 172.4, 179.99),
    (18.9, 22.3, -160.3, -154.8), (13.2, 20.6, 144.6, 146.1), (-14.6, -11.0, -171.1, -168.1),
    (17.6, 18.6, -67.3, -64.5),
)  # fmt: skip

points = st.sampled_from(BOXES).flatmap(
    lambda box: st.builds(
        LatLng,
        st.floats(box[0], box[1]).map(lambda x: round(x, 4)),
        st.floats(box[2], box[3]).map(lambda x: round(x, 4)),
    )
)


def clinic_at(number: int, point: LatLng, **changes: object) -> Clinic:
    plain = Clinic(
        clinic_code=f"c-{number:03}", network_code="n", network_name="N", name="N", status="open", street="1 A St",
        unit=None, city="Mesa", state="AZ", zip="85201", county=None, phone=None, position=point, geo_precision="zip",
        timezone="America/Phoenix", hours=None, treatments=(), treatments_evidence="listed", telehealth=None,
        website=None, slug=f"c-{number:03}", aliases=(), notes=None, provenance=MADE_UP,
    )  # fmt: skip
    return replace(plain, **changes)


@st.composite
def sets_of_clinics(draw: st.DrawFn) -> list[Clinic]:
    """Clinics anywhere, several at one point, in an order that is not that of their codes."""
    spots = draw(st.lists(points, min_size=1, max_size=12))
    number = draw(st.integers(1, 25))
    numbers = draw(st.permutations(range(number)))
    return [
        clinic_at(
            n,
            draw(st.sampled_from(spots)),
            treatments=tuple(draw(st.sets(st.sampled_from(TREATMENTS)))),
            network_code=draw(st.sampled_from(["n", "m"])),
            telehealth=draw(st.sampled_from([True, False, None])),
            hours=draw(st.sampled_from([None, "24/7", "Mo-Fr 09:00-17:00", "Sa 09:00-12:00"])),
            status=draw(st.sampled_from(["open", "opening_soon", "temporarily_closed"])),
        )
        for n in numbers
    ]


def payers_of(clinic: Clinic) -> tuple[str, ...]:
    """A made-up rule, the same in the index and in the brute force."""
    return (PAYERS[int(clinic.clinic_code[-3:]) % 2],)


filters_of_any_kind = st.builds(
    Filters,
    treatments=st.lists(st.sampled_from(TREATMENTS), max_size=2, unique=True).map(tuple),
    payer=st.sampled_from([None, *PAYERS, "unknown"]),
    network=st.sampled_from([None, "n", "m", "unknown"]),
    open_now=st.sampled_from([None, False, True]),
    telehealth=st.sampled_from([None, False, True]),
)


def brute_force(clinics: Sequence[Clinic], origin: LatLng) -> list[tuple[float, str]]:
    measured = [(geodesic(origin, c.position).miles, c.clinic_code) for c in clinics]
    # Points that coincide give the same figure to the last bit, so ties are real ties.
    return sorted(measured)


def codes(index: ClinicIndex, rows: np.ndarray) -> list[str]:
    return [index.clinics[row].clinic_code for row in rows]


@settings(max_examples=30, deadline=None)
@given(sets_of_clinics(), points, st.integers(0, 12), st.integers(1, 15))
def test_every_page_is_a_slice_of_the_brute_force_order(clinics, origin, offset, limit):
    index = ClinicIndex(clinics, payers_of)
    everyone = index.fitting(Filters(), NOON)
    rows, miles = index.nearest(origin, everyone, offset, limit)
    expected = brute_force(clinics, origin)[offset : offset + limit]
    assert codes(index, rows) == [code for _, code in expected]
    assert miles == pytest.approx([far for far, _ in expected], abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(sets_of_clinics(), points, filters_of_any_kind, st.integers(1, 7))
def test_pages_hold_every_fitting_clinic_once(clinics, origin, filters, limit):
    index = ClinicIndex(clinics, payers_of)
    fitting = index.fitting(filters, NOON)
    total = int(fitting.sum())
    seen: list[str] = []
    for offset in range(0, total + limit, limit):
        rows, _ = index.nearest(origin, fitting, offset, limit)
        seen += codes(index, rows)
    assert len(seen) == total
    assert len(set(seen)) == total
    assert set(seen) == {c.clinic_code for c, fits in zip(index.clinics, fitting, strict=True) if fits}


@settings(max_examples=20, deadline=None)
@given(sets_of_clinics(), filters_of_any_kind)
def test_filters_keep_exactly_the_clinics_that_fit_all_of_them(clinics, filters):
    index = ClinicIndex(clinics, payers_of)
    fitting = index.fitting(filters, NOON)
    kept = {c.clinic_code for c, fits in zip(index.clinics, fitting, strict=True) if fits}
    assert kept == {
        c.clinic_code
        for c in clinics
        if set(filters.treatments) <= set(c.treatments)
        and filters.payer in (None, *payers_of(c))
        and filters.network in (None, c.network_code)
        and (not filters.telehealth or c.telehealth is True)
        and (not filters.open_now or (c.status == "open" and c.hours in ("24/7", "Mo-Fr 09:00-17:00")))
    }


@settings(max_examples=20, deadline=None)
@given(sets_of_clinics(), filters_of_any_kind)
def test_a_filter_never_widens(clinics, filters):
    index = ClinicIndex(clinics, payers_of)
    narrow = index.fitting(filters, NOON)
    for name in filters.active():
        wide = index.fitting(filters.without(name), NOON)
        assert bool((wide | ~narrow).all())


@settings(max_examples=30, deadline=None)
@given(sets_of_clinics(), points, st.floats(0.5, 6000))
def test_the_count_within_a_radius_is_exact(clinics, origin, radius):
    index = ClinicIndex(clinics, payers_of)
    counted = index.count_within(origin, index.fitting(Filters(), NOON), radius)
    measured = [far for far, _ in brute_force(clinics, origin)]
    assert sum(far <= radius - 1e-6 for far in measured) <= counted <= sum(far <= radius + 1e-6 for far in measured)


@settings(max_examples=15, deadline=None)
@given(sets_of_clinics(), points)
def test_a_radius_that_ends_at_a_clinic_takes_it_in(clinics, origin):
    index = ClinicIndex(clinics, payers_of)
    everyone = index.fitting(Filters(), NOON)
    _, miles = index.nearest(origin, everyone, 0, len(clinics))
    for rank, far in enumerate(miles.tolist(), 1):
        # A hair more: the last bits of a distance depend on which others are measured with it.
        assert index.count_within(origin, everyone, far + 1e-7) >= rank


@settings(max_examples=60, deadline=None)
@given(points, st.lists(points, min_size=1, max_size=20))
def test_the_column_formula_agrees_with_geopy_to_a_millimetre(origin, others):
    miles = geodesic_miles(origin, np.array([p.lat for p in others]), np.array([p.lng for p in others]))
    assert miles == pytest.approx([geodesic(origin, p).miles for p in others], abs=1e-6)


def test_points_almost_opposite_on_the_earth_are_measured_too():
    here = LatLng(33.62, -112.0)
    opposite = [LatLng(-33.62, 68.0), LatLng(-33.6, 68.1), LatLng(-33.62, 67.9)]
    miles = geodesic_miles(here, np.array([p.lat for p in opposite]), np.array([p.lng for p in opposite]))
    assert miles == pytest.approx([geodesic(here, p).miles for p in opposite], abs=1e-6)


def test_attu_is_near_the_rest_of_the_aleutians_across_the_180th_meridian():
    attu, adak, seattle = LatLng(52.83, 173.17), LatLng(51.88, -176.65), LatLng(47.6, -122.3)
    index = ClinicIndex([clinic_at(1, seattle), clinic_at(2, adak)], payers_of)
    rows, miles = index.nearest(attu, index.fitting(Filters(), NOON), 0, 2)
    assert codes(index, rows) == ["c-002", "c-001"]
    assert miles[0] == pytest.approx(geodesic(attu, adak).miles)
    assert miles[0] < 500


def test_an_index_without_clinics_answers_with_nothing():
    index = ClinicIndex([], payers_of)
    rows, miles = index.nearest(LatLng(33.0, -112.0), index.fitting(Filters(), NOON), 0, 10)
    assert (rows.size, miles.size) == (0, 0)
    assert index.count_within(LatLng(33.0, -112.0), index.fitting(Filters(), NOON), 50) == 0


@pytest.fixture(scope="session")
def origins(catalogue: Catalogue) -> list[LatLng]:
    """Every 1,500th ZIP that has a point: from Puerto Rico to Alaska."""
    records = [r for _, r in sorted(catalogue.gazetteer._zips.items()) if r.point is not None]
    return [r.point for r in records[::1500]]


class TestRealClinics:
    def test_are_in_brute_force_order_from_everywhere(self, catalogue: Catalogue, origins: list[LatLng]):
        clinics = catalogue.index.clinics
        assert len(clinics) == 113
        for origin in origins:
            place = Place("here", "here", origin, "zip", None)
            expected = [code for _, code in brute_force(clinics, origin)]
            pages = [
                find_clinics(catalogue, place, Filters(), moment=NOON, offset=offset, limit=10)
                for offset in range(0, len(clinics), 10)
            ]
            assert [hit.clinic.clinic_code for page in pages for hit in page.hits] == expected
            assert [page.nearest for page in pages] == pytest.approx([pages[0].hits[0].miles] * len(pages), abs=1e-6)

    def test_page_one_holds_the_nearest_of_all_that_fit(self, catalogue: Catalogue, origins: list[LatLng]):
        for treatment in catalogue.treatments:
            fitting = [c for c in catalogue.index.clinics if treatment in c.treatments]
            for origin in origins[::4]:
                place = Place("here", "here", origin, "zip", None)
                page = find_clinics(catalogue, place, Filters(treatments=(treatment,)), moment=NOON, limit=1)
                nearest = [hit.clinic.clinic_code for hit in page.hits]
                assert nearest == [code for _, code in brute_force(fitting, origin)[:1]]
                assert page.total == len(fitting)

    def test_the_suggested_filter_is_the_one_that_brings_the_nearest_clinic(self, catalogue: Catalogue, origins):
        tried = 0
        for origin in origins:
            place = Place("here", "here", origin, "zip", None)
            filters = Filters(treatments=("kap",), payer="medicare", network="socal-tms", telehealth=True)
            page = find_clinics(catalogue, place, filters, moment=NOON, radius=25)
            gains = {
                name: find_clinics(catalogue, place, filters.without(name), moment=NOON, limit=1).nearest
                for name in filters.active()
            }
            known = {name: far for name, far in gains.items() if far is not None}
            if page.nearest is None and known:
                assert page.widen is not None
                assert page.widen.nearest == min(known.values())
                assert page.widen.filters == filters.without(page.widen.without)
                tried += 1
            elif not known:
                assert page.widen is None
        assert tried or not known
