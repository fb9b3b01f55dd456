"""A quote as a PDF: the sheet of the printed page, on one page where it fits, on several where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from clinicfinder.config import CrisisLine
from clinicfinder.domain.quote_document import Block, Bullets, Figures, Paragraph, Quoted, Sources, Table
from clinicfinder.web.staff.pdf_sheet import Paper, Piece, pdf_of
from clinicfinder.web.staff.quote_print import PrintView
from clinicfinder.web.translation import gettext


def quote_pdf(view: PrintView, paper: Paper, fonts: Path, crisis: CrisisLine) -> bytes:
    """The file. Args: fonts: the folder with the DejaVu fonts."""
    pieces = (*_head(view, crisis), *_body(view), *_more(view))
    title = f"{_name(view)}: {view.title}"
    help_line = gettext("In crisis? Call or text %(number)s", number=crisis.number)
    foot = f"{view.shown}  ·  {help_line}"
    return pdf_of(pieces, paper, fonts, title=title, foot=foot, dated=view.made_at)


def _name(view: PrintView) -> str:
    return gettext("Estimate") + f" {view.shown}"


def crisis_words(crisis: CrisisLine) -> str:
    """The crisis line of a sheet of paper, on which nothing can be pressed."""
    said = gettext("In crisis? Call or text %(number)s, free, day and night.", number=crisis.number)
    also = gettext(
        "Chat: %(site)s. Veterans: %(number)s, then 1. Immediate danger: %(emergency)s.",
        site=crisis.chat,
        number=crisis.number,
        emergency=crisis.emergency,
    )
    return f"{said} {also}"


def _head(view: PrintView, crisis: CrisisLine) -> Iterator[Piece]:
    yield Piece("P", crisis_words(crisis), bold=True)
    yield Piece("H1", _name(view), larger=11, bold=True, gap=1)
    yield Piece("P", gettext("To read aloud: %(spelled)s.", spelled=view.read_aloud))
    if view.superseded_by:
        corrected = gettext("Corrected: use %(reference)s instead.", reference=view.superseded_by)
        yield Piece("P", corrected, larger=1, bold=True, boxed=True, gap=1)
    yield Piece("P", view.valid, bold=True)
    yield Piece("P", view.promise, larger=1, bold=True, boxed=True, gap=1)
    yield Piece("H2", view.title, larger=3, bold=True, gap=1.5)
    yield Piece("P", f"{view.headline}. {view.summary}")
    yield Piece("P", view.figure, larger=1.5, bold=True)
    for figure in view.figures:
        note = f" ({figure.note})" if figure.note else ""
        yield Piece("LI", f"•  {figure.label}: {figure.amount}{note}")


def _body(view: PrintView) -> Iterator[Piece]:
    clinic = view.clinic
    phone = view.phone_line
    said = " ".join(filter(None, (clinic.treatments_note, clinic.acceptance)))
    yield _heading(gettext("Clinic"))
    yield Piece("P", f"{clinic.name}, {clinic.street}, {clinic.city_line}. {phone}. {said}".strip())
    for title, texts in (
        (gettext("Read this first"), view.cautions),
        (gettext("What must happen first"), view.before),
        (gettext("What we took for granted"), view.assumptions),
    ):
        if texts:
            yield _heading(title)
            yield from (Piece("LI", f"•  {text}") for text in texts)
    yield _heading(gettext("What this was made from"))
    yield Piece("P", "; ".join(f"{label}: {given}" for label, given in view.inputs) + ".")
    yield _heading(gettext("Sources"))
    yield from (Piece("LI", f"•  {text}", larger=-0.5) for text in _source_lines(view))
    yield Piece("P", f"{view.made} {view.disclaimer} {view.versions}.", larger=-0.5, gap=1.2)


def _heading(title: str) -> Piece:
    return Piece("H2", title, larger=1, bold=True, gap=1.2)


def _more(view: PrintView) -> Iterator[Piece]:
    for section in view.more:
        yield _heading(section.title)
        for block in section.blocks:
            yield from (Piece("P", line) for line in _lines(block))


def _source_lines(view: PrintView) -> Iterator[str]:
    yield from (f"{source.title} ({source.dates})" for source in view.sources)
    if view.sources_left_out:
        yield f"{view.left_out}."


def _lines(block: Block) -> Iterator[str]:
    """One part of a quote, line by line."""
    match block:
        case Paragraph():
            yield block.text
        case Bullets():
            yield from (f"•  {item}" for item in block.items)
        case Figures():
            yield from (f"•  {figure.label}: {figure.amount}" for figure in block.figures)
        case Table():
            yield from (_row(block.header, row) for row in block.rows)
        case Quoted():
            said_by = gettext("Source:")
            yield f"{block.text} {block.note} {said_by} {block.source.title} {block.source.dates}".strip()
        case Sources():
            yield from (f"•  {source.title} ({source.dates})" for source in block.sources)


def _row(header: tuple[str, ...], row: tuple[str, ...]) -> str:
    """A row of a table as one line in which every value has its name."""
    if len(row) == 1:
        return row[0]
    return "; ".join(f"{name} {value}" for name, value in zip(header, row, strict=True))
