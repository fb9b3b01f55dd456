"""What must hold for every plan and every course, whatever the figures."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st
from tests.costs.strategies import cents, courses, plans, unhelped_courses

from clinicfinder.costs.ledger import run
from clinicfinder.costs.lines import Help, ResetLine, Totals, total

counting_plans = plans(counts=st.just(True))


@given(plans(), courses)
def test_the_patient_pays_between_nothing_and_the_allowed_amount_of_each_line(plan, course):
    for line in run(plan, course).lines:
        assert 0 <= line.help <= line.patient <= line.service.allowed
        assert line.plan == line.service.allowed - line.patient
        assert line.patient == line.deductible + line.copay + line.coinsurance + line.not_covered
        assert min(line.deductible, line.copay, line.coinsurance, line.not_covered, line.balance_bill) >= 0


@given(counting_plans, courses)
def test_no_plan_year_takes_more_than_the_room_under_the_maximum(plan, course):
    ledger = run(plan, course)
    for number, year in enumerate(ledger.plan_years):
        terms = plan if number == 0 else plan.in_a_new_year()
        room = terms.oop_max.remaining()
        counted = sum(line.patient - line.not_covered for line in year.lines)
        helped = sum(line.help for line in year.lines)
        assert room is None or counted - helped <= room
        assert all(line.oop_left is None or line.oop_left >= 0 for line in year.lines)


@given(plans(), courses)
def test_no_plan_year_takes_more_than_the_deductible_that_was_left(plan, course):
    for number, year in enumerate(run(plan, [replace(one, help=None) for one in course]).plan_years):
        terms = plan if number == 0 else plan.in_a_new_year()
        drug = None if terms.drug_deductible is None else terms.drug_deductible.remaining()
        assert year.totals.deductible <= (terms.deductible.remaining() or 0) + (drug or 0)


@given(plans(), courses)
def test_lines_sum_to_the_totals_of_their_year_and_years_to_the_whole(plan, course):
    ledger = run(plan, course)
    assert ledger.totals == total(ledger.lines)
    for part in fields(Totals):
        assert getattr(ledger.totals, part.name) == sum(getattr(y.totals, part.name) for y in ledger.plan_years)
    assert sorted(line.position for line in ledger.lines) == list(range(len(course)))


@given(plans(), courses)
def test_a_course_split_at_the_reset_is_two_runs(plan, course):
    ledger = run(plan, course)
    resets = [step.on for step in ledger.steps if isinstance(step, ResetLine)]
    if not resets:
        return
    before = [service for service in course if service.on < resets[0]]
    after = [service for service in course if service.on >= resets[0]]
    apart = [*run(plan, before).lines, *run(plan.in_a_new_year(), after).lines]
    assert [replace(line, position=0) for line in apart] == [replace(line, position=0) for line in ledger.lines]


@given(counting_plans, unhelped_courses, cents)
def test_more_of_the_deductible_met_never_costs_more(plan, course, more):
    met = plan.deductible.individual_met + more
    family_met = plan.deductible.family_met + more
    further = replace(plan, deductible=replace(plan.deductible, individual_met=met, family_met=family_met))
    assert run(further, course).totals.patient <= run(plan, course).totals.patient


@given(counting_plans, unhelped_courses, cents)
def test_more_of_the_maximum_met_never_costs_more(plan, course, more):
    met = plan.oop_max.individual_met + more
    further = replace(
        plan, oop_max=replace(plan.oop_max, individual_met=met, family_met=plan.oop_max.family_met + more)
    )
    assert run(further, course).totals.patient <= run(plan, course).totals.patient


@given(counting_plans, unhelped_courses, st.integers(0, 7), cents)
def test_a_higher_allowed_amount_never_costs_less(plan, course, which, more):
    which %= len(course)
    dearer = list(course)
    dearer[which] = replace(course[which], allowed=course[which].allowed + more)
    assert run(plan, dearer).totals.patient >= run(plan, course).totals.patient


@given(plans(), courses)
def test_services_of_different_days_may_be_given_in_any_order(plan, course):
    apart = list({service.on: service for service in course}.values())
    assert run(plan, apart).totals == run(plan, apart[::-1]).totals


@given(plans(), unhelped_courses)
def test_help_that_counts_changes_no_plan_amount_and_help_that_does_not_never_lowers_what_is_owed(plan, course):
    plain = run(plan, course).totals
    counting = run(plan, [replace(service, help=Help(1_000, counts=True)) for service in course]).totals
    apart = run(plan, [replace(service, help=Help(1_000, counts=False)) for service in course]).totals
    assert counting.patient == plain.patient
    assert counting.patient - counting.help <= apart.patient - apart.help
