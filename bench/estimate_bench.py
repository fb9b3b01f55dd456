"""What an estimate costs beside a constant view, in one process, as shares of processor time.

Run: python bench/estimate_bench.py
Target: the estimate fragment at 10 % or more of the constant view.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from clinicfinder.app import create_app
from clinicfinder.config import Settings
from clinicfinder.store.engine import make_engine, migrate
from clinicfinder.store.loading import load_data

ROUNDS = 40
TARGET = 0.10
QUESTION = {
    "treatment": "spravato",
    "payer": "Cigna",
    "plan_type": "commercial",
    "place": "TX",
    "facts.failed_antidepressants": "2",
    "deductible": "2000",
    "deductible_met": "1000",
    "coinsurance": "20",
    "oop_max": "6000",
}
BODY = {
    "treatment": "spravato",
    "payer": "cigna",
    "plan_type": "commercial",
    "state": "TX",
    "facts": {"failed_antidepressants": 2},
    "plan": {"deductible_cents": 2000_00, "deductible_met_cents": 1000_00, "coinsurance_percent": 20},
}


def milliseconds(ask: Callable[[], object]) -> float:
    """Processor time of one call, the best of three rounds."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for _ in range(ROUNDS):
            ask()
        best = min(best, (time.process_time() - start) / ROUNDS * 1000)
    return best


def main() -> None:
    """Print the share of the constant view that each answer reaches."""
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        engine = make_engine(settings.database_url)
        migrate(engine)
        load_data(engine, settings.data_dir)
        engine.dispose()
        app = create_app(settings)
        app.add_url_rule("/bench-constant", "bench_constant", lambda: "constant")
        client = app.test_client()
        constant = milliseconds(lambda: client.get("/bench-constant"))
        fragment = milliseconds(lambda: client.post("/estimate", data=QUESTION, headers={"HX-Request": "true"}))
        answer = milliseconds(lambda: client.post("/api/v1/estimates", json=BODY))
    verdict = "met" if constant / fragment >= TARGET else "MISSED"
    print(f"constant view      {constant:.2f} ms of processor time")
    print(f"estimate fragment  {fragment:.2f} ms, {constant / fragment:.0%} of it; target {TARGET:.0%}: {verdict}")
    print(f"estimate by API    {answer:.2f} ms, {constant / answer:.0%} of it")


if __name__ == "__main__":
    main()
