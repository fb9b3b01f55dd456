"""`clinicfinder rules` as an editor of the tables runs it, on our own data and on changed copies of it."""

import shutil

import pytest
from click.testing import CliRunner

from clinicfinder.cli import main
from clinicfinder.ingest.estimate_files import ESTIMATE_FILES
from clinicfinder.store.engine import make_engine, migrate
from clinicfinder.store.loading import load_data
from tests.data_folders import DATA, change, make_small_folder, read_table, write_table

QUESTION = ["--treatment", "spravato", "--payer", "cigna", "--plan-type", "commercial", "--state", "TX"]


@pytest.fixture
def folder(tmp_path):
    """A copy of the tables that rules rest on."""
    for name in (*ESTIMATE_FILES, "payers.csv", "treatments.csv"):
        shutil.copy(DATA / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def database(database_url, tmp_path, monkeypatch):
    """The database of the settings, empty. Returns a function that loads a folder into it."""
    monkeypatch.setenv("CLINICFINDER_DATABASE_URL", database_url)

    def load(folder):
        engine = make_engine(database_url)
        migrate(engine)
        load_data(engine, folder)
        engine.dispose()

    return load


def run(*words):
    """The exit code and the output of one command line, errors included."""
    result = CliRunner().invoke(main, ["rules", *map(str, words)])
    return result.exit_code, result.output


def line_of(folder, table: str, column: str, value: str) -> int:
    """The line of the one row with this value."""
    (place,) = (place for place, row in enumerate(read_table(folder / table)) if row[column] == value)
    return place + 2


class TestCheck:
    def test_our_own_rules_hold_no_error_and_every_gap_is_listed(self):
        code, output = run("check", "--data", DATA)
        assert code == 0
        assert " 0 errors, " in output
        assert "gap va, va: nothing for im_ketamine, kap, ketamine_unspecified, tms" in output
        assert "a general pattern for" in output

    def test_a_cell_that_cannot_be_read_is_named_with_its_line(self, folder):
        line = line_of(folder, "coverage_rules.csv", "rule_id", "cigna-spravato-trd")
        change(folder, "coverage_rules.csv", line, benefit="yes", state="Texas")
        change(folder, "coverage_criteria.csv", 2, rule_id="nobody")
        code, output = run("check", "--data", folder)
        assert code == 1
        assert f"coverage_rules.csv, line {line}, column benefit: 'yes'." in output
        assert f"coverage_rules.csv, line {line}, column state: 'Texas'." in output
        assert "coverage_criteria.csv, line 2, column rule_id: 'nobody'." in output
        assert "3 errors. The rules were not held against each other" in output

    def test_two_rules_equally_specific_and_at_odds_are_an_error(self, folder):
        rows = read_table(folder / "coverage_rules.csv")
        twin = next(row for row in rows if row["rule_id"] == "cigna-spravato-trd") | {
            "rule_id": "cigna-spravato-twin",
            "benefit": "not_covered",
            "not_covered_kind": "benefit_exclusion",
        }
        write_table(folder / "coverage_rules.csv", [*rows, twin])
        code, output = run("check", "--data", folder)
        assert code == 1
        assert "error tie: cigna-spravato-trd, cigna-spravato-twin." in output

    def test_a_rule_of_a_payer_that_is_not_on_file_is_an_error(self, folder):
        line = line_of(folder, "coverage_rules.csv", "rule_id", "cigna-spravato-trd")
        change(folder, "coverage_rules.csv", line, payer="sigma")
        code, output = run("check", "--data", folder)
        assert code == 1
        assert "error unknown_payer: cigna-spravato-trd. No payer has the code 'sigma'." in output

    def test_a_row_past_its_review_is_a_warning(self, folder):
        line = line_of(folder, "coverage_rules.csv", "rule_id", "cigna-spravato-trd")
        change(folder, "coverage_rules.csv", line, reviewed_on="2025-01-01", source_date="")
        code, output = run("check", "--data", folder)
        assert code == 0
        assert "warning stale: cigna-spravato-trd. Last reviewed 2025-01-01" in output

    def test_prices_past_their_review_are_one_warning(self, folder):
        for line in (4, 7):
            change(folder, "prices.csv", line, reviewed_on="2025-01-01", source_date="")
        code, output = run("check", "--data", folder)
        assert code == 0
        assert "warning stale: prices.csv, 2 rows past their review, the first on line 4." in output

    def test_a_folder_that_is_not_there_is_named(self):
        code, output = run("check", "--data", "nowhere")
        assert (code, "nowhere" in output) == (1, True)


class TestExplain:
    def test_status_criteria_missing_facts_and_trace_are_said(self):
        code, output = run("explain", *QUESTION, "--fact", "failed_antidepressants=2", "--as-of", "2026-11-22")
        assert code == 0
        lines = output.splitlines()
        assert lines[0] == "spravato, cigna, commercial, TX, failed_antidepressants=2, on 2026-11-22"
        assert "status    covered_with_prior_auth" in lines
        assert "criteria  unknown" in lines
        assert "pathway a unknown" in lines
        assert any(line.startswith("  met     failed_antidepressants: ") for line in lines)
        assert any(line.startswith("missing facts ") and "antidepressant_classes" in line for line in lines)
        assert "  cigna-spravato-trd: may decide; not known: age, indication" in lines
        assert any("typical-private-spravato: general pattern, not needed" in line for line in lines)

    def test_a_day_in_the_past_is_answered_by_the_rules_of_that_day(self):
        words = ["--treatment", "spravato", "--payer", "medicaid_tx", "--plan-type", "medicaid", "--state", "tx"]
        _, before = run("explain", *words, "--indication", "trd", "--as-of", "2025-04-30")
        assert "  medicaid-tx-spravato-trd-2019-10-01: decides" in before
        assert "medicaid-tx-spravato-trd-2025-05-01: starts on 2025-05-01" in before
        assert "changes   2025-05-01: covered_with_prior_auth" in before

    def test_a_refusal_says_its_reason_and_what_it_fails_on(self):
        words = ["--treatment", "iv_ketamine", "--payer", "Cigna", "--plan-type", "commercial", "--state", "TX"]
        _, output = run("explain", *words)
        assert "status    not_covered" in output
        assert "reason    route" in output

    def test_a_payer_is_found_by_an_alias(self):
        _, output = run("explain", "--treatment", "tms", "--payer", "blue cross blue shield of texas", "--state", "TX")
        assert output.startswith("tms, bcbs_tx, TX, on ")

    def test_every_bad_name_is_told_at_once(self):
        code, output = run(
            "explain", "--treatment", "spravto", "--payer", "signa", "--plan-type", "comercial", "--state", "Texas",
            "--indication", "sadness", "--fact", "failed=2", "--fact", "age=old", "--fact", "bipolar", "--as-of", "May",
        )  # fmt: skip
        assert code == 1
        assert "9 problems:" in output
        for option in ("--treatment", "--payer", "--plan-type", "--state", "--indication", "--fact", "--as-of"):
            assert f"  {option}" in output
        assert "Did you mean spravato?" in output
        assert "Did you mean cigna?" in output


class TestDiff:
    def test_the_same_folder_changes_nothing(self):
        code, output = run("diff", DATA, DATA)
        assert code == 0
        assert output.startswith("0 answers of the panel change")

    def test_a_changed_benefit_shows_whose_answer_changes_and_to_what(self, folder):
        line = line_of(folder, "coverage_rules.csv", "rule_id", "bcbs-ms-spravato")
        change(folder, "coverage_rules.csv", line, benefit="covered", not_covered_kind="")
        code, output = run("diff", DATA, folder, "--as-of", "2026-11-22")
        assert code == 0
        assert "bcbs_ms, commercial, spravato: not_covered (not_medically_necessary)" in output
        assert "-> covered" in output
        assert "cigna" not in output

    def test_a_new_version_counts_from_its_first_day(self, folder):
        line = line_of(folder, "coverage_rules.csv", "rule_id", "bcbs-ms-spravato")
        change(folder, "coverage_rules.csv", line, benefit="covered", not_covered_kind="", effective_from="2026-12-01")
        _, before = run("diff", DATA, folder, "--as-of", "2026-11-30")
        _, after = run("diff", DATA, folder, "--as-of", "2026-12-01")
        assert "before_effective_date" in before
        assert "-> covered," in after


class TestDatabase:
    def test_what_was_loaded_is_checked_explained_and_compared_with_a_folder(self, database, tmp_path):
        folder = make_small_folder(tmp_path)
        database(folder)
        line = line_of(folder, "coverage_rules.csv", "rule_id", "bcbs-ms-spravato")
        change(folder, "coverage_rules.csv", line, benefit="covered", not_covered_kind="")
        code, output = run("check", "--data", "database")
        assert (code, " 0 errors, " in output) == (0, True)
        words = ["--treatment", "spravato", "--payer", "bcbs_ms", "--plan-type", "commercial", "--state", "MS"]
        _, stored = run("explain", *words, "--data", "database")
        _, changed = run("explain", *words, "--data", folder)
        assert "status    not_covered" in stored
        assert "status    covered" in changed
        _, difference = run("diff", "database", folder)
        assert "bcbs_ms, commercial, spravato: not_covered (not_medically_necessary)" in difference

    @pytest.mark.usefixtures("database")
    def test_a_database_that_holds_nothing_yet_says_what_to_do(self):
        code, output = run("check", "--data", "database")
        assert code == 1
        assert "The database holds no data. Run `clinicfinder prepare` first." in output
