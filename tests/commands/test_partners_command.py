"""`clinicfinder partners`, on both databases."""

from pathlib import Path

from sqlalchemy import text

from clinicfinder.store.engine import make_engine
from tests.data_folders import change


def test_list_names_each_with_its_origins(prepared):
    result = prepared("partners", "list")
    assert result.exit_code == 0
    assert result.stdout.startswith("demo  enabled  http://localhost:8001 http://127.0.0.1:8001")


def test_snippet_is_what_to_paste_and_nothing_else(prepared):
    result = prepared("partners", "snippet", "demo", "--site", "https://clinics.example.org/")
    div, script = result.stdout.splitlines()
    assert div.startswith('<div data-clinicfinder="demo"')
    assert '<a href="https://clinics.example.org/">' in div
    assert script == '<script src="https://clinics.example.org/embed.js" async></script>'
    assert "Only pages of http://localhost:8001" in result.stderr


def test_a_plain_snippet_needs_no_script(prepared):
    frame, link = prepared("partners", "snippet", "demo", "--plain").stdout.splitlines()
    assert frame.startswith('<iframe src="http://127.0.0.1:8000/embed/demo" title="Find')
    assert 'allow="geolocation" loading="lazy" referrerpolicy="strict-origin"' in frame
    assert link.startswith('<p><a href="http://127.0.0.1:8000/">')


def test_the_snippet_of_a_partner_who_speaks_spanish_is_in_spanish(prepared, environment):
    engine = make_engine(environment["CLINICFINDER_DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(text("UPDATE partners SET language = 'es' WHERE slug = 'demo'"))
    engine.dispose()
    for option in ((), ("--plain",)):
        printed = prepared("partners", "snippet", "demo", "--site", "https://our.address", *option).stdout
        assert '<a href="https://our.address/es/">Encuentre una clínica de ketamina, Spravato o TMS</a>' in printed
        assert 'title="Encuentre una clínica' in printed


def test_the_guide_for_partners_shows_what_the_command_prints(prepared):
    guide = (Path(__file__).resolve().parents[2] / "docs" / "embed.md").read_text(encoding="utf-8")
    for option in ((), ("--plain",)):
        printed = prepared("partners", "snippet", "demo", "--site", "https://our.address", *option).stdout
        for line in printed.replace("demo", "your-name").splitlines():
            # The title need not be said on the div: it is the usual one.
            assert line.replace(' data-title="Find a ketamine, Spravato or TMS clinic"', "") in guide


def test_an_unknown_partner_is_named_with_those_there_are(prepared):
    result = prepared("partners", "snippet", "nobody")
    assert result.exit_code == 1
    assert "There is no partner 'nobody'. Those on file: demo." in result.stderr


def test_check_is_silent_about_sound_rows_and_names_the_others(prepared, folder, environment):
    assert prepared("partners", "check").exit_code == 0
    change(folder, "partners.csv", 2, accent="#ffff00")
    engine = make_engine(environment["CLINICFINDER_DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(text("UPDATE partners SET networks = 'gone'"))
    engine.dispose()
    result = prepared("partners", "check")
    assert result.exit_code == 1
    assert "partners.csv, line 2, column accent: '#ffff00'" in result.stdout
    assert "database, partner demo, column networks: 'gone'" in result.stdout
    assert "2 faults" in result.stdout


def test_one_that_is_switched_off_is_said_to_be(prepared, folder):
    change(folder, "partners.csv", 2, enabled="no")
    prepared("prepare")
    assert "switched off" in prepared("partners", "list").stdout
    result = prepared("partners", "snippet", "demo")
    assert result.exit_code == 0
    assert "only says so" in result.stderr
