"""Imports point down, floor by floor: docs/architecture.md is the picture, this is the fence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"

# Part of the package -> the parts it may import. A part may always import itself.
PURE = {"errors", "units"}
FLOORS: dict[str, set[str]] = {
    "errors": set(),
    "units": set(),
    "domain": PURE,
    "coverage": PURE | {"domain"},
    "costs": PURE | {"domain"},
    # All the tables of an estimate in one value: a room of its own above the three pure parts.
    "domain.estimates": PURE | {"domain", "coverage", "costs"},
    "models": PURE | {"domain"},
    "migrations": {"models"},
    "ingest": PURE | {"domain", "domain.estimates", "coverage", "costs", "models"},
    "geocoding": PURE | {"domain", "models"},
    "store": PURE | {"domain", "domain.estimates", "coverage", "costs", "models", "ingest", "geocoding"},
    "usecases": PURE | {"domain", "domain.estimates", "coverage", "costs", "ingest", "geocoding", "store"},
    # It reads the list of geocoders with the parser that knows their options.
    "config": PURE | {"geocoding"},
    "web": PURE | {"config", "domain", "domain.estimates", "coverage", "costs", "geocoding", "store", "usecases"},
    "app": PURE | {"config", "geocoding", "ingest", "store", "usecases", "web"},
    "server": {"app", "config"},
    # One module per command; a command asks a use case and prints. The words of the finder are the web's.
    "commands": PURE
    | {"app", "config", "coverage", "costs", "domain", "domain.estimates", "geocoding", "ingest", "models", "server"}
    | {"store", "usecases", "web"},
    "cli": PURE | {"commands", "config"},
}

# Foreign packages that have one home. Everywhere else they are a leak.
HOMES: dict[str, set[str]] = {
    "flask": {"web", "app", "server"},
    "flask_babel": {"web", "app", "commands"},
    "flask_compress": {"web", "app"},
    "flask_htmx": {"web", "app"},
    "jinja2": {"web", "app"},
    "werkzeug": {"web", "app", "commands"},
    "gunicorn": {"server"},
    "click": {"cli", "commands"},
    "rich": {"cli", "commands"},
    "sqlmodel": {"models", "migrations", "store", "geocoding"},
    # A use case that changes data opens the transaction it all happens in.
    "sqlalchemy": {"models", "migrations", "store", "geocoding", "usecases", "commands", "app", "config"},
    "alembic": {"migrations", "store", "usecases"},
    "requests": {"geocoding"},
    "pydantic": {"web"},
    "argon2": {"store"},
    "cryptography": {"store"},
    "fpdf": {"web"},
    "PIL": {"web"},
    "flask_limiter": {"web", "app"},
    "limits": {"web", "app"},
    "redis": {"web", "app"},
}

# What pure code must not even look at: files, the environment, the clock, the network, threads.
IMPURE = {"os", "pathlib", "io", "time", "socket", "threading", "subprocess", "sqlite3", "logging", "random"}
PURE_PARTS = {"errors", "units", "domain", "domain.estimates", "coverage", "costs"}


def part_of(module: str) -> str:
    """The part of the package a dotted name belongs to: clinicfinder.web.forms -> web."""
    names = module.split(".")[1:]
    return ".".join(names[:2]) if ".".join(names[:2]) in FLOORS else names[0]


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # `from clinicfinder import app` names its part only in the alias.
            base = node.module or ""
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


def own_part(path: Path) -> str:
    return part_of(dotted(path))


CODE = [
    path
    for path in SOURCE.glob("clinicfinder/**/*.py")
    if path.parent.name != "clinicfinder" or path.stem != "__init__"
]
CODE.sort()


@pytest.mark.parametrize("path", CODE, ids=dotted)
def test_imports_point_down(path):
    part = own_part(path)
    allowed = FLOORS[part] | {part}
    upward = [
        f"line {line}: {name}"
        for line, name in imports_of(path)
        if name.startswith("clinicfinder.") and part_of(name) not in allowed
    ]
    assert not upward, f"{part} may import {sorted(allowed)} only"


@pytest.mark.parametrize("path", CODE, ids=dotted)
def test_foreign_packages_stay_at_home(path):
    strays = [
        f"line {line}: {name}"
        for line, name in imports_of(path)
        if own_part(path) not in HOMES.get(name.partition(".")[0], {own_part(path)})
    ]
    assert not strays


@pytest.mark.parametrize("path", [path for path in CODE if own_part(path) in PURE_PARTS], ids=dotted)
def test_pure_code_looks_at_nothing_outside_itself(path):
    touched = [f"line {line}: {name}" for line, name in imports_of(path) if name.partition(".")[0] in IMPURE]
    assert not touched


@pytest.mark.parametrize("path", CODE, ids=dotted)
def test_imports_are_absolute(path):
    relative = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative


def test_every_part_has_its_floor():
    assert {own_part(path) for path in CODE} <= FLOORS.keys()


def test_the_floors_have_no_way_round():
    """No part can reach itself through the parts it may import."""

    def below(part: str) -> set[str]:
        return FLOORS[part].union(*(below(other) for other in FLOORS[part])) if FLOORS[part] else set()

    for part in FLOORS:
        assert part not in below(part)
