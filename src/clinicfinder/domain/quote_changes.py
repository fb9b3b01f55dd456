"""What differs between a stored quote and the same question asked today, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clinicfinder.domain.quote_document import Block, Bullets, Figures, Paragraph, Quoted, Section, Sources, Table
from clinicfinder.domain.quotes import QuotedPrice, Snapshot


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. `then` or `now` None: it was not there."""

    label: str
    then: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class PartChange:
    """The lines of one part that are gone and those that are new, as they were shown."""

    title: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuoteChanges:
    """`key` differences come first: the answer, the figure, the clinic. Empty everywhere: nothing changed."""

    key: tuple[Difference, ...]
    prices: tuple[Difference, ...]
    parts: tuple[PartChange, ...]

    @property
    def none(self) -> bool:
        """Whether the question would be answered today as it was then."""
        return not (self.key or self.prices or self.parts)


def compare_quotes(then: Snapshot, now: Snapshot) -> QuoteChanges:
    """Compare a stored quote with the same question answered now. Who made it and when is left out."""
    return QuoteChanges(
        key=tuple(one for one in _key_differences(then, now) if one.then != one.now),
        prices=tuple(_price_differences(then.prices, now.prices)),
        parts=tuple(_part_changes(then, now)),
    )


def _key_differences(then: Snapshot, now: Snapshot) -> Iterator[Difference]:
    yield Difference("Answer", _answer(then), _answer(now))
    yield Difference("Rules that decide", ", ".join(then.coverage.rule_ids), ", ".join(now.coverage.rule_ids))
    labels = dict.fromkeys(figure.label for figure in (*then.figures, *now.figures))
    amounts_then = {figure.label: figure.amount for figure in then.figures}
    amounts_now = {figure.label: figure.amount for figure in now.figures}
    for label in labels:
        yield Difference(label, amounts_then.get(label), amounts_now.get(label))
    for label, name in (("Clinic", "name"), ("Street", "street"), ("City", "city_line"), ("Phone", "phone")):
        yield Difference(label, getattr(then.clinic, name), getattr(now.clinic, name))
    yield Difference("What the clinic says of the payer", then.clinic.acceptance, now.clinic.acceptance)


def _answer(quote: Snapshot) -> str:
    return f"{quote.headline}. {quote.summary}"


def _price_differences(then: tuple[QuotedPrice, ...], now: tuple[QuotedPrice, ...]) -> Iterator[Difference]:
    before, after = ({price.price_id: price for price in prices} for prices in (then, now))
    for price_id in dict.fromkeys((*before, *after)):
        old, new = before.get(price_id), after.get(price_id)
        if old != new:
            yield Difference(_price_label(old or new), _price_words(old), _price_words(new))


def _price_label(price: QuotedPrice | None) -> str:
    return f"{price.price_id} ({price.said_by})" if price else ""


def _price_words(price: QuotedPrice | None) -> str | None:
    if price is None:
        return None
    amounts = " to ".join(dict.fromkeys(f"${cents // 100:,}.{cents % 100:02d}" for cents in (price.low, price.high)))
    return f"{amounts}, {price.source_title}, checked {price.reviewed_on.isoformat()}"


def _part_changes(then: Snapshot, now: Snapshot) -> Iterator[PartChange]:
    before, after = ({section.key: section for section in quote.sections} for quote in (then, now))
    for key in dict.fromkeys((*before, *after)):
        old, new = _lines(before.get(key)), _lines(after.get(key))
        gone = tuple(line for line in old if line not in new)
        added = tuple(line for line in new if line not in old)
        if gone or added:
            yield PartChange((before.get(key) or after[key]).title, gone, added)


def _lines(section: Section | None) -> dict[str, None]:
    """The lines of a section, each once, in order."""
    return dict.fromkeys(line for block in section.blocks for line in _block_lines(block)) if section else {}


def _block_lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield block.text
        case Bullets():
            yield from block.items
        case Figures():
            yield from (f"{figure.label}: {figure.amount}" for figure in block.figures)
        case Table():
            yield from (" | ".join(row) for row in block.rows)
        case Quoted():
            yield f"{block.text} ({block.source.title}; {block.note})"
        case Sources():
            yield from (f"{source.title} ({source.dates})" for source in block.sources)
