"""Record what the examples of the API are answered with: run it after their shapes or the data have changed."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, Final

from clinicfinder.app import create_app
from clinicfinder.config import Settings
from clinicfinder.store.engine import make_engine, migrate
from clinicfinder.store.loading import load_data
from clinicfinder.web.api.examples import EXAMPLES

TARGET: Final = Path(__file__).resolve().parents[1] / "src/clinicfinder/web/api/example_answers.json"
LONGEST: Final = 2
"""Entries that are shown of a list: they are alike."""


def shortened(value: Any) -> Any:
    """The value with its lists cut. Pairs of numbers, such as coordinates, are short enough."""
    if isinstance(value, dict):
        return {name: shortened(each) for name, each in value.items()}
    return [shortened(each) for each in value[:LONGEST]] if isinstance(value, list) else value


def main() -> None:
    """Ask for every example and write the answers."""
    answers = {}
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/examples.sqlite3"
        engine = make_engine(url)
        migrate(engine)
        load_data(engine, Settings().data_dir)
        engine.dispose()
        client = create_app(Settings(database_url=url)).test_client()
        for each in EXAMPLES:
            headers = {"Accept": each.accept} if each.accept else {}
            answer = client.open(f"/api/v1{each.address}", method=each.method, json=each.body, headers=headers)
            if answer.status_code != each.status:
                raise SystemExit(f"{each.name} was answered with {answer.status_code}: {answer.text[:400]}")
            answers[each.name] = shortened(answer.json) if answer.is_json else answer.text
    TARGET.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(answers)} answers recorded.")


if __name__ == "__main__":
    main()
