"""The search form: text in, a checked request out, every problem at once, and nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from werkzeug.datastructures import MultiDict

from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.search import RADII, Filters
from clinicfinder.errors import FieldProblem
from clinicfinder.geocoding.typed_place import is_on_earth, rounded
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.links import ANY_RADIUS, DEFAULT_RADIUS
from clinicfinder.web.translation import gettext

PAGE_SIZE: Final = 10
_TRUE: Final = frozenset({"true", "1", "on", "yes"})
_DEGREES: Final = re.compile(r"-?\d{1,3}(?:\.\d{1,20})?", re.ASCII)
_FALSE: Final = frozenset({"", "false", "0", "off", "no"})


@dataclass(frozen=True, slots=True)
class SearchForm:
    """One filled-in search form. `near` is the text as typed; `problems` lists what cannot be used, in form order.

    `point` is where the visitor's device says it is, rounded, and None where a place is typed. `page_size` is how many
    clinics one page shows.
    """

    near: str
    filters: Filters
    radius: int | None
    page: int
    problems: tuple[FieldProblem, ...]
    point: LatLng | None = None
    page_size: int = PAGE_SIZE

    @property
    def offset(self) -> int:
        """How many clinics stand on the pages before this one."""
        return (self.page - 1) * self.page_size

    def problem(self, field: str) -> str | None:
        """The message to show beside one field, or None."""
        return next((problem.message for problem in self.problems if problem.field == field), None)


def read_search_form(values: MultiDict[str, str], catalogue: Catalogue) -> SearchForm:
    """Read the fields of a search from a query string or a posted form. Never raises."""
    problems: list[FieldProblem] = []
    treatments = [code for code in values.getlist("treatment") if code]
    filters = Filters(
        treatments=tuple(
            dict.fromkeys(c for c in treatments if _known(c, "treatment", catalogue.treatments, problems))
        ),
        payer=_code(values, "payer", catalogue.payers, problems),
        network=_code(values, "network", catalogue.networks, problems),
        open_now=_flag(values, "open_now", problems),
        telehealth=_flag(values, "telehealth", problems),
    )
    radius = _radius(values.get("radius", ""), problems)
    return SearchForm(values.get("near", ""), filters, radius, _page(values.get("page", ""), problems), tuple(problems))


def read_located_form(values: MultiDict[str, str], catalogue: Catalogue) -> SearchForm:
    """Read a posted search, which may name the point of a device in place of a typed place. Never raises."""
    form = read_search_form(values, catalogue)
    lat, lng = values.get("lat", ""), values.get("lng", "")
    if form.near.strip() or not (lat or lng):
        return form
    if _DEGREES.fullmatch(lat) and _DEGREES.fullmatch(lng) and is_on_earth(float(lat), float(lng)):
        # The browser rounds before it sends; what did not come from our page is rounded here.
        return replace(form, point=rounded(float(lat), float(lng)))
    message = gettext("Your device sent a location that cannot be used. Enter a ZIP code, or a city and state.")
    return replace(form, problems=(FieldProblem("near", message), *form.problems))


def _code(
    values: Mapping[str, str], field: str, known: Mapping[str, object], problems: list[FieldProblem]
) -> str | None:
    code = values.get(field, "")
    return code if code and _known(code, field, known, problems) else None


def _known(code: str, field: str, known: Mapping[str, object], problems: list[FieldProblem]) -> bool:
    if code in known:
        return True
    message = gettext("We do not know %(value)s. Choose one from the list.", value=repr(code[:60]))
    problems.append(FieldProblem(field, message, value=code))
    return False


def _flag(values: Mapping[str, str], field: str, problems: list[FieldProblem]) -> bool | None:
    text = values.get(field, "").strip().lower()
    if text in _TRUE:
        return True
    if text not in _FALSE:
        message = gettext("%(value)s is neither true nor false.", value=repr(text[:60]))
        problems.append(FieldProblem(field, message, value=text))
    return None


def _radius(text: str, problems: list[FieldProblem]) -> int | None:
    if not text:
        return DEFAULT_RADIUS
    if text == ANY_RADIUS:
        return None
    if text.isascii() and text.isdigit() and int(text[:6]) in RADII:
        return int(text)
    choices = ", ".join(map(str, RADII))
    message = gettext(
        "%(value)s miles is not a choice. Choose %(choices)s or any.", value=repr(text[:60]), choices=choices
    )
    problems.append(FieldProblem("radius", message, value=text))
    return DEFAULT_RADIUS


def _page(text: str, problems: list[FieldProblem]) -> int:
    if not text:
        return 1
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 100_000:
        return int(text)
    message = gettext("%(value)s is not a page number. Start again from page 1.", value=repr(text[:60]))
    problems.append(FieldProblem("page", message, value=text))
    return 1
