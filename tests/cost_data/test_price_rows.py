"""The price table: vocabularies, money, periods, conflicts, and what may be said at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest
from tests.cost_data.tables import is_cents, overlapping, period, read_table

PRICES = read_table("prices")
BY_ID = {row["price_id"]: row for row in PRICES}
CODES = {row["code"]: row for row in read_table("billing_codes")}
LOCALITIES = {row["locality"]: row for row in read_table("medicare_localities")}
USED = [row for row in PRICES if row["use"] == "yes"]
MEDICARE = [row for row in USED if row["payer_class"] == "medicare"]
TMS = {"90867", "90868", "90869"}

VOCABULARIES = {
    "treatment": {
        "iv_ketamine",
        "spravato",
        "kap",
        "tms",
        "medication_management",
        "psychotherapy",
        "psychiatric_evaluation",
    },
    "line_kind": {"bundle", "drug", "visit", "observation", "procedure", "therapy"},
    "bill_part": {"whole", "hospital_fee", "professional_fee"},
    "setting": {"office", "hospital"},
    "payer_class": {
        "medicare",
        "medicare_advantage",
        "commercial",
        "marketplace",
        "medicaid",
        "self_pay",
    },
    "kind": {"medicare_rate", "allowed", "self_pay", "list_price"},
    "unit": {"per_session", "per_mg", "per_course", "per_visit"},
    "use": {"yes", "no"},
}


class TestWords:
    @pytest.mark.parametrize("column", sorted(VOCABULARIES))
    def test_each_cell_uses_a_known_word(self, column):
        assert {row[column] for row in PRICES} <= VOCABULARIES[column]

    def test_each_price_has_its_own_id(self):
        assert [key for key, count in Counter(row["price_id"] for row in PRICES).items() if count > 1] == []

    def test_a_code_is_on_the_code_list_with_the_same_line_and_unit(self):
        for row in PRICES:
            if row["code"]:
                code = CODES[row["code"]]
                assert (row["line_kind"], row["unit"]) == (code["line_kind"], code["unit"]), row["price_id"]
                assert row["treatment"] in code["treatment"].split(";") or row["kind"] == "self_pay", row

    def test_each_price_says_who_said_it(self):
        assert all(row["said_by"] for row in PRICES)

    def test_a_kind_belongs_to_its_payers(self):
        kinds = {(row["payer_class"], row["kind"]) for row in PRICES}
        insured = {("medicare_advantage", "allowed"), ("commercial", "allowed"), ("marketplace", "allowed")}
        other = {("medicaid", "allowed"), ("self_pay", "self_pay"), ("self_pay", "list_price")}
        assert kinds == insured | other | {("medicare", "medicare_rate")}


class TestMoney:
    def test_amounts_are_whole_cents_above_zero_and_low_is_never_above_high(self):
        for row in PRICES:
            assert is_cents(row["low_cents"]), row["price_id"]
            assert is_cents(row["high_cents"]), row["price_id"]
            assert 0 < int(row["low_cents"]) <= int(row["high_cents"]), row["price_id"]

    def test_a_course_price_says_how_many_sessions_and_no_other_price_does(self):
        for row in PRICES:
            assert is_cents(row["sessions"]) == (row["unit"] == "per_course"), row["price_id"]

    def test_an_office_sends_one_bill_and_a_hospital_bill_is_one_part_of_two(self):
        for row in PRICES:
            assert (row["setting"] == "office") == (row["bill_part"] == "whole"), row["price_id"]


class TestTime:
    def test_a_period_is_half_open_and_not_reversed(self):
        for row in PRICES:
            start, end = period(row)
            assert start < end, row["price_id"]

    def test_medicare_amounts_carry_the_dates_of_their_year(self):
        for row in PRICES:
            if row["payer_class"] == "medicare":
                start, end = period(row)
                year = int(row["year"])
                assert date(year, 1, 1) <= start < end <= date(year + 1, 1, 1), row["price_id"]

    def test_only_medicare_amounts_carry_dates(self):
        assert all(
            not row["effective_from"] and not row["effective_to"] for row in PRICES if row["payer_class"] != "medicare"
        )

    def test_one_medicare_amount_holds_on_any_day(self):
        groups = defaultdict(list)
        for row in MEDICARE:
            groups[row["code"], row["setting"], row["bill_part"], row["locality"]].append(row)
        assert [overlapping(rows) for rows in groups.values() if overlapping(rows)] == []

    def test_2024_has_two_amounts_parted_on_9_march(self):
        periods = sorted(period(row) for row in MEDICARE if row["year"] == "2024" and row["code"] == "G2083")
        parted = date(2024, 3, 9)
        assert set(periods) == {(date(2024, 1, 1), parted), (parted, date(2025, 1, 1))}


class TestConflicts:
    def test_a_conflict_is_recorded_on_both_sides(self):
        for row in PRICES:
            for other in filter(None, row["conflicts_with"].split(";")):
                assert row["price_id"] in BY_ID[other]["conflicts_with"].split(";")
                assert other != row["price_id"]

    def test_one_side_of_each_conflict_is_used_and_every_unused_row_has_a_rival(self):
        for row in PRICES:
            rivals = [BY_ID[other] for other in filter(None, row["conflicts_with"].split(";"))]
            assert all({row["use"], rival["use"]} == {"yes", "no"} for rival in rivals), row["price_id"]
            assert rivals or row["use"] == "yes", row["price_id"]


class TestOriginalMedicare:
    def test_tms_has_no_office_amount_anywhere(self):
        assert [
            row["price_id"]
            for row in PRICES
            if row["code"] in TMS and row["payer_class"] == "medicare" and row["setting"] == "office"
        ] == []

    @pytest.mark.parametrize(("code", "hundredths_of_rvu", "cents"), [("G2082", 2852, 95259), ("G2083", 4060, 135608)])
    def test_the_2026_spravato_amount_is_its_rvus_times_the_factor(self, code, hundredths_of_rvu, cents):
        factor = next(
            int(row["value"])
            for row in read_table("parameters")
            if row["parameter"] == "medicare_conversion_factor_per_100_rvu" and row["effective_from"] == "2026-01-01"
        )
        # The factor is in cents per 100 RVUs, so the product is in ten-thousandths of a cent; half up.
        product = (hundredths_of_rvu * factor + 5_000) // 10_000
        row = BY_ID[f"mc-2026-{code}-office"]
        assert (row["use"], int(row["low_cents"]), product) == ("yes", cents, cents)

    @pytest.mark.parametrize(("code", "cents"), [("G2082", 90651), ("G2083", 128982)])
    def test_the_rival_2026_amount_is_on_file_and_never_used(self, code, cents):
        row = BY_ID[f"mc-2026-{code}-office-rival"]
        assert (row["use"], int(row["low_cents"]), row["conflicts_with"]) == (
            "no",
            cents,
            f"mc-2026-{code}-office",
        )

    def test_a_locality_amount_is_of_medicare_and_of_a_known_locality(self):
        for row in PRICES:
            if row["locality"]:
                assert row["payer_class"] == "medicare", row["price_id"]
                assert LOCALITIES[row["locality"]]["state"] == row["state"], row["price_id"]

    def test_a_code_priced_by_locality_is_priced_in_all_of_them(self):
        groups = defaultdict(set)
        for row in MEDICARE:
            if row["locality"]:
                groups[row["year"], row["code"]].add(row["locality"])
        assert len(groups) == 16
        assert all(places == set(LOCALITIES) for places in groups.values())

    def test_the_2025_spravato_amount_runs_from_1001_08_to_1671_20_by_locality(self):
        amounts = [
            int(row["low_cents"])
            for row in MEDICARE
            if row["locality"] and row["year"] == "2025" and row["code"] == "G2083"
        ]
        assert (min(amounts), max(amounts)) == (100108, 167120)

    def test_the_hospital_total_of_2025_is_the_hospital_fee_and_the_professional_fee(self):
        parts = {
            row["bill_part"]: int(row["low_cents"])
            for row in MEDICARE
            if row["year"] == "2025" and row["code"] == "G2083" and row["setting"] == "hospital"
        }
        assert parts == {"hospital_fee": 145050, "professional_fee": 3364}


class TestHospitalsAndClinics:
    def test_a_hospital_price_names_its_state(self):
        assert all(row["state"] for row in PRICES if row["setting"] == "hospital" and row["payer_class"] != "medicare")

    def test_an_insurers_rate_is_called_listed_and_not_paid(self):
        assert all("not paid claims" in row["notes"] for row in PRICES if row["kind"] == "allowed")

    def test_office_self_pay_comes_from_the_clinics_own_page(self):
        assert all(
            "own" in row["source_title"].split()
            for row in PRICES
            if row["kind"] == "self_pay" and row["setting"] == "office"
        )

    @pytest.mark.parametrize("trap", ["Grady", "Intermountain", "UNC", "Cedars", "DMC", "Banner"])
    def test_a_hospital_file_known_as_a_trap_gives_no_price(self, trap):
        assert not any(trap in row["said_by"] for row in PRICES)

    def test_rush_rates_equal_to_the_charge_stay_out(self):
        assert not any("Rush" in row["said_by"] and row["payer_class"] == "medicare_advantage" for row in PRICES)

    def test_ucsf_per_visit_tms_rates_stay_out(self):
        assert not any(
            "UCSF" in row["said_by"] and row["code"] in TMS and row["payer_class"] in {"commercial", "marketplace"}
            for row in PRICES
        )
