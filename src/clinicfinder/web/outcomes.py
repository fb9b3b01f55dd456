"""Every answer that is not a list of clinics: what happened, to which value, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from clinicfinder.domain.places import (
    Ambiguous,
    GeocoderUnavailable,
    InvalidPlace,
    MilitaryAddress,
    NotFound,
    OutsideArea,
    Suggestion,
)
from clinicfinder.domain.search import Filters
from clinicfinder.web.links import Link, search_link, search_url
from clinicfinder.web.translation import gettext, ngettext

Unplaced = Ambiguous | MilitaryAddress | OutsideArea | NotFound | GeocoderUnavailable | InvalidPlace

STATUS: Final[dict[type[Unplaced], int]] = {
    Ambiguous: 200,
    MilitaryAddress: 200,
    OutsideArea: 200,
    NotFound: 422,
    InvalidPlace: 422,
    GeocoderUnavailable: 503,
}
"""The HTML status of each answer. A page that helps a person on is no error; 404 is for unknown pages only."""

TEMPLATES: Final[dict[type[Unplaced], str]] = {
    Ambiguous: "partials/outcomes/ambiguous.html",
    MilitaryAddress: "partials/outcomes/military.html",
    OutsideArea: "partials/outcomes/outside_area.html",
    NotFound: "partials/outcomes/not_found.html",
    InvalidPlace: "partials/outcomes/invalid.html",
    GeocoderUnavailable: "partials/outcomes/geocoder_unavailable.html",
}


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One place to choose, with its county and how many clinics lie near it."""

    link: Link
    county: str | None
    clinics: str


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """An answer without clinics. `message` names the typed value; `links` are offered, never taken silently."""

    heading: str
    message: str
    announcement: str
    is_error: bool
    choices: tuple[ChoiceRow, ...] = ()
    links: tuple[Link, ...] = ()


def outcome_view(outcome: Unplaced, filters: Filters, radius: int | None) -> OutcomeView:
    """The words and links of an answer without clinics; every link keeps the filters that were set."""
    heading, message = outcome_words(outcome)
    suggestions: tuple[Suggestion, ...] = getattr(outcome, "suggestions", ())
    return OutcomeView(
        heading=heading,
        message=message,
        announcement=f"{heading} {message}",
        is_error=STATUS[type(outcome)] >= 400,
        choices=_choice_rows(outcome, filters, radius) if isinstance(outcome, Ambiguous) else (),
        links=tuple(Link(s.label, search_url(s.near, filters, radius)) for s in suggestions),
    )


def outcome_words(outcome: Unplaced) -> tuple[str, str]:
    """The heading and the message of an answer without clinics. The API uses the same words."""
    match outcome:
        case Ambiguous():
            return _ambiguous_words(outcome)
        case MilitaryAddress(typed):
            return gettext("That is a military mail address."), gettext(
                "%(typed)s is for APO, FPO or DPO mail and stands for no place on the map. Enter the ZIP code or "
                "city where you are now.",
                typed=_quoted(typed),
            )
        case OutsideArea(typed):
            return gettext("That is outside the area we cover."), gettext(
                "%(typed)s is not in the United States or its territories, and all clinics on our list are. If you "
                "meant a town there, add its state.",
                typed=_quoted(typed),
            )
        case GeocoderUnavailable():
            return gettext("Street addresses cannot be looked up right now."), gettext(
                "This is our problem, not yours. Search by ZIP or city still works."
            )
        case NotFound():
            return gettext("We could not find that place."), _not_found_words(outcome)
        case InvalidPlace():
            return gettext("We could not read that as a place."), _invalid_words(outcome)


def _ambiguous_words(outcome: Ambiguous) -> tuple[str, str]:
    heading = gettext("Which one did you mean?")
    message = ngettext(
        "%(typed)s can mean %(num)d place. Choose it, or type something else.",
        "%(typed)s can mean %(num)d places. Choose yours.",
        len(outcome.choices),
        typed=_quoted(outcome.typed),
    )
    if outcome.also_state:
        message += " " + gettext(
            "It is also the state of %(state)s: for that, add a city or enter a ZIP code.", state=outcome.also_state
        )
    return heading, message


def _not_found_words(outcome: NotFound) -> str:
    typed = _quoted(outcome.typed)
    match outcome.reason:
        case "unknown_zip":
            return gettext(
                "%(typed)s is not a ZIP code we know. Check the digits, or enter a city and state.", typed=typed
            )
        case "no_point":
            return gettext(
                "%(typed)s is a ZIP code, but nothing says where it lies. Enter a city and state instead.", typed=typed
            )
        case "not_in_state":
            return gettext(
                "We do not know %(typed)s in that state. Check the spelling and the state, or enter a ZIP code.",
                typed=typed,
            )
        case "unknown_address":
            return gettext(
                "We could not find the address %(typed)s. Check it, or search by its ZIP code or city.", typed=typed
            )
        case "address_elsewhere":
            return gettext(
                "The only place we found for %(typed)s is in another state than the one you typed. Check it, or "
                "search by ZIP code or city.",
                typed=typed,
            )
        case "unknown_name":
            return gettext(
                "We do not know %(typed)s. Enter a 5-digit ZIP code, or a city and state such as Mesa, AZ.", typed=typed
            )


def _invalid_words(outcome: InvalidPlace) -> str:
    typed = _quoted(outcome.typed)
    match outcome.reason:
        case "blank":
            return gettext("Enter a ZIP code such as 85032, or a city and state such as Mesa, AZ.")
        case "too_long":
            return gettext(
                "%(typed)s is too long to be a place. Enter a 5-digit ZIP code, or a city and state.", typed=typed
            )
        case "no_letters_or_digits":
            return gettext(
                "%(typed)s has no letters or digits. Enter a 5-digit ZIP code, or a city and state.", typed=typed
            )
        case "not_five_digits":
            if outcome.suggestions:
                near = outcome.suggestions[0].near
                return gettext("%(typed)s: ZIP codes have 5 digits. Did you mean %(near)s?", typed=typed, near=near)
            return gettext("%(typed)s: ZIP codes have 5 digits. Check it, or enter a city and state.", typed=typed)
        case "street_address":
            return gettext(
                "%(typed)s looks like a street address. Press Search to look it up, or search by ZIP or city.",
                typed=typed,
            )
        case "whole_state":
            return gettext("%(typed)s is a whole state. Add a city, or enter a 5-digit ZIP code.", typed=typed)
        case "bad_coordinates":
            return gettext(
                "%(typed)s is not a point on the map. Write latitude then longitude, such as 33.62, -112.00.",
                typed=typed,
            )


def _choice_rows(outcome: Ambiguous, filters: Filters, radius: int | None) -> tuple[ChoiceRow, ...]:
    return tuple(
        ChoiceRow(
            link=search_link(choice.place.label, choice.place, filters, radius),
            county=choice.county,
            clinics=ngettext(
                "%(num)d clinic within 50 miles", "%(num)d clinics within 50 miles", choice.clinics_within_50_miles
            ),
        )
        for choice in outcome.choices
    )


def _quoted(typed: str) -> str:
    """What was typed, in quotation marks, cut where it would fill the screen."""
    text = " ".join(typed.split())
    return "“" + (text if len(text) <= 60 else text[:60] + "…") + "”"
