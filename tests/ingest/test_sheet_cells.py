"""What the cells of a spreadsheet mean, and what spreadsheets do to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicfinder.ingest.sheet_cells import damage, day_text, guarded, is_clear, unguarded

TEXTS = st.text(alphabet=st.one_of(st.sampled_from("'=+-@\t\r(clear)"), st.characters()), max_size=12)


@given(TEXTS)
def test_what_was_guarded_is_read_back_exactly(text):
    assert unguarded(guarded(text)) == text


@given(TEXTS)
def test_nothing_guarded_can_run_or_be_taken_for_an_order_to_clear(text):
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not is_clear(cell)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        pytest.param("zip", "8.5E+04", id="a ZIP in exponents"),
        pytest.param("phone", "4.80957E+09", id="a phone number in exponents"),
        pytest.param("zip", "85234.0", id="a ZIP with decimals"),
        pytest.param("latitude", "33,35", id="a decimal comma"),
        pytest.param("unit", "5-Mar", id="suite 3-5 as a day"),
        pytest.param("unit", "Mar-05", id="a month"),
        pytest.param("notes", "#NAME?", id="a formula's error, anywhere"),
        pytest.param("name", "########", id="a column too narrow"),
    ],
)
def test_what_a_spreadsheet_spoiled_is_named(column, cell):
    assert damage(column, cell)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        pytest.param("notes", "Moved on 3/5/2026", id="a date within notes"),
        pytest.param("notes", "5-Mar", id="even notes that are only a date"),
        pytest.param("unit", "#206", id="a suite with a number sign"),
        pytest.param("longitude", "-111.78", id="a negative longitude"),
        pytest.param("name", "1E10", id="a name that looks like a number"),
    ],
)
def test_what_a_person_may_have_meant_is_left_alone(column, cell):
    assert damage(column, cell) is None


@pytest.mark.parametrize(
    ("cell", "stored", "read"),
    [
        pytest.param("11/22/2026", "", "2026-11-22", id="only one order gives a date"),
        pytest.param("2/3/2026", "2026-02-03", "2026-02-03", id="the day that is stored"),
        pytest.param("5/5/2026", "", "2026-05-05", id="the same either way"),
        pytest.param("2/3/2026", "", "2/3/2026", id="either order gives a date: not guessed"),
        pytest.param("22/11/2026", "", "22/11/2026", id="not the order of a spreadsheet here"),
        pytest.param("2026-11-22", "", "2026-11-22", id="already as it should be"),
    ],
)
def test_dates_that_a_spreadsheet_rewrote(cell, stored, read):
    assert day_text(cell, stored) == read
