"""How a partner's frame may look: a short list of tokens, never style sheets or addresses of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from clinicfinder.domain.contrast import READABLE, least_contrast, mix, nearest_readable, text_on

Scheme = Literal["auto", "light", "dark"]
SCHEMES: Final[tuple[Scheme, ...]] = ("auto", "light", "dark")

LIGHT_SURFACES: Final = ("#fbf8f2", "#ffffff", "#e8f1ee")
DARK_SURFACES: Final = ("#131b1b", "#1b2626", "#1d302e")
"""What the accent is seen on: page, card and notice. A test holds them against static/site.css."""

LARGEST_RADIUS: Final = 24
"""Pixels. Beyond it the corners of a search box eat its text."""

FONTS: Final[Mapping[str, str]] = {
    "system": 'system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif',
    "humanist": 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", source-sans-pro, sans-serif',
    "geometric": 'Avenir, Montserrat, Corbel, "URW Gothic", source-sans-pro, sans-serif',
    "rounded": 'ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, Comfortaa, Manjari, "Arial Rounded MT Bold", '
    "Calibri, source-sans-pro, sans-serif",
    "serif": 'Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif',
}
"""Stacks of fonts that devices have already: nothing is loaded, so nobody learns who reads."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The tokens a partner chooses. `accent` is #rrggbb in lower case, `corner_radius` in pixels, 0 to 24."""

    accent: str
    corner_radius: int
    font: str
    scheme: Scheme


@dataclass(frozen=True, slots=True)
class Shades:
    """The colours of one scheme: the accent, a stronger one under the pointer, and the text on the accent."""

    accent: str
    strong: str
    on_accent: str


def light_shades(theme: Theme) -> Shades:
    """The colours on light surfaces."""
    return Shades(theme.accent, mix(theme.accent, "#000000", 0.3), text_on(theme.accent))


def dark_shades(theme: Theme) -> Shades:
    """The colours on dark surfaces.

    No one colour reaches 4.5 on both light and dark paper (the most is 3.9), so where a frame follows the visitor's
    device its accent is lightened for the dark scheme as far as it takes and no further.
    """
    accent = nearest_readable(theme.accent, DARK_SURFACES, "#ffffff") or "#ffffff"
    return Shades(accent, mix(accent, "#ffffff", 0.3), text_on(accent))


def accent_fault(accent: str, scheme: Scheme) -> str | None:
    """What is wrong with the contrast of an accent, and the nearest colour that would do; None if nothing is.

    It is measured against every surface it stands on: on light ones for `light` and `auto`, on dark ones for `dark`.

    >>> accent_fault("#1d6360", "auto") is None
    True
    >>> accent_fault("#ffcc00", "light")
    'Its contrast on light pages is 1.3; text needs 4.5. The nearest that can be read is #846a00.'
    """
    dark = scheme == "dark"
    surfaces = DARK_SURFACES if dark else LIGHT_SURFACES
    found = least_contrast(accent, surfaces)
    if found >= READABLE:
        return None
    better = nearest_readable(accent, surfaces, "#ffffff" if dark else "#000000")
    # Cut, not rounded: 4.49 must not be shown as 4.5.
    shown = int(found * 10) / 10
    pages = "dark" if dark else "light"
    return f"Its contrast on {pages} pages is {shown}; text needs 4.5. The nearest that can be read is {better}."
