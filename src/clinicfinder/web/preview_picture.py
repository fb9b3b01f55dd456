"""Draws preview pictures: calm, in our own colours, from our own fonts. The same card gives the same bytes."""

from __future__ import annotations

import threading
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from clinicfinder.web.preview_card import PreviewCard

WIDTH: Final = 1200
HEIGHT: Final = 630
"""Pixels: the size that messengers and social networks crop nothing of."""

_PAPER: Final = (251, 248, 242)
_CALM: Final = (232, 241, 238)
_RINGS: Final = ((244, 246, 240), (236, 243, 238), (224, 236, 232))
"""From the outermost in: paler than any text needs, since titles run over them."""

_INK: Final = (34, 48, 47)
_SOFT_INK: Final = (76, 90, 88)
_BRAND: Final = (29, 99, 96)
_WARM: Final = (154, 74, 31)
_WARM_PAPER: Final = (253, 240, 228)

_CENTRE: Final = (1100, 104)
_LEFT: Final = 84
_RIGHT: Final = 1116
_FOOT: Final = 550
"""Where the crisis line begins."""

_TITLE_SIZES: Final = (66, 60, 54, 48, 42)
_TITLE_LINES: Final = 3
_CRISIS_SIZES: Final = (26, 24, 22, 20, 18, 16, 14)
_FINE: Final = 4
"""Shapes are drawn this many times larger and scaled down, since Pillow draws hard edges."""

_DRAWING: Final = threading.Lock()
"""One picture at a time per worker: a burst of requests for pictures must leave room for searches."""

Font = ImageFont.FreeTypeFont


def draw_picture(card: PreviewCard, regular: Path, bold: Path) -> bytes:
    """The picture of a card as PNG, WIDTH by HEIGHT, about 0.1 seconds and 50 KB on a small machine.

    Args: regular, bold: TrueType files.
    Raises: OSError if a font file cannot be read.
    """
    with _DRAWING:
        picture = _background().copy()
        _Page(picture, str(regular), str(bold)).fill(card)
        out = BytesIO()
        picture.save(out, "PNG", compress_level=6)
        return out.getvalue()


@lru_cache(maxsize=4)
def draw_icon(side: int) -> bytes:
    """Our mark on paper as a square PNG of `side` pixels, for telephones that keep a page on their first screen."""
    picture = Image.new("RGB", (side, side), _PAPER)
    width = side * 11 // 20
    _place_mark(picture, (side - width) // 2, (side - width * 28 // 22) // 2, width)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


class _Page:
    """One picture being filled from top to bottom."""

    def __init__(self, picture: Image.Image, regular: str, bold: str) -> None:
        self._picture = picture
        self._draw = ImageDraw.Draw(picture)
        self._regular = regular
        self._bold = bold

    def fill(self, card: PreviewCard) -> None:
        """Write the words of a card."""
        self._draw.text((_LEFT, 62), "clinicfinder", _BRAND, _font(self._bold, 34))
        top = 158
        if card.over:
            self._draw.text((_LEFT, top), card.over, _SOFT_INK, _font(self._regular, 30))
            top += 52
        top = self._title(card.title, top) + 22
        if card.chips:
            top = self._chips(card.chips, top) + 18
        self._text(card.text, top)
        self._crisis(card.crisis)

    def _crisis(self, words: str) -> None:
        """The foot: on one line if it fits, else smaller on as many as it takes. It is never cut."""
        self._draw.rectangle((0, _FOOT, WIDTH, HEIGHT), fill=_WARM_PAPER)
        for size in _CRISIS_SIZES:
            font, step = _font(self._bold, size), int(size * 1.3)
            lines = _wrapped(words, font)
            if len(lines) * step <= HEIGHT - _FOOT - 16:
                break
        top = _FOOT + (HEIGHT - _FOOT - len(lines) * step) // 2
        for line in lines:
            self._draw.text((_LEFT, top), line, _WARM, font)
            top += step

    def _title(self, title: str, top: int) -> int:
        """The title as large as it fits. Returns where it ends."""
        size = next(
            (s for s in _TITLE_SIZES if len(_wrapped(title, _font(self._bold, s))) <= _TITLE_LINES), _TITLE_SIZES[-1]
        )
        font = _font(self._bold, size)
        for line in _shortened(_wrapped(title, font), _TITLE_LINES):
            self._draw.text((_LEFT, top), line, _INK, font)
            top += int(size * 1.24)
        return top

    def _chips(self, chips: tuple[str, ...], top: int) -> int:
        """As many treatments as fit in one row, each in a rounded field. Returns where they end."""
        font, left, height = _font(self._bold, 27), _LEFT, 56
        for number, chip in enumerate(chips):
            width = int(font.getlength(chip)) + 48
            more = f"+{len(chips) - number}"
            # The last place is kept for the count of those that do not fit.
            room = 0 if number == len(chips) - 1 else int(font.getlength(more)) + 40
            if left + width + room > _RIGHT:
                self._draw.text((left + 6, top + 11), more, _SOFT_INK, font)
                break
            self._picture.paste(_CALM, (left, top), _rounded(width, height))
            self._draw.text((left + 24, top + 11), chip, _BRAND, font)
            left += width + 14
        return top + height

    def _text(self, text: str, top: int) -> None:
        """The smaller words, as many whole lines as there is room for."""
        font, step = _font(self._regular, 29), 42
        room = (_FOOT - 18 - top) // step
        for line in _shortened(_wrapped(text, font), room):
            self._draw.text((_LEFT, top), line, _SOFT_INK, font)
            top += step


def _wrapped(text: str, font: Font) -> list[str]:
    """Words on lines that fit between the margins."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= _RIGHT - _LEFT:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shortened(lines: list[str], most: int) -> list[str]:
    """At most so many lines: up to the last whole sentence that fits, else with a mark that there is more."""
    if len(lines) <= most or most < 1:
        return lines[: max(most, 0)]
    kept = lines[:most]
    for number in range(most - 1, -1, -1):
        whole, stop, _ = kept[number].rpartition(". ")
        if kept[number].endswith("."):
            return kept[: number + 1]
        if stop:
            return [*kept[:number], f"{whole}."]
    return [*kept[:-1], f"{kept[-1].rstrip(',;:')} …"]


@lru_cache(maxsize=32)
def _font(path: str, size: int) -> Font:
    # The basic layout, since the other depends on a library that may or may not be there.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=1)
def _background() -> Image.Image:
    """Paper with soft rings of distance around our mark, in the corner where no words stand."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    for radius, colour in zip((300, 205, 115), _RINGS, strict=True):
        picture.paste(colour, (_CENTRE[0] - radius, _CENTRE[1] - radius), _disc(radius))
    _place_mark(picture, _CENTRE[0] - 33, _CENTRE[1] - 84, 66)
    return picture


def _disc(radius: int) -> Image.Image:
    side = 2 * radius
    mask = Image.new("L", (side * _FINE, side * _FINE), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, side * _FINE - 1, side * _FINE - 1), fill=255)
    return mask.resize((side, side), Image.Resampling.LANCZOS)


@lru_cache(maxsize=256)
def _rounded(width: int, height: int) -> Image.Image:
    mask = Image.new("L", (width * _FINE, height * _FINE), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width * _FINE - 1, height * _FINE - 1), height * _FINE // 2, fill=255)
    return mask.resize((width, height), Image.Resampling.LANCZOS)


def _place_mark(picture: Image.Image, left: int, top: int, width: int) -> None:
    """Our mark, a pin with a cross, as static/icon.svg draws it."""
    unit = width * _FINE / 22
    side = (int(22 * unit), int(28 * unit))
    pin, cross = Image.new("L", side, 0), Image.new("L", side, 0)
    draw = ImageDraw.Draw(pin)
    draw.ellipse((0, 0, 22 * unit, 21.6 * unit), fill=255)
    # The lines to the tip leave the circle as tangents.
    draw.polygon([(2.55 * unit, 17.8 * unit), (19.45 * unit, 17.8 * unit), (11 * unit, 28 * unit)], fill=255)
    strokes = ImageDraw.Draw(cross)
    for box in ((9.5, 6, 12.5, 16), (6, 9.5, 16, 12.5)):
        strokes.rounded_rectangle(tuple(unit * edge for edge in box), 1.5 * unit, fill=255)
    size = (side[0] // _FINE, side[1] // _FINE)
    for colour, mask in ((_BRAND, pin), (_PAPER, cross)):
        picture.paste(colour, (left, top), mask.resize(size, Image.Resampling.LANCZOS))
