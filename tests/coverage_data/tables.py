"""Readers and vocabularies of the coverage tables, for the tests beside this file."""

import csv
import re
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
Row = dict[str, str]

RULE_COLUMNS = [
    "rule_id", "payer", "plan_type", "product", "state", "treatment", "indication", "network_status", "mac",
    "age_from", "age_to", "protocol", "device", "diagnosis_codes", "effective_from", "effective_to",
    "benefit", "not_covered_kind", "dispute_id", "prior_authorization", "first_authorization", "renewal",
    "benefit_channel", "codes", "wording", "policy_number", "source_title", "source_url", "source_date",
    "reviewed_on", "confidence",
]  # fmt: skip
PLAN_TYPES = {
    "commercial", "marketplace", "medicare_part_b", "medicare_advantage", "medicaid", "tricare", "va",
    "workers_comp", "self_pay",
}  # fmt: skip
DEVICES = {"neurostar", "brainsway", "magventure", "other"}
PROTOCOLS = {"standard", "accelerated", "maintenance"}
VOCABULARIES = {
    "plan_type": PLAN_TYPES,
    "treatment": {"iv_ketamine", "im_ketamine", "ketamine_unspecified", "spravato", "kap", "tms"},
    "indication": {
        "trd", "mdd", "mdd_si", "bipolar_depression", "ptsd", "anxiety", "ocd", "chronic_pain",
        "substance_use", "eating_disorder", "other",
    },
    "network_status": {"in_network", "out_of_network"},
    "protocol": PROTOCOLS,
    "device": DEVICES,
    "benefit": {"covered", "not_covered", "case_by_case", "unknown"},
    "not_covered_kind": {
        "benefit_exclusion", "not_medically_necessary", "formulary", "route", "protocol", "age", "schedule",
    },
    "prior_authorization": {"required", "not_required", "unknown"},
    "benefit_channel": {"medical", "pharmacy", "behavioral"},
    "confidence": {"high", "medium", "typical"},
}  # fmt: skip
BOOLEANS = {"true", "false"}
FACT_VALUES: dict[str, set[str] | None] = {  # None: a whole number
    "age": None, "failed_antidepressants": None, "antidepressant_classes": None, "shortest_trial_weeks": None,
    "adherence_percent": None, "augmenters_failed": None, "phq9": None, "madrs": None, "hamd17": None,
    "qids": None, "sessions_per_week": None, "week_of_course": None,
    "adequate_dose": BOOLEANS, "psychotherapy_failed": BOOLEANS, "ect_considered": BOOLEANS,
    "on_oral_antidepressant": BOOLEANS, "suicidality": BOOLEANS, "psychosis": BOOLEANS,
    "cannabis_use": BOOLEANS, "bipolar": BOOLEANS, "rems_site": BOOLEANS, "in_network": BOOLEANS,
    "monotherapy": BOOLEANS,
    "substance_use": {"none", "remission", "active"},
    "prescriber": {"psychiatrist", "psychiatric_np", "other"},
    "device": DEVICES, "protocol": PROTOCOLS,
}  # fmt: skip
DIAGNOSIS = re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?")
_STATE_LIST = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC "
    "ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR VI GU AS MP"
)
STATES = set(_STATE_LIST.split())
SOURCED = ["coverage_rules", "state_laws", "medicare_contractors", "payer_profiles"]


def read(name: str) -> list[Row]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


RULES = read("coverage_rules")
CRITERIA = read("coverage_criteria")
PROFILES = read("payer_profiles")


def values(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def in_force(row: Row, day: str) -> bool:
    return row["effective_from"] <= day and (not row["effective_to"] or day < row["effective_to"])
