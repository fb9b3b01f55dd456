"""The application under the very server of production, plus one constant view to compare with.

Run by web_bench.py: python bench/served.py PORT WORKERS, with the database prepared beforehand.
"""

from __future__ import annotations

import logging
import os
import sys

from flask import Flask

from clinicfinder.config import read_settings
from clinicfinder.server import _Server

CONSTANT_PATH = "/bench-constant"


class BenchServer(_Server):
    """Production's server; only the application has one more view, under the same hooks as every other."""

    def load(self) -> Flask:
        app = super().load()
        app.add_url_rule(CONSTANT_PATH, "bench_constant", lambda: "constant")
        return app


def main() -> None:
    """Serve on loopback until stopped."""
    port, workers = (int(argument) for argument in sys.argv[1:])
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    BenchServer(read_settings(os.environ), "127.0.0.1", port, workers).run()


if __name__ == "__main__":
    main()
