"""Half-typed places and what they may become, on the real ZIP codes and clinics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicfinder.domain.places import Ambiguous, Approximate, Found
from clinicfinder.geocoding.gazetteer import Gazetteer
from clinicfinder.geocoding.suggestions import LONGEST_QUERY, MOST_SUGGESTIONS, Suggestions
from clinicfinder.store.catalogue import Catalogue


@pytest.fixture(scope="session")
def suggestions(catalogue: Catalogue) -> Suggestions:
    return catalogue.suggestions


def texts(suggestions: Suggestions, typed: str) -> list[str]:
    return [completion.text for completion in suggestions.completions(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("st pet", "Saint Petersburg, FL", id="an abbreviation in front of an unfinished word"),
        pytest.param("Mesa", "Mesa, AZ", id="a name in full comes before longer names, the biggest of that name first"),
        pytest.param("phoe", "Phoenix, AZ", id="the bigger city first"),
        pytest.param("mesa, a", "Mesa, AZ", id="a state begun after a comma"),
        pytest.param("mesa az", "Mesa, AZ", id="a state code after a space"),
        pytest.param("Mesa Arizona", "Mesa, AZ", id="a state name"),
        pytest.param("fort w", "Fort Worth, TX", id="a letter that could stand for west is still a beginning"),
        pytest.param("stockt", "Stockton, CA", id="st is not read as saint inside a word"),
        pytest.param("o'fal", "O Fallon, MO", id="an apostrophe"),
        pytest.param("CAÑON C", "Canon City, CO", id="capitals and accents"),
        pytest.param("nyc", "New York, NY", id="a nickname"),
        pytest.param("washington", "Washington, DC", id="the capital before the towns of its name"),
        pytest.param("85032", "85032", id="a whole ZIP code"),
        pytest.param("85032-1234", "85032", id="a ZIP+4"),
        pytest.param("serenity gil", "Serenity Mental Health Centers - Gilbert, Gilbert, AZ", id="network and city"),
    ],
)
def test_what_is_meant_comes_first(suggestions: Suggestions, typed: str, first: str) -> None:
    assert texts(suggestions, typed)[0] == first


def test_zip_codes_that_people_live_in_come_before_po_boxes_and_name_their_city(suggestions: Suggestions) -> None:
    found = suggestions.completions("850")
    assert [completion.text for completion in found][:3] == ["85003", "85004", "85006"]
    assert {completion.note for completion in found} == {"Phoenix, AZ"}


def test_clinics_keep_a_few_places_below_the_cities(suggestions: Suggestions) -> None:
    kinds = [completion.kind for completion in suggestions.completions("gilbert")]
    assert kinds.count("clinic") == 2
    assert kinds == sorted(kinds)  # "city" before "clinic"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param("m", id="one letter"),
        pytest.param("8", id="one digit"),
        pytest.param("  .. ", id="no letter or digit"),
        pytest.param("phoenix" + " " * LONGEST_QUERY, id="a text too long, even of blanks"),
        pytest.param("09012", id="a military ZIP code, which no search can start from"),
        pytest.param("99999", id="a ZIP code that does not exist"),
        pytest.param("٨٥٠٣٢", id="digits of another script"),
        pytest.param("1501 N Gilbert Rd", id="a street address"),
    ],
)
def test_nothing_is_suggested_for(suggestions: Suggestions, typed: str) -> None:
    assert texts(suggestions, typed) == []


@given(typed=st.text(max_size=100))
def test_any_text_gives_at_most_eight_different_suggestions(suggestions: Suggestions, typed: str) -> None:
    found = texts(suggestions, typed)
    assert len(found) == len(set(found)) <= MOST_SUGGESTIONS


def test_every_suggested_clinic_is_found_by_the_text_that_fills_the_box(
    catalogue: Catalogue, gazetteer: Gazetteer
) -> None:
    for clinic in catalogue.index.clinics:
        label = f"{clinic.name}, {clinic.city}, {clinic.state}"
        outcome = gazetteer.resolve(label)
        assert isinstance(outcome, Found | Ambiguous), label
        places = [outcome.place] if isinstance(outcome, Found) else [choice.place for choice in outcome.choices]
        assert clinic.clinic_code in {place.near for place in places}


@given(beginning=st.text("abcdefghijklmnopqrstuvwxyz. 0123456789", min_size=2, max_size=4))
def test_whatever_is_suggested_leads_to_a_place(suggestions: Suggestions, gazetteer: Gazetteer, beginning: str) -> None:
    for completion in suggestions.completions(beginning):
        outcome = gazetteer.resolve(completion.text)
        assert isinstance(outcome, Found | Approximate | Ambiguous), completion
