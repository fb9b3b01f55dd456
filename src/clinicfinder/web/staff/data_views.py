"""What the templates for rows and their forms show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response, make_response, render_template, url_for

from clinicfinder.store.publications import Publication
from clinicfinder.usecases.data_tables import RowList, RowToEdit, columns_and_key, stored_hash
from clinicfinder.web.current import catalogue
from clinicfinder.web.links import Link
from clinicfinder.web.staff.data_controls import CellTexts, Control, controls_of, label_of
from clinicfinder.web.staff.data_links import edit_url

SHOWN: Final[Mapping[str, Sequence[str]]] = {
    "locations": ("clinic_code", "name", "city", "state", "status", "reviewed_on"),
    "clinic_insurance": ("network", "clinic_code", "state", "payer", "acceptance", "reviewed_on"),
    "coverage_rules": ("rule_id", "payer", "treatment", "benefit", "effective_from", "effective_to", "reviewed_on"),
    "coverage_criteria": ("rule_id", "pathway", "fact", "operator", "value", "wording"),
    "prices": ("price_id", "treatment", "code", "state", "payer_class", "low_cents", "high_cents", "reviewed_on"),
    "state_laws": ("law_id", "state", "topic", "scope", "effective_from", "reviewed_on"),
    "parameters": ("parameter", "value", "unit", "effective_from", "effective_to", "reviewed_on"),
}
"""Columns of a list; other tables show their key and what follows it."""

MOST_SHOWN: Final = 6
SOURCES: Final = ("source_title", "source_url", "source_date", "reviewed_on", "confidence")


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column: where it leads, and how the list is sorted by it: none, ascending or descending."""

    label: str
    url: str
    sorted: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of a list."""

    words: str
    url: str
    cells: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class RowListView:
    """One page of a table."""

    name: str
    label: str
    search: str
    sort: str
    headings: tuple[Heading, ...]
    rows: tuple[ShownRow, ...]
    count: str
    page: int
    pages: int
    previous: str | None
    following: str | None


@dataclass(frozen=True, slots=True)
class RowFormView:
    """The form of one row. `base` is sent back, so that a change by somebody else is noticed."""

    table: str
    table_label: str
    title: str
    action: str
    base: str
    facts: tuple[Control, ...]
    sources: tuple[Control, ...]
    problems: tuple[tuple[str, str], ...]
    general: tuple[str, ...]
    overtaken: bool
    by: Publication | None
    gone: bool
    remove: str | None
    forget: str | None
    version: str | None
    day_problem: str | None
    related: tuple[Link, ...]


def row_list_view(found: RowList, search: str, sort: str) -> RowListView:
    """A page of a table, with where its links lead."""
    name = found.table.name
    columns = SHOWN.get(name, found.table.columns[:MOST_SHOWN])

    def page(number: int) -> str:
        return url_for("staff_data.rows", table=name, q=search or None, sort=sort or None, page=number)

    headings = tuple(_heading(name, column, search, sort) for column in columns)
    rows = tuple(
        ShownRow(
            row.words,
            url_for("staff_data.edit", table=name, row=row.row_id),
            tuple(_short(row.cells[column]) for column in columns),
            f"in your draft: {row.draft}" if row.draft else "published" if row.by_operator else "",
        )
        for row in found.rows
    )
    count = f"{found.found:,} of {found.of_all:,} rows" if search else f"{found.of_all:,} rows"
    return RowListView(
        name,
        found.table.label,
        search,
        sort,
        headings,
        rows,
        count,
        found.page,
        found.pages,
        page(found.page - 1) if found.page > 1 else None,
        page(found.page + 1) if found.page < found.pages else None,
    )


def table_columns(table: str) -> tuple[str, ...]:
    """The columns of a table.

    Raises: NotOnFile.
    """
    return columns_and_key(table).columns


def form_texts(found: RowToEdit) -> CellTexts:
    """The texts of a row as one's draft has it."""
    nothing: dict[str, str] = dict.fromkeys(found.table.columns, "")
    now = found.stored or nothing
    if found.draft is None:
        return CellTexts(now, now, now)
    return CellTexts(found.draft.before or nothing, found.draft.after or now, now)


def form_page(
    table: str,
    found: RowToEdit | None,
    texts: CellTexts,
    *,
    problems: Mapping[str, str] | None = None,
    by: Publication | None = None,
    overtaken: bool = False,
    status: int = 200,
) -> Response:
    """The form of a row. `found` None: a new row."""
    view = _form_view(table, found, texts, problems or {}, by, overtaken=overtaken)
    return make_response(render_template("pages/staff/data_row.html", view=view), status)


def _form_view(
    name: str,
    found: RowToEdit | None,
    texts: CellTexts,
    problems: Mapping[str, str],
    by: Publication | None,
    *,
    overtaken: bool,
) -> RowFormView:
    table = columns_and_key(name)
    stays = found is not None and found.stored is not None
    fixed = table.key if stays and not table.removable else ()
    controls = controls_of(name, table.columns, fixed, texts, problems, catalogue())
    where = url_for("staff_data.edit", table=name, row=found.row_id) if found else None
    listed = tuple(
        (f"cell-{column}", f"{label_of(column)}: {problems[column]}") for column in table.columns if column in problems
    )
    return RowFormView(
        name,
        table.label,
        found.words if found else "New row",
        where or url_for("staff_data.create", table=name),
        stored_hash(found.stored if found else None),
        tuple(control for control in controls if control.name not in SOURCES),
        tuple(control for control in controls if control.name in SOURCES),
        listed,
        tuple(text for column, text in problems.items() if column not in (*table.columns, "day")),
        overtaken,
        by,
        gone=overtaken and not stays,
        remove=f"{where}/remove" if where and stays and table.removable else None,
        forget=f"{where}/forget" if where and found and found.draft else None,
        version=url_for("staff_data.version", row=found.row_id)
        if found and stays and name == "coverage_rules"
        else None,
        day_problem=problems.get("day"),
        related=_related(name, found.key) if found and stays else (),
    )


def _related(table: str, key: Sequence[str]) -> tuple[Link, ...]:
    """Where what belongs to a row is kept."""
    if table == "coverage_rules":
        return (Link("Its criteria", edit_url("coverage_criteria", None, key[0])),)
    if table == "coverage_criteria":
        return (Link("Its rule", edit_url("coverage_rules", None, key[0])),)
    if table == "payers":
        rules, profile = (edit_url(other, None, key[0]) for other in ("coverage_rules", "payer_profiles"))
        return Link("Its rules", rules), Link("Its plans and parent", profile)
    clinic = catalogue().clinics.get(key[0]) if table == "locations" else None
    if clinic is None:
        return ()
    hours = url_for("staff_hours.clinic", clinic_code=clinic.clinic_code)
    insurance = edit_url("clinic_insurance", None, clinic.network_code)
    return Link("Close it for a time, or set holiday hours", hours), Link("Insurance of its network", insurance)


def _heading(name: str, column: str, search: str, sort: str) -> Heading:
    turned = f"-{column}" if sort == column else column
    state = {column: "ascending", f"-{column}": "descending"}.get(sort, "none")
    return Heading(label_of(column), url_for("staff_data.rows", table=name, q=search or None, sort=turned), state)


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:88]}…"
