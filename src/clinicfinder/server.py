"""Serve the application with gunicorn, started from our own command so that the data is read once and then shared."""

from __future__ import annotations

import gc
import logging
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from clinicfinder.app import create_app, missing_browser_libraries
from clinicfinder.config import Settings

log = logging.getLogger(__name__)


def serve_app(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until stopped. Never returns while the server runs."""
    for name in missing_browser_libraries(settings):
        log.warning(
            "%s is not installed: pages are served plain, without it. `make setup` installs the browser libraries.",
            name,
        )
    log.info("clinicfinder is at http://%s:%d", host, port)
    _Server(settings, host, port, workers).run()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types.
    """gunicorn's own way of being embedded (its docs, "Custom Application")."""

    def __init__(self, settings: Settings, host: str, port: int, workers: int) -> None:
        self._settings = settings
        self._options: dict[str, Any] = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": 4,
            # The indexes are built once, before the workers part, and their memory is shared.
            "preload_app": True,
            "loglevel": "warning",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = create_app(self._settings)
        # What stands now stays: left out of collections, its memory pages stay shared between the workers.
        gc.freeze()
        return app
