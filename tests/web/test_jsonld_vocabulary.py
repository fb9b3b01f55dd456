"""Every page's JSON-LD against the schema.org vocabulary, as npm `schema-dts` publishes it for the TypeScript compiler.

The type `Graph` alone is too lax: it admits so many kinds of node that the compiler lets unknown properties of the
outermost ones pass. So each node, however deep it lies, is held against its own type as well.
"""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from tests.html_page import parse

from clinicfinder.app import create_app
from clinicfinder.store.catalogue import Catalogue

ROOT: Final = Path(__file__).resolve().parents[2]
MODULES: Final = ROOT / "node_modules"
COMPILER: Final = MODULES / ".bin/tsc"
OPTIONS: Final = ("--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler")

RIGHT: Final[dict[str, Any]] = {
    "@type": "MedicalClinic",
    "name": "A clinic",
    "address": {"@type": "PostalAddress", "postalCode": "85032"},
    "geo": {"@type": "GeoCoordinates", "latitude": 33.6, "longitude": -112.0},
    "openingHoursSpecification": [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": "https://schema.org/Monday", "opens": "06:00"}
    ],
    "availableService": [{"@type": "MedicalTherapy", "name": "TMS"}],
}

WRONG: Final = {
    "a property that the type does not have": RIGHT | {"openingHour": "Mo-Fr"},
    "a property misspelt further in": RIGHT | {"address": {"@type": "PostalAddress", "zipCode": "85032"}},
    "a type that does not exist": RIGHT | {"availableService": [{"@type": "MagneticTherapy", "name": "TMS"}]},
    "a type that does not fit the property": RIGHT | {"geo": {"@type": "PostalAddress", "postalCode": "85032"}},
    "a value of the wrong kind": RIGHT | {"name": 7},
    "a weekday that does not exist": RIGHT
    | {
        "openingHoursSpecification": [{"@type": "OpeningHoursSpecification", "dayOfWeek": "https://schema.org/Mondays"}]
    },
    "an outermost type that does not exist": {"@type": "KetamineClinic", "name": "A clinic"},
    "a question without its own properties": {
        "@type": "FAQPage",
        "mainEntity": [{"@type": "Question", "reply": "Yes"}],
    },
}


def compiler_or_skip() -> None:
    """Fail under CI; elsewhere skip, saying loudly what was not tested."""
    if COMPILER.exists() and (MODULES / "schema-dts").is_dir():
        return
    reason = (
        "NOT TESTED: JSON-LD against schema.org: schema-dts and typescript are not installed (`make setup` does it)"
    )
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def nodes_of(value: object) -> Iterator[dict[str, Any]]:
    """Every object with a type, at any depth."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for within in value.values():
            yield from nodes_of(within)
    if isinstance(value, list):
        for within in value:
            yield from nodes_of(within)


def faults(described: dict[str, dict[str, Any]], folder: Path) -> dict[str, str]:
    """What the compiler says against each named description; nothing of those that are sound."""
    compiler_or_skip()
    (folder / "node_modules").symlink_to(MODULES)
    lines, names = ['import type * as schema from "schema-dts";'], [""]
    checked: set[str] = set()
    for name, graph in described.items():
        statements = [f"schema.Graph = {json.dumps(graph)}"]
        statements += [f"schema.{node['@type']}Leaf = {json.dumps(node)}" for node in nodes_of(graph)]
        for statement in statements:
            # Most pages say the same of a treatment or a day.
            if statement not in checked:
                checked.add(statement)
                lines.append(f"export const n{len(lines)}: {statement};")
                names.append(name)
    (folder / "pages.ts").write_text("\n".join(lines), encoding="utf-8")
    # Where set-up had to fetch Node.js itself, it lies beside Python.
    path = os.pathsep.join((os.environ["PATH"], str(Path(sys.executable).parent)))
    result = subprocess.run(
        [COMPILER, *OPTIONS, "pages.ts"],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    found = {
        names[int(line) - 1]: said
        for line, said in re.findall(r"^pages\.ts\((\d+),\d+\): (.*)", result.stdout, re.MULTILINE)
    }
    assert (result.returncode == 0) is not bool(found), result.stdout + result.stderr
    return found


def graph_of(html: str) -> dict[str, Any] | None:
    scripts = parse(html).all("script", type="application/ld+json")
    assert len(scripts) <= 1
    return json.loads("".join(map(str, scripts[0].children))) if scripts else None


def test_what_is_wrong_is_refused_and_what_is_right_is_not(tmp_path: Path):
    graphs = {name: {"@context": "https://schema.org", "@graph": [node]} for name, node in WRONG.items()}
    right = {"right": {"@context": "https://schema.org", "@graph": [RIGHT]}}
    assert faults(right | graphs, tmp_path).keys() == graphs.keys()


def test_every_page_that_may_be_found_keeps_to_the_vocabulary(client: FlaskClient, tmp_path: Path):
    paths = re.findall(r"<loc>http://localhost(/[^<]*)</loc>", client.get("/sitemap.xml").text)
    graphs = {path: graph for path in paths if (graph := graph_of(client.get(path).text))}
    assert len(graphs) > 200
    kinds = {node["@type"] for graph in graphs.values() for node in nodes_of(graph)}
    assert {
        "MedicalClinic", "PostalAddress", "OpeningHoursSpecification", "MedicalTherapy", "BreadcrumbList", "ListItem",
        "FAQPage", "Question", "Answer",
    } <= kinds  # fmt: skip
    assert faults(graphs, tmp_path) == {}


def test_a_clinic_placed_at_its_street_address_says_where_it_stands(
    database_copy: Path, make_settings, catalogue: Catalogue, tmp_path: Path
):
    code = "serenity-chandler-az"
    with sqlite3.connect(database_copy) as connection:
        connection.execute("UPDATE clinics SET geo_precision = 'street' WHERE clinic_code = ?", (code,))
    connection.close()
    client = create_app(make_settings(database_url=f"sqlite:///{database_copy}")).test_client()
    graph = graph_of(client.get("/clinics/az/phoenix/serenity-chandler").text)
    position = catalogue.clinics[code].position
    assert graph["@graph"][0]["geo"] == {
        "@type": "GeoCoordinates", "latitude": position.lat, "longitude": position.lng
    }  # fmt: skip
    assert faults({"clinic": graph}, tmp_path) == {}


def test_markup_in_a_name_cannot_end_the_script(database_copy: Path, make_settings):
    name = "</script><script>alert(1)</script> <!-- & \" '"
    with sqlite3.connect(database_copy) as connection:
        connection.execute("UPDATE clinics SET name = ? WHERE clinic_code = 'serenity-chandler-az'", (name,))
    connection.close()
    client = create_app(make_settings(database_url=f"sqlite:///{database_copy}")).test_client()
    html = client.get("/clinics/az/phoenix/serenity-chandler").text
    assert "<script>alert" not in html
    assert graph_of(html)["@graph"][0]["name"] == name
    assert parse(html).one("meta", property="og:title").attrs["content"].startswith(name)
