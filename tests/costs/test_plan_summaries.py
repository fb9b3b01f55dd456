"""Coverage examples printed in plans' own summaries: what they can prove, and where they cannot.

The summaries print four sums and a total but not the services behind them, so that a plan with copays cannot
be recomputed. Amounts are printed rounded, to 100 above 100 and to 10 below.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from clinicfinder.costs.ledger import run
from clinicfinder.costs.lines import Service
from clinicfinder.costs.plans import CostShare, PlanDesign, YearLimit

DAY = date(2026, 3, 2)
NO_CHARGE = CostShare("no-charge")


def read_rows():
    with (Path(__file__).parent / "sbc_examples.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = read_rows()


def every_row():
    return pytest.mark.parametrize("row", [pytest.param(r, id=f"{r['plan']}: {r['case']}") for r in ROWS])


def find(plan, case):
    (row,) = [row for row in ROWS if row["plan"].startswith(plan) and row["case"] == case]
    return {name: int(text) for name, text in row.items() if name.endswith("_cents") and text}


@every_row()
def test_the_printed_parts_add_up_to_the_printed_total(row):
    parts = ("deductible_paid_cents", "copays_paid_cents", "coinsurance_paid_cents", "exclusions_cents")
    assert sum(int(row[part]) for part in parts) == int(row["patient_cents"])


@every_row()
def test_no_printed_deductible_passes_the_plans_own(row):
    limit = YearLimit(int(row["deductible_cents"]))
    assert int(row["deductible_paid_cents"]) <= limit.remaining()


@every_row()
def test_no_printed_cost_of_covered_care_passes_the_maximum(row):
    covered = int(row["patient_cents"]) - int(row["exclusions_cents"])
    assert not row["oop_max_cents"] or covered <= int(row["oop_max_cents"])


def plan(deductible, share=2_000, copay=0, rule="embedded"):
    limit = YearLimit(deductible) if rule == "embedded" else YearLimit(None, family=deductible, rule="aggregate")
    return PlanDesign(deductible=limit, medical=CostShare(copay=copay, coinsurance=share))


EXACT = [
    pytest.param(
        "Aetna / Rippling PEO 1 - CA OA Managed Choice POS HDHP 3300",
        "birth",
        plan(3_300_00, share=0, copay=500_00),
        [Service(DAY, 12_700_00)],
        id="Aetna HDHP 3300, birth: the deductible and then one copay for the stay",
    ),
    pytest.param(
        "Aetna / Rippling PEO 1 - CA OA Managed Choice POS HDHP 3300",
        "fracture",
        plan(3_300_00, share=0, copay=500_00),
        [Service(DAY, 2_800_00)],
        id="Aetna HDHP 3300, fracture: all of it lies under the deductible",
    ),
    pytest.param(
        "SeeChange California HSA 4000 2-50 (single)",
        "birth",
        plan(4_000_00),
        [
            Service(DAY, 40_00, "vaccines", share=NO_CHARGE),
            Service(DAY, 7_300_00, "care"),
            Service(DAY, 200_00, "drugs", share=CostShare(copay=10_00)),
        ],
        id="SeeChange single, birth: deductible, a fifth of 3,300, a copay of 10 for drugs",
    ),
    pytest.param(
        "SeeChange California HSA 4000 2-50 (single)",
        "diabetes",
        plan(4_000_00),
        [Service(DAY, 140_00, "preventive", share=NO_CHARGE), Service(DAY, 3_960_00)],
        id="SeeChange single, diabetes: under the deductible but for preventive care",
    ),
    pytest.param(
        "SeeChange California HSA 4000 2-50 (family)",
        "birth",
        plan(8_000_00, rule="aggregate"),
        [Service(DAY, 40_00, "vaccines", share=NO_CHARGE), Service(DAY, 7_500_00)],
        id="SeeChange family, birth: an aggregate deductible of 8,000 falls on one member",
    ),
    pytest.param(
        "SeeChange California HSA 4000 2-50 (family)",
        "diabetes",
        plan(8_000_00, rule="aggregate"),
        [Service(DAY, 140_00, "preventive", share=NO_CHARGE), Service(DAY, 3_960_00)],
        id="SeeChange family, diabetes",
    ),
]


@pytest.mark.parametrize(("name", "case", "design", "services"), EXACT)
def test_a_summary_whose_services_are_known_is_met_to_the_cent(name, case, design, services):
    printed = find(name, case)
    totals = run(design, services).totals
    assert totals.patient == printed["patient_cents"] - printed["exclusions_cents"]
    assert totals.deductible == printed["deductible_paid_cents"]
    assert totals.copay == printed["copays_paid_cents"]
    assert totals.coinsurance == printed["coinsurance_paid_cents"]


@pytest.mark.parametrize(
    ("name", "ours", "why"),
    [
        pytest.param("NVIDIA", 1_195_00, "printed rounded to the nearest 100", id="NVIDIA: rounded"),
        pytest.param("Employer plan", 1_980_00, "printed rounded to the nearest 100", id="employer plan: rounded"),
        pytest.param("UHC HSA", 1_108_00, "rounded, and 20 of copays in between", id="UHC HSA: rounded"),
        pytest.param(
            "UHC/Oxford",
            2_290_00,
            "visits and drugs with copays take part of the 12,700; the summary does not print them",
            id="Oxford: copay services take part of the amount",
        ),
        pytest.param(
            "Kaiser",
            1_962_00,
            "preventive care, copay visits and exclusions take part of the 7,540",
            id="Kaiser: free and copay services take part of the amount",
        ),
    ],
)
def test_where_coinsurance_on_the_whole_amount_differs_from_the_print_the_reason_is_known(name, ours, why):
    (row,) = [row for row in ROWS if row["plan"].startswith(name) and row["case"] == "birth"]
    design = plan(int(row["deductible_cents"]), share=int(row["coinsurance_basis_points"]))
    coinsurance = run(design, [Service(DAY, int(row["allowed_cents"]))]).totals.coinsurance
    assert coinsurance == ours
    gap = coinsurance - int(row["coinsurance_paid_cents"])
    assert abs(gap) <= 50_00 if "rounded" in why else gap > 50_00
