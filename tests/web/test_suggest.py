"""The suggestions fragment: what it holds, and that nothing of what was typed is kept."""

import logging

import pytest
from flask.testing import FlaskClient


def test_options_hold_the_text_that_fills_the_box_and_say_how_many_they_are(client: FlaskClient) -> None:
    page = client.get("/suggest", query_string={"q": "850"}).text
    assert page.count('role="option"') == 8
    assert '<li role="option">85003 <small>Phoenix, AZ</small></li>' in page
    assert 'data-announcement="8 suggestions. Use the down arrow to choose."' in page


def test_one_suggestion_is_announced_in_the_singular(client: FlaskClient) -> None:
    assert 'data-announcement="1 suggestion. Use' in client.get("/suggest?q=85032").text


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({}, id="no text at all"),
        pytest.param({"q": ""}, id="an empty text"),
        pytest.param({"q": "m"}, id="one letter"),
        pytest.param({"q": "x" * 5000}, id="a text too long"),
        pytest.param({"q": "\x00\x00"}, id="control characters"),
        pytest.param({"q": "<script>alert(1)</script>"}, id="markup"),
    ],
)
def test_an_empty_list_is_the_quiet_answer_to(client: FlaskClient, query: dict[str, str]) -> None:
    response = client.get("/suggest", query_string=query)
    assert response.status_code == 200
    assert "<li" not in response.text
    assert "<script" not in response.text


def test_no_cache_may_keep_what_a_person_types(client: FlaskClient) -> None:
    assert client.get("/suggest?q=me").headers["Cache-Control"] == "no-store"


def test_the_log_names_the_route_and_not_the_text(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        client.get("/suggest?q=scottsdale")
    assert "GET /suggest 200" in caplog.text
    assert "scottsdale" not in caplog.text.lower()


def test_the_box_of_a_page_is_plain_until_a_script_makes_it_more(client: FlaskClient) -> None:
    page = client.get("/").text
    assert 'data-suggest="/suggest"' in page
    assert 'role="combobox"' not in page
    assert '<ul id="near-options" class="options" role="listbox" aria-label="Suggested places" hidden>' in page
