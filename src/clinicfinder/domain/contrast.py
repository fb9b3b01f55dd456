"""How well two colours can be told apart, as WCAG 2.2 measures it.

Source: WCAG 2.2, "relative luminance" and "contrast ratio" (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

READABLE: Final = 4.5
"""The least contrast of text of ordinary size (WCAG 2.2, 1.4.3)."""

HEX_COLOR: Final = re.compile(r"#[0-9a-f]{6}")

_STEPS: Final = 255


def luminance(color: str) -> float:
    """The relative luminance of an #rrggbb colour: 0 for black, 1 for white.

    >>> luminance("#000000"), round(luminance("#ffffff"), 6)
    (0.0, 1.0)
    """
    red, green, blue = (_linear(part / 255) for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two #rrggbb colours, from 1 to 21; the order does not matter.

    >>> round(contrast("#000000", "#ffffff"), 6), contrast("#1d6360", "#1d6360")
    (21.0, 1.0)
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(color: str, surfaces: Sequence[str]) -> float:
    """The contrast of a colour with the surface on which it is hardest to see."""
    return min(contrast(color, surface) for surface in surfaces)


def nearest_readable(color: str, surfaces: Sequence[str], towards: str) -> str | None:
    """The colour itself if it can be read on every surface, else the first that can on the way to another colour.

    Args: towards: "#000000" to darken it, "#ffffff" to lighten it.
    Returns: None if not even the end of the way can be read.

    >>> nearest_readable("#1d6360", ["#ffffff"], "#000000")
    '#1d6360'
    >>> nearest_readable("#ffff00", ["#ffffff"], "#000000")
    '#7a7a00'
    >>> nearest_readable("#808080", ["#000000", "#ffffff"], "#ffffff") is None
    True
    """
    for step in range(_STEPS + 1):
        mixed = mix(color, towards, step / _STEPS)
        if least_contrast(mixed, surfaces) >= READABLE:
            return mixed
    return None


def text_on(color: str) -> str:
    """Black or white, whichever is easier to read on the colour. One of them always reaches 4.58.

    >>> text_on("#1d6360"), text_on("#7fcbc3")
    ('#ffffff', '#000000')
    """
    return max("#ffffff", "#000000", key=lambda text: contrast(text, color))


def mix(color: str, other: str, share: float) -> str:
    """A colour with a share, in [0, 1], of another.

    >>> mix("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_parts(color), _parts(other), strict=True)
    return "#" + "".join(f"{round(one + (another - one) * share):02x}" for one, another in pairs)


def _parts(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
