"""Charts of counts: shapes with finished coordinates, which templates draw as SVG without style or script.

Every chart stands beside a table with the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 720
HEIGHT: Final = 160
_TOP, _BASE = 2, 159
_THINNEST: Final = 1.5
LINE_WIDTH: Final = 120
LINE_HEIGHT: Final = 28


@dataclass(frozen=True, slots=True)
class Column:
    """One bar that stands upright."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Counts side by side. Coordinates are those of an SVG of `width` by `height`; y grows downward."""

    width: int
    height: int
    columns: tuple[Column, ...]
    base: int
    highest: int


def column_chart(counts: Sequence[int]) -> ColumnChart:
    """Draw counts, each >= 0, in their order. A count of none has no bar."""
    highest = max(counts, default=0)
    step = WIDTH / max(len(counts), 1)
    columns = []
    for place, count in enumerate(counts):
        if count:
            height = max((_BASE - _TOP) * count / highest, _THINNEST)
            columns.append(Column(*(round(n, 2) for n in (step * (place + 0.1), _BASE - height, step * 0.8, height))))
    return ColumnChart(WIDTH, HEIGHT, tuple(columns), _BASE, highest)


def bar_width(count: int, highest: int, full: int) -> float:
    """How long a lying bar is of `full`; none for a count of none.

    >>> bar_width(5, 10, 200), bar_width(0, 10, 200), bar_width(0, 0, 200), bar_width(1, 10_000, 200)
    (100.0, 0.0, 0.0, 1.5)
    """
    return max(round(full * count / highest, 2), _THINNEST) if count else 0.0


def trend_line(counts: Sequence[int]) -> str | None:
    """The points of a small line through counts, lowest at the bottom; None for fewer than two.

    >>> trend_line([0, 10]), trend_line([3])
    ('2.0,26.0 118.0,2.0', None)
    """
    if len(counts) < 2:
        return None
    low, span = min(counts), max(max(counts) - min(counts), 1)
    step = (LINE_WIDTH - 4) / (len(counts) - 1)
    height = LINE_HEIGHT - 4
    return " ".join(
        f"{2 + step * place:.1f},{2 + height * (1 - (count - low) / span):.1f}" for place, count in enumerate(counts)
    )
