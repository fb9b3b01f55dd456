"""What goes on paper: the one page that a caller can keep, from the snapshot alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from clinicfinder.domain.quote_document import Block, Bullets, Figure, Quoted, Section, Source, Sources, Table
from clinicfinder.domain.quotes import QuotedClinic, Snapshot
from clinicfinder.web.staff.quote_views import QuoteView
from clinicfinder.web.translation import gettext, marked

PROMISE: Final = marked("This is an estimate, not a promise and not a Good Faith Estimate.")

_MOST_SOURCES: Final = 6
_MOST_PRICE_SOURCES: Final = 4
_LETTERS_PER_LINE: Final = 115
_LINES_OF_A_ROOMY_SHEET: Final = 44
"""Tried out on Letter, the shorter paper, with a wide font: 46 such lines stand on one page, 47 run onto a second."""

_EVERY_LINE: Final = ("conditions", "remedies", "programs", "sessions", "lines", "label", "laws")


@dataclass(frozen=True, slots=True)
class PrintView:
    """One sheet. `more` holds the parts that are printed only when every line is asked for.

    `language` is the one of this sheet, `languages` are all that the quote was kept in.
    """

    shown: str
    language: str
    languages: tuple[str, ...]
    read_aloud: str
    title: str
    headline: str
    summary: str
    promise: str
    disclaimer: str
    figure: str
    figures: tuple[Figure, ...]
    clinic: QuotedClinic
    clinic_phone: str | None
    made: str
    made_at: datetime
    valid: str
    expired: bool
    superseded_by: str | None
    cautions: tuple[str, ...]
    before: tuple[str, ...]
    assumptions: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    sources_left_out: int
    versions: str
    more: tuple[Section, ...]

    @property
    def file_name(self) -> str:
        """What the file of this sheet is called."""
        return f"estimate-{self.shown}{'' if self.language == 'en' else f'-{self.language}'}.pdf"

    @property
    def phone_line(self) -> str:
        """The clinic's number, or that there is none."""
        phone = self.clinic_phone
        return gettext("Call %(phone)s", phone=phone) if phone else gettext("No phone number on file")

    @property
    def left_out(self) -> str:
        """How many sources this sheet has no room for, and where they are."""
        return gettext(
            "And %(count)s more, kept with the estimate under %(reference)s",
            count=self.sources_left_out,
            reference=self.shown,
        )

    @property
    def dense(self) -> bool:
        """Whether the paper must be set in small type to stay one sheet: a browser cannot find that out by itself."""
        return not self.more and _lines(self) > _LINES_OF_A_ROOMY_SHEET


def print_view(view: QuoteView, *, every_line: bool) -> PrintView:
    """The sheet of one quote. Without `every_line` it is made to fit on one page."""
    quote = view.quote
    own, prices = _sources(quote, "sources"), _sources(quote, "price_sources")
    listed = own + prices if every_line else own[:_MOST_SOURCES] + prices[:_MOST_PRICE_SOURCES]
    return PrintView(
        shown=view.shown,
        language=quote.language,
        languages=quote.languages,
        read_aloud=view.read_aloud,
        title=quote.title,
        headline=quote.headline,
        summary=quote.summary,
        promise=gettext(PROMISE),
        disclaimer=quote.disclaimer,
        figure=view.figure,
        figures=quote.figures,
        clinic=quote.clinic,
        clinic_phone=view.clinic_phone,
        made=view.made,
        made_at=quote.made_at,
        valid=view.valid,
        expired=view.expired,
        superseded_by=view.superseded_by.shown if view.superseded_by else None,
        cautions=tuple(_texts(quote, "caution")) + tuple(_texts(quote, "cost")),
        before=tuple(_texts(quote, "before")),
        assumptions=tuple(_texts(quote, "assumptions")),
        inputs=quote.inputs,
        sources=listed,
        sources_left_out=len(own) + len(prices) - len(listed),
        versions=gettext(
            "Data %(data)s; engine %(engine)s; text %(text)s",
            data=quote.versions.data,
            engine=quote.versions.engine,
            text=quote.versions.text,
        ),
        more=tuple(section for section in quote.sections if section.key in _EVERY_LINE) if every_line else (),
    )


def _lines(view: PrintView) -> int:
    """About how many lines the sheet has, without the few at its top that are always there."""
    clinic = view.clinic
    lists = (view.cautions, view.before, view.assumptions)
    said = (clinic.name, clinic.street, clinic.city_line, view.clinic_phone, clinic.treatments_note, clinic.acceptance)
    texts = (
        *(text for one in lists for text in one),
        view.valid,
        f"{view.headline}. {view.summary}",
        " ".join(filter(None, said)),
        "; ".join(f"{label}: {given}" for label, given in view.inputs),
        "; ".join(f"{source.title} ({source.dates})" for source in view.sources),
        f"{view.made} {view.disclaimer} {view.versions}",
    )
    others = sum(map(bool, (*lists, view.superseded_by))) + 2 * ((len(view.figures) + 1) // 2)
    return others + sum(1 + len(text) // _LETTERS_PER_LINE for text in texts)


def _texts(quote: Snapshot, key: str) -> list[str]:
    """The sentences of one part: its paragraphs and the items of its lists."""
    section = quote.section(key)
    return [text for block in section.blocks for text in _block_texts(block)] if section else []


def _block_texts(block: Block) -> tuple[str, ...]:
    if isinstance(block, Bullets):
        return block.items
    return (block.text,) if not isinstance(block, Table | Sources | Quoted) and hasattr(block, "text") else ()


def _sources(quote: Snapshot, key: str) -> tuple[Source, ...]:
    section = quote.section(key)
    blocks = section.blocks if section else ()
    return tuple(source for block in blocks if isinstance(block, Sources) for source in block.sources)
