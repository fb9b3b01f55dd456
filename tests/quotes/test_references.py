"""References: every wrong symbol and every swap is caught, whatever way the rest is typed."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicfinder.domain.quote_reference import (
    ALPHABET,
    LENGTH,
    RANDOM_BITS,
    is_sound,
    parse_reference,
    read_aloud,
    reference_from,
    shown_reference,
)
from clinicfinder.errors import BadForm

references = st.integers(0, 2**RANDOM_BITS - 1).map(reference_from)
SOME = [reference_from(number * 858_993_459_123 % 2**RANDOM_BITS) for number in range(1, 25)]
EDGES = ["00000000", "ZZZZZZZC", "K7QM4TXP"]


def replaced(reference: str, place: int, symbol: str) -> str:
    return reference[:place] + symbol + reference[place + 1 :]


def swapped(reference: str, one: int, other: int) -> str:
    symbols = list(reference)
    symbols[one], symbols[other] = symbols[other], symbols[one]
    return "".join(symbols)


@pytest.mark.parametrize("reference", [*EDGES, *SOME])
def test_every_single_wrong_symbol_is_caught(reference):
    wrong = {
        replaced(reference, place, symbol)
        for place in range(LENGTH)
        for symbol in ALPHABET
        if symbol != reference[place]
    }
    assert len(wrong) == LENGTH * 31
    assert not any(map(is_sound, wrong))


@pytest.mark.parametrize("places", list(combinations(range(LENGTH), 2)), ids=lambda p: f"{p[0]} and {p[1]}")
def test_every_swap_of_two_different_symbols_is_caught(places):
    """For every pair of symbols at every pair of places, neighbors or not. What stands elsewhere cancels out."""
    one, other = places
    free = next(place for place in range(LENGTH) if place not in places)
    for first, second in permutations(ALPHABET, 2):
        base = replaced(replaced("0" * LENGTH, one, first), other, second)
        sound = next(found for symbol in ALPHABET if is_sound(found := replaced(base, free, symbol)))
        assert not is_sound(swapped(sound, one, other))


@given(references, st.integers(0, LENGTH - 1), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_a_typing_slip_never_opens_another_quote(reference, place, typed):
    """Letters that stand for digits included: what is read is the reference itself, or nothing."""
    try:
        read = parse_reference(replaced(reference, place, typed))
    except BadForm:
        return
    assert read == reference


@given(references, st.data())
def test_any_spelling_that_people_use_gives_the_reference(reference, data):
    others = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(
        data.draw(st.sampled_from(others.get(symbol, symbol + symbol.lower()))) + data.draw(st.sampled_from(["", " "]))
        for symbol in reference
    )
    cut = data.draw(st.integers(0, len(typed)))
    dash = data.draw(st.sampled_from(["-", "–", " - ", "", "."]))
    assert parse_reference(f" {typed[:cut]}{dash}{typed[cut:]} ") == reference


@given(references)
def test_a_shown_reference_is_read_back(reference):
    assert parse_reference(shown_reference(reference)) == reference


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        pytest.param("", "Enter the reference", id="nothing"),
        pytest.param("K7QM-4TX", "has 7 symbols", id="one too few"),
        pytest.param("K7QM-4TXPP", "has 9 symbols", id="one too many"),
        pytest.param("K7QM-4TUP", "has U in it", id="a letter that no reference has"),
        pytest.param("K7QM-4TXQ", "its check symbol does not fit", id="the last symbol wrong"),
        pytest.param("7KQM-4TXP", "its check symbol does not fit", id="the first two swapped"),
        pytest.param("K7QM-4TXＰ", "which no reference has", id="a full-width letter"),
    ],
)
def test_a_mistyped_reference_is_refused_with_the_way_out(typed, message):
    with pytest.raises(BadForm, match=message) as refused:
        parse_reference(typed)
    assert refused.value.problems[0].field == "reference"


def test_it_is_read_aloud_symbol_by_symbol():
    assert read_aloud("K7QM4TXP") == (
        "K as in kilo, seven, Q as in quebec, M as in mike; four, T as in tango, X as in x-ray, P as in papa"
    )


@pytest.mark.parametrize("number", [-1, 2**RANDOM_BITS])
def test_numbers_that_are_no_references_are_refused(number):
    with pytest.raises(ValueError, match="35 bits"):
        reference_from(number)
