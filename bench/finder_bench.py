"""How fast the clinic index answers, how exact it is, and what stands between it and the bare arithmetic.

Run: python bench/finder_bench.py [--quick]
Synthetic clinics lie around real ZIP codes, where people and clinics are. The nearest 10 with a treatment filter are
timed beside two yardsticks of the same run: a plain loop over geopy, and the bare numpy product that no exact answer
from all clinics can undercut. `--quick` leaves out the million.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import numpy as np

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.geo import LatLng, miles_between, unit_vector
from clinicfinder.domain.geodesic import geodesic_miles
from clinicfinder.domain.search import Filters
from clinicfinder.geocoding.gazetteer import Gazetteer
from clinicfinder.ingest.data_set import DataSet, read_data, read_state_areas
from clinicfinder.store.clinic_index import ClinicIndex

DATA = Path(__file__).resolve().parent.parent / "data"
MOMENT = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
FILTERS = Filters(treatments=("spravato",))
TREATMENTS = ("iv_ketamine", "spravato", "tms", "kap", "im_ketamine")
ROUNDS = 300
NEAREST = 10


def synthetic_clinics(data: DataSet, count: int, chance: random.Random) -> Iterator[Clinic]:
    """Clinics within about ten miles of random ZIP points. A tenth share an exact point, as suites of one house do."""
    model = data.clinics[0]
    points = [zip_code.record.point for zip_code in data.zips if zip_code.record.point]
    shared = chance.sample(points, 50)
    for number in range(count):
        lat, lng = chance.choice(shared if chance.random() < 0.1 else points)
        point = LatLng(lat + chance.gauss(0, 0.07), lng + chance.gauss(0, 0.07)) if number % 10 else LatLng(lat, lng)
        given = tuple(chance.sample(TREATMENTS, chance.randint(1, 3)))
        yield replace(model, clinic_code=f"bench-{number:07}", position=point, treatments=given, status="open")


def microseconds(action: Callable[[], object]) -> float:
    started = perf_counter()
    action()
    return (perf_counter() - started) * 1e6


def percentiles(times: Sequence[float]) -> str:
    ordered = sorted(times)
    return f"median {statistics.median(ordered):,.1f}, 99th percentile {ordered[int(len(ordered) * 0.99)]:,.1f} us"


def wrong_answers(index: ClinicIndex, origins: Sequence[LatLng]) -> int:
    """Origins for which the index disagrees with measuring every clinic that fits."""
    fitting = index.fitting(FILTERS, MOMENT)
    rows = np.flatnonzero(fitting)
    wrong = 0
    for origin in origins:
        miles = geodesic_miles(origin, index.lats[rows], index.lngs[rows])
        expected = rows[np.argsort(miles, kind="stable")[:NEAREST]]
        found, _ = index.nearest(origin, fitting, 0, NEAREST)
        wrong += found.tolist() != expected.tolist()
    return wrong


def geopy_loop(index: ClinicIndex, origin: LatLng) -> list[str]:
    """The plain way: measure every clinic that fits with geopy, sort, take ten."""
    measured = [
        (miles_between(origin, clinic.position), clinic.clinic_code)
        for clinic in index.clinics
        if clinic.position and set(FILTERS.treatments) <= set(clinic.treatments)
    ]
    return [code for _, code in sorted(measured)[:NEAREST]]


def bench_index(data: DataSet, count: int, target_ms: float, chance: random.Random, *, with_geopy: bool) -> None:
    # A million live objects make the garbage collector walk them again and again while more are made.
    gc.disable()
    started = perf_counter()
    index = ClinicIndex(synthetic_clinics(data, count, chance), lambda _: ())
    print(f"\n{count:,} clinics, index built in {perf_counter() - started:.1f} s (making them up included)")
    gc.enable()
    points = [zip_code.record.point for zip_code in data.zips if zip_code.record.point]
    origins = [chance.choice(points) for _ in range(ROUNDS)]
    axes = np.array([unit_vector(LatLng(*pair)) for pair in zip(index.lats, index.lngs, strict=True)]).T.copy()
    product, search = [], []
    for origin in origins:
        vector = np.array(unit_vector(origin))
        product.append(microseconds(lambda vector=vector: vector @ axes))
        search.append(
            microseconds(lambda origin=origin: index.nearest(origin, index.fitting(FILTERS, MOMENT), 0, NEAREST))
        )
    median = statistics.median(search)
    print(f"  nearest {NEAREST} with a filter: {percentiles(search)}; {verdict(median / 1000, target_ms, 'ms')}")
    times = median / statistics.median(product)
    print(f"  bare numpy product:      {percentiles(product)}; the search takes {times:.1f} times it")
    checked = origins[:20]
    print(f"  exactness: {wrong_answers(index, checked)} of {len(checked)} origins differ from measuring every clinic")
    if with_geopy:
        origin = origins[0]
        started = perf_counter()
        expected = geopy_loop(index, origin)
        seconds = perf_counter() - started
        rows, _ = index.nearest(origin, index.fitting(FILTERS, MOMENT), 0, NEAREST)
        same = [index.clinics[row].clinic_code for row in rows] == expected
        times = seconds * 1e6 / median
        print(f"  plain geopy loop: {seconds:.1f} s, {times:,.0f} times the search; same answer: {same}")


def bench_zips(data: DataSet, chance: random.Random) -> None:
    records = [zip_code.record for zip_code in data.zips]
    gazetteer = Gazetteer(records, data.clinics, read_state_areas(DATA).state_at)
    typed = [record.zip for record in chance.sample(records, 5_000)]
    times = [microseconds(lambda code=code: gazetteer.resolve(code)) for code in typed]
    print(f"\nany ZIP, resolved to a place: {percentiles(times)}; {verdict(statistics.median(times), 50, 'us')}")
    names = [f"{record.city}, {record.state}" for record in chance.sample(records, 1_000)]
    times = [microseconds(lambda name=name: gazetteer.resolve(name)) for name in names]
    print(f"any city and state:           {percentiles(times)}")


def verdict(measured: float, most: float, unit: str) -> str:
    return f"target at most {most:g} {unit}: {'met' if measured <= most else 'MISSED'}"


def main() -> None:
    """Print the report."""
    chance = random.Random(20261122)  # noqa: S311  # The same clinics every time; nothing secret.
    data = read_data(DATA)
    bench_zips(data, chance)
    bench_index(data, 100_000, 1.0, chance, with_geopy=True)
    if "--quick" not in sys.argv:
        bench_index(data, 1_000_000, 12.0, chance, with_geopy=False)


if __name__ == "__main__":
    main()
