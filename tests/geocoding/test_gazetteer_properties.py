"""What holds for any typed text at all, and for every place the resolver itself offers."""

from datetime import UTC, datetime
from typing import Final, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clinicfinder.domain.places import Ambiguous, Approximate, Found, NotFound, Place, Resolution
from clinicfinder.domain.search import Filters
from clinicfinder.geocoding.gazetteer import Gazetteer

NOON: Final = datetime(2026, 11, 23, 19, tzinfo=UTC)
NO_FILTERS: Final = Filters()

PIECES = [
    "85032", "2634", "-1234", "Mesa", "St.", "Springfield", "O'Fallon", "County", ",", " ", "AZ", "OR", "in", "me",
    "APO", "AE", "12", "Elm St", "Nuevo México", "USA", "ON", "33.6", "-112", "°", "🙂", "<b>", "%00", "\x00",
    "Serenity", "PO Box", "new york", "K1A 0B1", "9" * 20, "ß", "İ", "\u200f", "ﬁ", "½", "٣", "Ⅷ",
]  # fmt: skip


def offered(outcome: Resolution) -> list[str]:
    choices = [choice.place.near for choice in outcome.choices] if isinstance(outcome, Ambiguous) else []
    return choices + [suggestion.near for suggestion in getattr(outcome, "suggestions", ())]


def places_of(outcome: Resolution) -> list[Place]:
    if isinstance(outcome, Ambiguous):
        return [choice.place for choice in outcome.choices]
    return [outcome.place] if isinstance(outcome, Found | Approximate) else []


def found(outcome: Resolution) -> Place:
    assert isinstance(outcome, Found | Approximate), outcome
    return outcome.place


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
)
@example("½,½")
@example("٣٣.٦, ١١٢")
@example("\ud800")
def test_any_text_has_exactly_one_outcome_and_its_offers_lead_somewhere(gazetteer: Gazetteer, typed: str):
    outcome = gazetteer.resolve(typed)
    assert isinstance(outcome, get_args(Resolution))
    for choice in outcome.choices if isinstance(outcome, Ambiguous) else ():
        assert found(gazetteer.resolve(choice.place.near)) == choice.place
    for near in offered(outcome):
        assert not isinstance(gazetteer.resolve(near), NotFound), near


def test_the_label_of_a_city_leads_back_to_it(gazetteer: Gazetteer, catalogue):
    # Every 29th of the 39,556 names that mail lists: a second instead of half a minute.
    names = sorted({(name, r.state) for r in catalogue.gazetteer._zips.values() for name in (r.city, *r.other_cities)})
    known = 0
    for name, state in names[::29]:
        for place in places_of(gazetteer.resolve(f"{name}, {state}")):
            assert place.state == state
            assert found(gazetteer.resolve(place.label)) == place
            known += 1
    assert known > 0.98 * len(names[::29])


def test_the_label_of_a_zip_code_leads_back_to_it(gazetteer: Gazetteer, catalogue):
    for zip_code in sorted(catalogue.gazetteer._zips)[::37]:
        outcome = gazetteer.resolve(zip_code)
        for place in places_of(outcome):
            assert place.near == zip_code
            assert gazetteer.resolve(place.label) == outcome


def test_every_public_clinic_is_found_by_its_code_and_by_its_label(gazetteer: Gazetteer, catalogue):
    for clinic in catalogue.index.clinics:
        place = found(gazetteer.resolve(clinic.clinic_code))
        assert place.point == clinic.position
        # Three offices of one network in one city share a name: their label lists all three.
        assert place in places_of(gazetteer.resolve(place.label)), place.label


@pytest.mark.parametrize(
    "typed", ["Springfield", "Washington", "Orange County", "Mexico", "Serenity Mental Health Centers"]
)
def test_the_counts_beside_choices_are_right(gazetteer: Gazetteer, catalogue, typed: str):
    outcome = gazetteer.resolve(typed)
    assert isinstance(outcome, Ambiguous)
    everyone = catalogue.index.fitting(NO_FILTERS, NOON)
    for choice in outcome.choices:
        # Counted on a sphere: off by at most 0.3 mile, so the exact count must lie between these two.
        low = catalogue.index.count_within(choice.place.point, everyone, 49.7)
        high = catalogue.index.count_within(choice.place.point, everyone, 50.3)
        assert low <= choice.clinics_within_50_miles <= high
