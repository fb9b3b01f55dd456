"""`search`: the same answer as the page, as text. On the real data."""

import re

import pytest
from click.testing import CliRunner

from clinicfinder.cli import main
from tests.data_folders import DATA


@pytest.fixture
def search(loaded_database):
    environment = {
        "CLINICFINDER_DATABASE_URL": f"sqlite:///{loaded_database}",
        "CLINICFINDER_DATA_DIR": str(DATA),
        "CLINICFINDER_GEOCODERS": "",
    }
    return lambda *arguments: CliRunner().invoke(main, ["search", *arguments], env=environment)


def test_the_clinics_come_nearest_first_with_the_line_for_a_crisis_on_top(search):
    result = search("85032", "--treatment", "tms", "--radius", "any", "--limit", "20")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("In crisis? Call 988 or text 988")
    miles = [
        float(found.replace(",", ""))
        for found in re.findall(r"^\d+\. .*\(about ([\d.,]+) miles\)", result.stdout, re.MULTILINE)
    ]
    assert len(miles) == 20
    assert miles == sorted(miles)


def test_words_and_order_are_those_of_the_page(search, client):
    page = client.get("/clinics?near=Mesa, AZ&treatment=tms&payer=aetna&radius=10").get_data(as_text=True)
    text = search("Mesa, AZ", "--treatment", "tms", "--payer", "aetna", "--radius", "10").stdout
    names = re.findall(r"^\d+\. (.*) \(", text, re.MULTILINE)
    on_page = re.findall(r'<h3>.*<a href="[^"]+">([^<]+)</a></h3>', page)
    assert names
    assert names == on_page
    (count,) = re.findall(r'<p class="count">([^<]+)</p>', page)
    assert " ".join(count.split()) in text
    assert "-- Beyond 10 miles --" in text
    assert "Call to confirm" in text


def test_an_ambiguous_place_lists_its_meanings_and_ends_with_3(search):
    result = search("Glendale")
    assert result.exit_code == 3
    assert "Glendale, AZ (Maricopa County" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(["00000"], 1, "is not a ZIP code we know", id="an unknown ZIP"),
        pytest.param(["2134"], 1, "Did you mean 02134", id="a lost zero is asked about, never padded"),
        pytest.param(["APO AE 09001"], 1, "military", id="a military address"),
        pytest.param(["85032", "--payer", "aetnna"], 2, "aetna, ahcccs", id="an unknown payer: the codes are listed"),
        pytest.param(["85032", "--radius", "7"], 2, "'7' is not one of", id="a radius that is no choice"),
    ],
)
def test_what_cannot_be_answered_says_why(search, arguments, code, words):
    result = search(*arguments)
    assert result.exit_code == code
    assert words in result.output


def test_words_of_crisis_put_help_first_and_the_search_still_answers(search):
    result = search("want to die 85032")
    assert result.stdout.startswith("You do not have to go through this alone.")
    assert "press 1" in result.stdout


def test_a_database_that_is_not_prepared_is_said_to_be_so(tmp_path):
    environment = {"CLINICFINDER_DATABASE_URL": f"sqlite:///{tmp_path}/none.db", "CLINICFINDER_GEOCODERS": ""}
    result = CliRunner().invoke(main, ["search", "85032"], env=environment)
    assert result.exit_code == 1
    assert "clinicfinder" in result.stderr
    assert "Traceback" not in result.output
