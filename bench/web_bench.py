"""What a visitor's request costs: searches beside a constant text under the same server, page weight, memory, start.

Run: python bench/web_bench.py
The share of a constant view is given twice: by answers per second, which the load generator on the same processor
blurs, and by processor time that the workers spent per answer, which it cannot blur.
"""

from __future__ import annotations

import cProfile
import http.client
import json
import os
import pstats
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli
from served import CONSTANT_PATH

from clinicfinder.app import create_app
from clinicfinder.config import Settings
from clinicfinder.store.engine import make_engine, migrate
from clinicfinder.store.loading import load_data

HERE = Path(__file__).resolve().parent
WORKERS = 2
CONNECTIONS = 8
SECONDS = 3.0
ROUNDS = 3
PLACES = ("85032", "10001", "30301", "60601", "75201", "98101", "33101", "80202", "97201", "55401", "63101", "02108")
LOADS = {
    "constant view": [CONSTANT_PATH],
    "search fragment": [f"/clinics?near={near}&treatment=spravato" for near in PLACES],
    "suggestions": [f"/suggest?q={typed}" for typed in ("st+pet", "850", "sa", "mesa+az", "serenity", "washington")],
    "JSON search": [f"/api/v1/clinics?near={near}&treatment=spravato&limit=10" for near in PLACES],
}
TARGETS = {"suggestions": 0.60, "search fragment": 0.20, "JSON search": 0.35}
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(database: str, log: Path) -> Iterator[tuple[int, int, float]]:
    """The server in a process of its own. Yields: its port, its process id, and seconds to its first answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # The load is one address's, and counting is to be measured too: a limit that is never reached.
    environment = os.environ | {"CLINICFINDER_DATABASE_URL": database, "CLINICFINDER_RATE_LIMITS": "100000000"}
    started = time.perf_counter()
    command = [sys.executable, str(HERE / "served.py"), str(port), str(WORKERS)]
    with log.open("w") as said, subprocess.Popen(command, env=environment, stderr=said) as server:
        try:
            yield port, server.pid, wait_for(port, server, started)
        finally:
            server.terminate()


def wait_for(port: int, server: subprocess.Popen[bytes], started: float) -> float:
    while time.perf_counter() - started < 60 and server.poll() is None:
        try:
            fetch(port, "/")
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return time.perf_counter() - started
    sys.exit("The server did not start.")


def fetch(port: int, path: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": "br, gzip", "Accept": "text/html,*/*"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def worker_ids(master: int) -> list[int]:
    listed = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
    return [int(number) for number in listed.split()]


def processor_seconds(processes: list[int]) -> float:
    """User and system time that the processes have used so far."""
    total = 0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def put_load(port: int, workers: list[int], paths: list[str]) -> tuple[float, float]:
    """Returns: answers per second, and milliseconds of the workers' processor time per answer."""
    before = processor_seconds(workers)
    command = [sys.executable, str(HERE / "load.py"), "127.0.0.1", str(port), str(CONNECTIONS), str(SECONDS), *paths]
    counted = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    if counted["refused"]:
        sys.exit(f"{counted['refused']} of {counted['answered']} answers were refusals: {paths[0]}")
    spent = processor_seconds(workers) - before
    return counted["answered"] / counted["seconds"], 1000 * spent / counted["answered"]


def bench_load(port: int, workers: list[int]) -> None:
    print(f"\nLoad: {WORKERS} workers, {CONNECTIONS} connections, {ROUNDS} rounds of {SECONDS:g} s each, in turns")
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in LOADS}
    for paths in LOADS.values():
        put_load(port, workers, paths)  # The first answers fill template and locale caches.
    for _ in range(ROUNDS):
        for name, paths in LOADS.items():
            measured[name].append(put_load(port, workers, paths))
    rates = {name: statistics.median(rate for rate, _ in rounds) for name, rounds in measured.items()}
    costs = {name: statistics.median(cost for _, cost in rounds) for name, rounds in measured.items()}
    for name in LOADS:
        line = f"  {name:16} {rates[name]:7,.0f} answers/s  {costs[name]:6.2f} ms of processor time each"
        if target := TARGETS.get(name):
            by_rate, by_cost = rates[name] / rates["constant view"], costs["constant view"] / costs[name]
            # Processor time decides: other work on the machine changes the rate, and the load generator is such work.
            met = "met" if by_cost >= target else "MISSED"
            line += f"; {by_rate:.0%} of the constant view by rate, {by_cost:.0%} by processor time; "
            line += f"target {target:.0%}: {met}"
        print(line)


def bench_page(port: int, path: str) -> None:
    """Everything a browser fetches to show one page for the first time."""
    answer, body = fetch(port, path)
    weights = {path: len(body)}
    html = decoded(answer, body)
    own, foreign = [], []
    for tag in re.findall(r"<(?:link|script|img|source|iframe)\b[^>]*>", html):
        if re.search(r'rel="(?:canonical|alternate)"', tag):
            continue
        for address in re.findall(r'(?:src|href)="([^"]+)"', tag):
            if not address.startswith("data:"):
                (foreign if urlsplit(address).netloc else own).append(urljoin(path, address))
    for address in dict.fromkeys(own):
        weights[address] = len(fetch(port, address)[1])
    total = sum(weights.values())
    met = "met" if total <= 60_000 and len(weights) <= 8 and not foreign else "MISSED"
    print(f"\nFirst visit of {path}: {total / 1000:.1f} kB compressed in {len(weights)} requests,")
    print(f"  {len(foreign)} to other hosts; target at most 60 kB, 8 requests, none elsewhere: {met}")
    for address, weight in weights.items():
        print(f"  {weight / 1000:6.1f} kB  {address.partition('?v=')[0]}")


def decoded(answer: http.client.HTTPResponse, body: bytes) -> str:
    """The text of a compressed answer."""
    return (brotli.decompress(body) if answer.getheader("Content-Encoding") == "br" else body).decode()


def bench_memory(workers: list[int]) -> None:
    print("\nMemory per worker (PSS counts a page shared by n processes as 1/n):")
    for worker in workers:
        rollup = Path(f"/proc/{worker}/smaps_rollup").read_text(encoding="ascii")
        sizes = re.findall(r"^(Rss|Pss|Private_Dirty):\s+(\d+)", rollup, re.MULTILINE)
        print("  " + ", ".join(f"{name} {int(size) / 1024:.0f} MB" for name, size in sizes))


def profile(database: str, path: str, fragment: bool) -> None:
    """The costliest functions of ours, and of all, for one kind of request."""
    app = create_app(Settings(database_url=database))
    client = app.test_client(use_cookies=False)
    headers = {"HX-Request": "true"} if fragment else {}
    client.get(path, headers=headers)
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(200):
        client.get(path, headers=headers)
    profiler.disable()
    stats = pstats.Stats(profiler).stats
    whole = max(entry[3] for entry in stats.values())
    print(f"\nWhat {path} spends its time on (profiled, so each call costs more than in life):")
    for order, title in ((3, "with everything it calls"), (2, "by itself")):
        print(f"  {title}:")
        ranked = sorted(stats.items(), key=lambda item: -item[1][order])
        ours = [item for item in ranked if "clinicfinder" in item[0][0] or "templates" in item[0][0]]
        for (file, line, name), entry in (ours if order == 3 else ranked)[:12]:
            where = f"{Path(file).name}:{line} {name}" if line else name
            print(f"    {entry[order] / whole:5.0%}  {entry[0] / 200:6.1f} calls  {where[:90]}")


def main() -> None:
    """Print the report."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/bench.sqlite3"
        engine = make_engine(database)
        migrate(engine)
        load_data(engine, Settings().data_dir)
        engine.dispose()
        with serving(database, Path(folder) / "log.txt") as (port, master, seconds):
            print(f"Start: first answer after {seconds:.2f} s")
            workers = worker_ids(master)
            bench_page(port, "/")
            bench_page(port, "/clinics?near=85032&treatment=spravato")
            bench_load(port, workers)
            bench_memory(workers)
        profile(database, LOADS["search fragment"][0], fragment=True)
        profile(database, LOADS["JSON search"][0], fragment=False)


if __name__ == "__main__":
    main()
