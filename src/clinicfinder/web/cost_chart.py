"""The chart of a course: shapes with finished coordinates, which a template draws as SVG without style or script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from clinicfinder.units import Cents
from clinicfinder.web.session_costs import SessionCost
from clinicfinder.web.translation import gettext
from clinicfinder.web.wording import money_words

WIDTH: Final = 360
HEIGHT: Final = 262
_LEFT, _RIGHT = 4, 356
_BARS = (24, 112)
_TOTAL = (152, 240)
_THINNEST = 1.5


@dataclass(frozen=True, slots=True)
class Bar:
    """One session: from its low to its high cost."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class CostChart:
    """Two panels of one width: cost by session, and the running total as a band between its low and high end.

    Coordinates are those of an SVG of `width` by `height`; y grows downward.
    """

    width: int
    height: int
    title: str
    description: str
    bars: tuple[Bar, ...]
    bars_top: str
    bars_base: int
    band: str
    low_line: str
    high_line: str
    total_top: str
    total_base: int
    first_day: str
    last_day: str


def cost_chart(sessions: Sequence[SessionCost], first_day: str, last_day: str) -> CostChart:
    """Draw the sessions of a course. `sessions` holds at least one."""
    highest = max(1, *(session.cost[1] for session in sessions))
    total = max(sessions[-1].so_far[1], 1)
    step = (_RIGHT - _LEFT) / len(sessions)
    centers = [_LEFT + step * (place + 0.5) for place in range(len(sessions))]
    lows = [_point(x, session.so_far[0], total) for x, session in zip(centers, sessions, strict=True)]
    highs = [_point(x, session.so_far[1], total) for x, session in zip(centers, sessions, strict=True)]
    return CostChart(
        width=WIDTH,
        height=HEIGHT,
        title=gettext("Cost by session, and running total"),
        description=gettext(
            "%(count)s sessions. One session: up to %(highest)s. All together: %(low)s to %(high)s. "
            "The same figures stand in the table below.",
            count=len(sessions),
            highest=money_words(Cents(highest)),
            low=money_words(sessions[-1].so_far[0]),
            high=money_words(sessions[-1].so_far[1]),
        ),
        bars=tuple(_bar(x, step, session, highest) for x, session in zip(centers, sessions, strict=True)),
        bars_top=gettext("Each session, up to %(amount)s", amount=money_words(Cents(highest))),
        bars_base=_BARS[1],
        band=" ".join([*highs, *reversed(lows)]),
        low_line=" ".join(lows),
        high_line=" ".join(highs),
        total_top=gettext("Running total, up to %(amount)s", amount=money_words(Cents(total))),
        total_base=_TOTAL[1],
        first_day=first_day,
        last_day=last_day,
    )


def _bar(center: float, step: float, session: SessionCost, highest: int) -> Bar:
    top, base = _BARS
    scale = (base - top) / highest
    height = max((session.cost[1] - session.cost[0]) * scale, _THINNEST)
    width = step * 0.7
    y = min(base - session.cost[1] * scale, base - _THINNEST)
    return Bar(round(center - width / 2, 2), round(y, 2), round(width, 2), round(height, 2))


def _point(x: float, amount: Cents, total: int) -> str:
    top, base = _TOTAL
    return f"{x:.2f},{base - (base - top) * amount / total:.2f}"
