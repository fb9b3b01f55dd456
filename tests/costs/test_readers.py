"""Cost tables read from files: typed rows, or every fault with its file, line and column."""

from __future__ import annotations

from datetime import date

import pytest
from tests.typed_tables import (
    read_billing_codes,
    read_courses,
    read_parameters,
    read_presets,
    read_prices,
    read_programmes,
)

from clinicfinder.costs.plan_answers import UNKNOWN, PlanAnswers
from clinicfinder.costs.presets import answers_of, of_year
from clinicfinder.ingest.cells import PROVENANCE_COLUMNS
from clinicfinder.ingest.cost_courses import COURSE_COLUMNS
from clinicfinder.ingest.cost_plans import PARAMETER_COLUMNS, PRESET_COLUMNS, PROGRAMME_COLUMNS
from clinicfinder.ingest.cost_prices import CODE_COLUMNS, PRICE_COLUMNS

SOURCE = "A source,https://example.org,2025-11-19,2026-11-22,high"


def table(tmp_path, columns, *rows, source=SOURCE):
    """Write a table whose rows leave out the source, which is added, or for which one is given."""
    path = tmp_path / "table.csv"
    own = [name for name in columns if name not in PROVENANCE_COLUMNS]
    lines = [",".join([*own, *PROVENANCE_COLUMNS]), *(f"{row},{source}" for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(reader, path):
    faults = []
    made = reader(path, faults)
    assert faults == []
    return made


def faults_of(reader, path):
    faults = []
    reader(path, faults)
    return [(fault.line, fault.column) for fault in faults]


def price_row(price_id="p", **given):
    cells = {
        "price_id": price_id,
        "treatment": "spravato",
        "code": "G2083",
        "line_kind": "bundle",
        "bill_part": "whole",
        "year": "2026",
        "effective_from": "",
        "effective_to": "",
        "setting": "office",
        "locality": "",
        "state": "",
        "payer_class": "medicare",
        "kind": "medicare_rate",
        "unit": "per_session",
        "sessions": "",
        "low_cents": "135608",
        "high_cents": "135608",
        "use": "yes",
        "said_by": "CMS",
        "conflicts_with": "",
        "notes": "",
    } | given
    return ",".join(cells.values())


class TestPrices:
    def test_a_good_row(self, tmp_path):
        (row,) = read(read_prices, table(tmp_path, PRICE_COLUMNS, price_row()))
        assert (row.low, row.year, row.locality, row.use, row.sessions) == (1_356_08, 2026, None, True, None)
        assert row.provenance.source_date == date(2025, 11, 19)

    def test_every_fault_is_told_with_its_line(self, tmp_path):
        rows = (
            price_row(),
            price_row(low_cents="12.50", setting="moon"),
            price_row("q", low_cents="2", high_cents="1", conflicts_with="nobody"),
        )
        assert sorted(faults_of(read_prices, table(tmp_path, PRICE_COLUMNS, *rows))) == [
            (3, "low_cents"),
            (3, "price_id"),
            (3, "setting"),
            (4, "conflicts_with"),
            (4, "low_cents"),
        ]

    def test_a_national_medicare_office_amount_for_tms_does_not_exist(self, tmp_path):
        path = table(tmp_path, PRICE_COLUMNS, price_row(code="90868"))
        assert faults_of(read_prices, path) == [(2, "code")]

    def test_a_contractors_own_tms_amount_may_be_entered(self, tmp_path):
        path = table(tmp_path, PRICE_COLUMNS, price_row(code="90868", locality="FL-04"))
        assert read(read_prices, path)[0].locality == "FL-04"

    def test_low_confidence_is_only_for_rows_that_are_not_used(self, tmp_path):
        low = SOURCE.replace("high", "low")
        assert faults_of(read_prices, table(tmp_path, PRICE_COLUMNS, price_row(), source=low)) == [(2, "confidence")]
        assert not read(read_prices, table(tmp_path, PRICE_COLUMNS, price_row(use="no"), source=low))[0].use

    def test_a_price_per_course_says_how_many_sessions(self, tmp_path):
        path = table(tmp_path, PRICE_COLUMNS, price_row(unit="per_course"))
        assert faults_of(read_prices, path) == [(2, "sessions")]


class TestColumns:
    def test_an_unknown_and_a_missing_column_are_told(self, tmp_path):
        columns = ["precio" if name == "unit" else name for name in PARAMETER_COLUMNS]
        found = faults_of(read_parameters, table(tmp_path, columns, "a,1,cents,2026-01-01,,"))
        assert set(found) == {(1, "precio"), (1, "unit")}

    def test_a_row_without_a_source_is_told(self, tmp_path):
        path = table(tmp_path, PARAMETER_COLUMNS, "a,1,cents,2026-01-01,,", source=",,,,high")
        assert faults_of(read_parameters, path) == [(2, "reviewed_on"), (2, "source_title")]


class TestParameters:
    def test_values_that_follow_each_other(self, tmp_path):
        rows = ("d,25700,cents,2025-01-01,2026-01-01,", "d,28300,cents,2026-01-01,2027-01-01,")
        assert [one.value for one in read(read_parameters, table(tmp_path, PARAMETER_COLUMNS, *rows))] == [
            25700,
            28300,
        ]

    def test_two_values_on_one_day_are_a_fault(self, tmp_path):
        rows = ("d,25700,cents,2025-01-01,2026-01-02,", "d,28300,cents,2026-01-01,,")
        assert faults_of(read_parameters, table(tmp_path, PARAMETER_COLUMNS, *rows)) == [(3, "effective_from")]

    def test_reversed_dates_are_a_fault(self, tmp_path):
        path = table(tmp_path, PARAMETER_COLUMNS, "d,1,count,2026-01-01,2026-01-01,")
        assert faults_of(read_parameters, path) == [(2, "effective_to")]


class TestCourses:
    def test_doses_and_open_ends(self, tmp_path):
        rows = ("s,spravato,induction,1,8,2,,56-84,", "s,spravato,maintenance,9,,,14,84,")
        course = read(read_courses, table(tmp_path, COURSE_COLUMNS, *rows))["s"]
        assert [(row.session_to, row.dose_low_mg, row.dose_high_mg) for row in course] == [
            (8, 56, 84),
            (None, 84, 84),
        ]

    @pytest.mark.parametrize(
        ("row", "column"),
        [
            pytest.param("s,tms,induction,2,8,2,,,", "session_from", id="it does not begin at session 1"),
            pytest.param("s,tms,induction,1,8,,,,", "per_week", id="no pace"),
            pytest.param("s,tms,induction,1,8,2,7,,", "per_week", id="two paces"),
            pytest.param("s,tms,induction,1,8,6,,,", "per_week", id="six a week"),
            pytest.param("s,tms,induction,1,,2,,,", "session_to", id="a first course without an end"),
            pytest.param("s,tms,maintenance,1,9,,7,,", "session_to", id="maintenance with an end"),
            pytest.param("s,tms,induction,1,8,2,,a lot,", "dose", id="a dose in words"),
        ],
    )
    def test_faults(self, tmp_path, row, column):
        assert faults_of(read_courses, table(tmp_path, COURSE_COLUMNS, row)) == [(2, column)]

    def test_a_gap_between_stretches_is_a_fault(self, tmp_path):
        rows = ("s,tms,induction,1,30,5,,,", "s,tms,taper,32,36,2,,,")
        assert faults_of(read_courses, table(tmp_path, COURSE_COLUMNS, *rows)) == [(3, "session_from")]


class TestBillingCodes:
    def test_one_code_may_stand_twice_with_dates_that_follow(self, tmp_path):
        rows = (
            "X1,old label,tms,procedure,per_session,,2026-01-01,",
            "X1,label,tms,procedure,per_session,2026-01-01,,",
        )
        assert len(read(read_billing_codes, table(tmp_path, CODE_COLUMNS, *rows))) == 2

    def test_dates_that_overlap_are_a_fault(self, tmp_path):
        rows = (
            "X1,old label,tms,procedure,per_session,,2026-01-02,",
            "X1,label,tms,procedure,per_session,2026-01-01,,",
        )
        assert faults_of(read_billing_codes, table(tmp_path, CODE_COLUMNS, *rows)) == [(3, "code")]


class TestPresets:
    ROWS = (
        "m,Original Medicare 2026,2026,medicare_part_b,deductible_individual,28300,cents,",
        "m,Original Medicare 2026,2026,medicare_part_b,coinsurance,2000,basis_points,",
        "m,Original Medicare 2026,2026,medicare_part_b,cost_share_option,after-deductible,text,",
        "m,Original Medicare 2026,2026,medicare_part_b,oop_max_individual,none,text,",
    )

    def test_what_a_preset_gives_and_what_stays_unknown(self, tmp_path):
        (preset,) = read(read_presets, table(tmp_path, PRESET_COLUMNS, *self.ROWS))
        assert answers_of(preset) == PlanAnswers(
            deductible=283_00, coinsurance=2_000, option="after-deductible", oop_max=None
        )
        assert answers_of(preset).copay is UNKNOWN

    def test_family_limits_hold_only_for_a_family(self, tmp_path):
        rows = ("h,HSA,2026,commercial,deductible_family,340000,cents,",)
        (preset,) = read(read_presets, table(tmp_path, PRESET_COLUMNS, *rows))
        assert answers_of(preset).family_deductible is None
        assert answers_of(preset, covers_family=True).family_deductible == 3_400_00

    def test_another_years_preset_never_stands_in(self, tmp_path):
        presets = read(read_presets, table(tmp_path, PRESET_COLUMNS, *self.ROWS))
        assert of_year(presets, "m", 2026) is presets[0]
        assert of_year(presets, "m", 2027) is None

    @pytest.mark.parametrize(
        ("row", "column"),
        [
            pytest.param("m,L,2026,t,coinsurance,20,cents,", "unit", id="a share in cents"),
            pytest.param("m,L,2026,t,cost_share_option,sometimes,text,", "value", id="an unknown option"),
            pytest.param("m,L,2026,t,copay,forty,cents,", "value", id="an amount in words"),
        ],
    )
    def test_faults(self, tmp_path, row, column):
        assert faults_of(read_presets, table(tmp_path, PRESET_COLUMNS, row)) == [(2, column)]

    def test_a_field_named_twice_and_two_labels_are_faults(self, tmp_path):
        rows = ("m,L,2026,t,copay,4000,cents,", "m,Other,2026,t,copay,5000,cents,")
        assert faults_of(read_presets, table(tmp_path, PRESET_COLUMNS, *rows)) == [(3, "label"), (3, "field")]


class TestProgrammes:
    GOVERNMENT = "medicare_part_b|medicare_advantage|medicaid|tricare|va"

    def row(self, excluded=GOVERNMENT, maximum="applies"):
        return f"w,withMe,spravato,observation,who,true,{excluded},MA|MI|MN|RI,0,{maximum},unknown,words"

    def test_a_good_row(self, tmp_path):
        (programme,) = read(read_programmes, table(tmp_path, PROGRAMME_COLUMNS, self.row()))
        assert (programme.patient_pays, programme.excluded_states) == (0, {"MA", "MI", "MN", "RI"})

    def test_a_programme_that_forgets_a_government_plan_is_a_fault(self, tmp_path):
        path = table(tmp_path, PROGRAMME_COLUMNS, self.row(excluded="medicaid|tricare"))
        assert faults_of(read_programmes, path) == [(2, "excluded_plan_types")]

    def test_a_yearly_figure_is_refused_because_the_ledger_would_not_stop_there(self, tmp_path):
        path = table(tmp_path, PROGRAMME_COLUMNS, self.row(maximum="815000"))
        assert faults_of(read_programmes, path) == [(2, "yearly_maximum")]
