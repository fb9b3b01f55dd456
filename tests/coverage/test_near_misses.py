"""A refusal names the rule that comes nearest, and what is within reach is only the next thing that can happen."""

from __future__ import annotations

from datetime import date

import pytest

from clinicfinder.coverage.answers import Remedy
from clinicfinder.coverage.book import rule_book
from clinicfinder.coverage.payers import Payer
from tests.coverage.making import ask, rule

FIRST, SECOND, THIRD = date(2019, 10, 1), date(2025, 5, 1), date(2025, 10, 1)
VERSIONS = [
    rule("version-3", effective_from=THIRD),
    rule("version-1", effective_from=FIRST, effective_to=SECOND),
    rule("version-2", effective_from=SECOND, effective_to=THIRD),
]


def cited(answer):
    """The rule that the refusal rests on."""
    return [line.rule_id for line in answer.trace if line.outcome == "refused"]


class TestBeforeTheFirstOfSeveralVersions:
    @pytest.mark.parametrize("rules", [VERSIONS, VERSIONS[::-1]], ids=["newest row first", "oldest row last"])
    def test_the_version_that_starts_first_is_cited(self, rules):
        answer = ask(rules, as_of=date(2019, 9, 30))
        assert (answer.status, answer.reason) == ("not_covered", "before_effective_date")
        assert cited(answer) == ["version-1"]

    def test_only_its_first_day_would_change_the_answer(self):
        answer = ask(VERSIONS, as_of=date(2019, 9, 30))
        assert answer.what_would_change_it == (Remedy("effective_from", day=FIRST),)

    def test_between_two_versions_the_next_one_is_cited(self):
        answer = ask([VERSIONS[1], VERSIONS[0]], as_of=date(2025, 6, 1))
        assert cited(answer) == ["version-3"]


class TestFederalPlans:
    REGIONS = (Payer("tricare", "TRICARE", plan_types=("tricare",)), Payer("east", "East", plan_types=("tricare",)))

    def test_a_region_not_named_is_the_program_as_a_whole(self):
        assert rule_book([], self.REGIONS).sole_payer("tricare") == "tricare"

    def test_a_plan_under_the_program_is_not_taken_for_it(self):
        under = Payer("community", "Community care", parent="va", plan_types=("va",))
        assert rule_book([], [under, Payer("va", "VA", plan_types=("va",))]).sole_payer("va") == "va"

    def test_one_payer_that_runs_the_plan_is_named_by_it_whatever_its_code(self):
        medicare = Payer("medicare", "Original Medicare", plan_types=("medicare_part_b",))
        assert rule_book([], [medicare]).sole_payer("medicare_part_b") == "medicare"

    def test_two_that_could_be_meant_are_not_guessed_between(self):
        assert (
            rule_book([], [Payer("a", "A", plan_types=("va",)), Payer("b", "B", plan_types=("va",))]).sole_payer("va")
            is None
        )

    def test_a_private_plan_names_nobody(self):
        assert rule_book([], [Payer("a", "A", plan_types=("commercial",))]).sole_payer("commercial") is None
