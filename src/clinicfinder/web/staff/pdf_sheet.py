"""A PDF in which every text is tagged: headings, paragraphs and list items, in the order in which they are read.

fpdf2 tags pictures and the titles of sections only, and a file of which a part is tagged is worse for a screen reader
than one without tags: it reads the tagged part and leaves out the rest. So each text gets a marked sequence of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, cast

from fpdf import FPDF, ViewerPreferences
from fpdf.enums import MethodReturnValue, XPos, YPos
from fpdf.fonts import TTFFont

from clinicfinder.web.translation import gettext, locale

Tag = Literal["H1", "H2", "P", "LI"]
Paper = Literal["Letter", "A4"]

SIZES: Final = (9.5, 9.0, 8.5, 8.0, 7.5)
"""Points, tried from the largest. Smaller than the last nobody should have to read: then a second page comes."""

_MARGIN_MM: Final = 13.0
_FOOT_MM: Final = 6.0
_MM_PER_POINT: Final = 0.352778
_FAMILY: Final = "DejaVu"
_FILES: Final = (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf"))
_WITHOUT_FONTS: Final = str.maketrans("–—’‘“”•…", "--''\"\"-.")


@dataclass(frozen=True, slots=True)
class Piece:
    """One text of the sheet, over the whole width. `larger`: points above the size of plain text.

    `gap`: millimeters left free before it. `boxed`: with a frame around it.
    """

    tag: Tag
    text: str
    larger: float = 0.0
    bold: bool = False
    boxed: bool = False
    gap: float = 0.0


def pdf_of(pieces: Sequence[Piece], paper: Paper, fonts: Path, *, title: str, foot: str, dated: datetime) -> bytes:
    """The file. It is set as large as one page allows; where the smallest size needs more, in a good size on several.

    Args: fonts: the folder of the two font files; without them a plain font serves. foot: stands on every page.
        dated: what the file says of when it was made, so that the same text is the same file, byte for byte.
    """
    sheet = _Sheet(paper, fonts, title, foot)
    sheet.set_creation_date(dated)
    try:
        size, heights = sheet.best_size(pieces)
        for piece, height in zip(pieces, heights, strict=True):
            sheet.put(piece, size, height)
        return bytes(sheet.output())
    finally:
        sheet.let_go_of_fonts()


class _Sheet(FPDF):
    """Tagged text, black on white."""

    def __init__(self, paper: Paper, fonts: Path, title: str, foot: str) -> None:
        super().__init__(unit="mm", format=paper)
        self._foot = foot
        self._has_fonts = all((fonts / name).is_file() for _, name in _FILES)
        if self._has_fonts:
            for style, name in _FILES:
                self.add_font(_FAMILY, style, fonts / name)
        self.set_title(title)
        self.set_lang(locale().replace("_", "-"))
        self.set_creator("clinicfinder")
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.set_margins(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        self.set_auto_page_break(True, margin=_MARGIN_MM + _FOOT_MM)
        self.add_page()

    def best_size(self, pieces: Sequence[Piece]) -> tuple[float, list[float]]:
        """The largest size at which all is on one page, and the height of each piece at it, in millimeters.

        Measuring is what takes the time, so the sizes are halved, not walked: smaller text never needs more room.
        """
        gaps = sum(piece.gap for piece in pieces)
        best: tuple[float, list[float]] | None = None
        left, right = 0, len(SIZES)
        while left < right:
            middle = (left + right) // 2
            heights = [self._height(self._room(piece, SIZES[middle])) for piece in pieces]
            if gaps + sum(heights) <= self.eph:
                best, right = (SIZES[middle], heights), middle
            else:
                left = middle + 1
        return best or (SIZES[1], [self._height(self._room(piece, SIZES[1])) for piece in pieces])

    def put(self, piece: Piece, size: float, height: float) -> None:
        """Write one text of a known height. It is moved to a new page whole rather than cut in two."""
        self.ln(piece.gap)
        if self.will_page_break(height):
            self.add_page()
        room = self._room(piece, size)
        number = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=f"/{piece.tag}", mcid=number)
        self._out(f"/{piece.tag} <</MCID {number}>> BDC")
        self.multi_cell(**room)
        self._out("EMC")

    def footer(self) -> None:
        """The line at the end of each page: for the eye only, since the text has said it already."""
        self.set_y(-_MARGIN_MM - 4)
        self._font(8, bold=True)
        self._out("/Artifact BMC")
        page = gettext("page %(number)s", number=self.page_no())
        self.cell(self.epw, 4, self._drawable(f"{self._foot}  ·  {page}"), align="C")
        self._out("EMC")

    def let_go_of_fonts(self) -> None:
        """Close the font files, which the library leaves open until they happen to be collected."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def _room(self, piece: Piece, size: float) -> dict[str, Any]:
        """What `multi_cell` is called with for one piece. Sets the font too."""
        points = size + piece.larger
        self._font(points, bold=piece.bold)
        return {
            "w": self.epw,
            "h": points * _MM_PER_POINT * 1.3,
            "text": self._drawable(piece.text),
            "align": "L",
            "border": 1 if piece.boxed else 0,
            "padding": 1.2 if piece.boxed else 0,
            "new_x": XPos.LMARGIN,
            "new_y": YPos.NEXT,
        }

    def _height(self, room: dict[str, Any]) -> float:
        return cast("float", self.multi_cell(**room, dry_run=True, output=MethodReturnValue.HEIGHT))

    def _font(self, size: float, *, bold: bool) -> None:
        self.set_font(_FAMILY if self._has_fonts else "Helvetica", "B" if bold else "", size)

    def _drawable(self, text: str) -> str:
        """The text itself; without our fonts, what a plain font of Western letters can draw of it."""
        if self._has_fonts:
            return text
        return text.translate(_WITHOUT_FONTS).encode("latin-1", "replace").decode("latin-1")
