"""How long the ledger takes for a year of weekly sessions with two lines each.

Run: python bench/ledger_bench.py
Target: under 2 ms in the median.
"""

from __future__ import annotations

import statistics
import time
from datetime import date, timedelta

from clinicfinder.costs.ledger import run
from clinicfinder.costs.lines import Service
from clinicfinder.costs.plans import CostShare, MonthDay, PlanDesign, YearLimit
from clinicfinder.units import BasisPoints, Cents

ROUNDS = 300
TARGET_MS = 2.0


def year_of_sessions() -> list[Service]:
    """52 weekly sessions of a drug line and a visit line, across one reset."""
    start = date(2026, 9, 7)
    services = []
    for week in range(52):
        on = start + timedelta(weeks=week)
        services.append(Service(on, Cents(1_276_80), "drug", "J0013", "pharmacy"))
        services.append(Service(on, Cents(210_35), "visit", None, "behavioral"))
    return services


def main() -> None:
    """Print the median and the slowest tenth of many runs."""
    plan = PlanDesign(
        deductible=YearLimit(Cents(1_500_00), Cents(750_00)),
        oop_max=YearLimit(Cents(9_000_00)),
        medical=CostShare(coinsurance=BasisPoints(2_000)),
        pharmacy=CostShare(coinsurance=BasisPoints(3_000), max_coinsurance_30_days=Cents(250_00)),
        reset=MonthDay(1, 1),
    )
    services = year_of_sessions()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run(plan, services)
        times.append((time.perf_counter() - begun) * 1_000)
    median = statistics.median(times)
    slow = statistics.quantiles(times, n=10)[-1]
    verdict = "within" if median < TARGET_MS else "ABOVE"
    print(
        f"ledger, 52 weeks of two lines: median {median:.3f} ms, 9 in 10 under {slow:.3f} ms, {verdict} {TARGET_MS} ms"
    )


if __name__ == "__main__":
    main()
