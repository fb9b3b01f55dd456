"""Worked examples that others published, each with its answer, to the cent."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from clinicfinder.costs.ledger import run
from clinicfinder.costs.lines import Service
from clinicfinder.costs.plans import CostShare, PlanDesign, YearLimit
from clinicfinder.units import BasisPoints, Cents

FIRST_DAY = date(2026, 1, 1)


def read_examples():
    with (Path(__file__).parent / "examples.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


EXAMPLES = read_examples()


def cents(text):
    return Cents(int(text)) if text else None


def plan_of(row):
    return PlanDesign(
        deductible=YearLimit(cents(row["deductible_cents"]), Cents(int(row["deductible_met_cents"]))),
        oop_max=YearLimit(cents(row["oop_max_cents"]), Cents(int(row["oop_met_cents"] or 0))),
        medical=CostShare(
            option=row["cost_share_option"],
            copay=Cents(int(row["copay_cents"])),
            coinsurance=BasisPoints(int(row["coinsurance_basis_points"])),
        ),
    )


def services_of(row, plan):
    """Read "15000 deductible-waived copay 2500;50000": an amount, then the terms that differ for it."""
    services = []
    for number, text in enumerate(row["services"].split(";")):
        amount, *terms = text.split()
        share = None
        if terms:
            option, _, copay = terms
            share = replace(plan.medical, option=option, copay=Cents(int(copay)))
        services.append(Service(FIRST_DAY + timedelta(weeks=number), Cents(int(amount)), share=share))
    return services


@pytest.mark.parametrize("row", [pytest.param(r, id=f"{r['example']}: {r['situation']}") for r in EXAMPLES])
def test_the_ledger_gives_the_published_answer_to_the_cent(row):
    plan = plan_of(row)
    totals = run(plan, services_of(row, plan)).totals

    printed = {
        "patient": row["patient_cents"],
        "plan": row["plan_cents"],
        "deductible": row["deductible_paid_cents"],
        "coinsurance": row["coinsurance_paid_cents"],
    }
    expected = {part: int(amount) for part, amount in printed.items() if amount}
    assert {part: getattr(totals, part) for part in expected} == expected


def test_every_example_names_its_source_and_none_is_listed_twice():
    assert len({row["example"] for row in EXAMPLES}) == len(EXAMPLES) == 24
    assert all(row["source_title"] and row["source_url"].startswith("http") for row in EXAMPLES)
