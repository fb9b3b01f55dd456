"""Bring the catalogs up to date with the texts: `python scripts/translations.py`.

Two catalogs per language. `messages.po` holds what the program says, from src and templates; `data.po` holds the
sentences of our own that stand in data files and in tables of the pure code. A translation whose text has changed is
kept beside the new text as "fuzzy" until somebody has looked at it; one whose text is gone is dropped. Files bear no
dates, line numbers or paths of a machine, so that they change only with the texts.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from clinicfinder.coverage.label import SPRAVATO_LABEL
from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.web.translation import DEFAULT_LANGUAGE, LANGUAGES

ROOT: Final = Path(__file__).resolve().parent.parent

CATALOGS: Final = ROOT / "src" / "clinicfinder" / "translations"
"""Beside the texts they translate, whichever copy of the package Python would import."""

KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}
OPTIONS: Final = {"templates/**.html": {"newstyle_gettext": "true", "trimmed": "false"}}
METHODS: Final = [("src/clinicfinder/web/**.py", "python"), ("templates/**.html", "jinja2")]

DATA_COLUMNS: Final = {
    "treatments": (
        "label", "short_label", "summary", "fda_status", "session_length", "first_course", "driving_home",
    ),
    "treatment_safety": ("statement",),
    "assistance_programs": ("name", "wording", "eligibility"),
    "plan_presets": ("label",),
    "billing_codes": ("label",),
    "coverage_criteria": ("wording",),
    "coverage_rules": ("wording", "first_authorization", "renewal"),
    "state_laws": ("wording",),
    "locations": ("notes",),
    "clinic_insurance": ("notes",),
}  # fmt: skip
"""The columns that hold sentences or labels of our own. Names, addresses and titles of sources stay as they are."""

DESCRIBED: Final = re.compile(r"Medicaid|Medicare|not named|program|health care|plans|workers'")
"""Words by which a payer's name is known to be partly ours."""

HEADER: Final = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def message_texts() -> Catalog:
    """Every text that the program and the templates mark."""
    catalog = Catalog()
    for file, _, message, comments, context in extract_from_dir(
        ROOT, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS
    ):
        catalog.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return catalog


def data_texts() -> Catalog:
    """Every text of our own in the data files, and in the tables of the pure code, which marks nothing."""
    catalog = Catalog()
    for place, text in _data_texts():
        catalog.add(text, None, [(place, 0)])
    return catalog


def _data_texts() -> Iterator[tuple[str, str]]:
    for name, columns in DATA_COLUMNS.items():
        with (ROOT / "data" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                yield from ((f"data/{name}.csv", row[column].strip()) for column in columns if row[column].strip())
    yield from _payer_names()
    yield from (("src/clinicfinder/domain/states.py", name) for name in STATE_NAMES.values())
    yield from (("src/clinicfinder/coverage/label.py", fact.statement) for fact in SPRAVATO_LABEL)


def _payer_names() -> Iterator[tuple[str, str]]:
    """Names that are partly a description of ours, such as "Florida Medicaid"; a company's own name is left alone."""
    for name, column in (("payers", "name"), ("payer_profiles", "behavioral_by")):
        with (ROOT / "data" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            names = [row[column].strip() for row in csv.DictReader(file)]
        yield from ((f"data/{name}.csv", text) for text in names if DESCRIBED.search(text))


TEXTS: Final = {"messages": message_texts, "data": data_texts}
"""How the texts of each catalog are found."""


def read_catalog(language: str, domain: str) -> Catalog:
    """The catalog on file; an empty one if there is none."""
    file = CATALOGS / language / "LC_MESSAGES" / f"{domain}.po"
    if not file.is_file():
        return Catalog(locale=language)
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def updated(language: str, domain: str) -> bytes:
    """The catalog as it should stand on file: the texts of today, with the translations that there are."""
    catalog = read_catalog(language, domain)
    catalog.update(TEXTS[domain](), update_creation_date=False)
    catalog.obsolete.clear()
    for message in catalog:
        message.user_comments = []
        _settle_flags(message, domain)
    body = io.BytesIO()
    write_po(body, catalog, width=120, omit_header=True, sort_output=True, include_lineno=False)
    return HEADER.format(language=language, plurals=catalog.plural_forms).encode() + body.getvalue()


def _settle_flags(message: Message, domain: str) -> None:
    # A percent sign in a sentence of data is a percent sign.
    if domain == "data":
        message.flags.discard("python-format")


def main() -> None:
    """Write the catalogs of every language, and say what is still to be translated."""
    for language in LANGUAGES:
        if language == DEFAULT_LANGUAGE:
            continue
        for domain in TEXTS:
            file = CATALOGS / language / "LC_MESSAGES" / f"{domain}.po"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(updated(language, domain))
            catalog = read_catalog(language, domain)
            open_ones = sum(1 for message in catalog if message.id and (message.fuzzy or not _is_said(message)))
            print(f"{language} {domain}: {len(catalog)} texts, {open_ones} to translate")


def _is_said(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


if __name__ == "__main__":
    main()
