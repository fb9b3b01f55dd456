"""The tables of an estimate: rules, prices and what belongs to them, as text."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SOURCE = ("source_title", "source_url", "source_date", "reviewed_on", "confidence")
TABLES = {
    "coverage_rules": (
        "rule_id", "payer", "plan_type", "product", "state", "treatment", "indication", "network_status", "mac",
        "age_from", "age_to", "protocol", "device", "diagnosis_codes", "effective_from", "effective_to", "benefit",
        "not_covered_kind", "dispute_id", "prior_authorization", "first_authorization", "renewal", "benefit_channel",
        "codes", "wording", "policy_number", *SOURCE,
    ),
    "coverage_criteria": (
        "rule_id", "pathway", "fact", "operator", "value", "wording",
    ),
    "payer_profiles": (
        "payer", "parent", "plan_types", "products", "states", "behavioral_by", "pharmacy_by", "aliases", *SOURCE,
    ),
    "medicare_contractors": (
        "state", "mac", "name", *SOURCE,
    ),
    "state_laws": (
        "law_id", "state", "topic", "scope", "wording", "effective_from", "effective_to", *SOURCE,
    ),
    "prices": (
        "price_id", "treatment", "code", "line_kind", "bill_part", "year", "effective_from", "effective_to",
        "setting", "locality", "state", "payer_class", "kind", "unit", "sessions", "low_cents", "high_cents", "use",
        "said_by", "conflicts_with", "notes", *SOURCE,
    ),
    "billing_codes": (
        "code", "label", "treatment", "line_kind", "unit", "valid_from", "valid_to", "notes", *SOURCE,
    ),
    "courses": (
        "course_code", "treatment", "phase", "session_from", "session_to", "per_week", "interval_days", "dose",
        "note_key", *SOURCE,
    ),
    "parameters": (
        "parameter", "value", "unit", "effective_from", "effective_to", "notes", *SOURCE,
    ),
    "plan_presets": (
        "preset", "label", "year", "plan_type", "field", "value", "unit", "notes", *SOURCE,
    ),
    "assistance_programs": (
        "program_id", "name", "treatment", "pays_line", "eligibility", "commercial_only", "excluded_plan_types",
        "excluded_states", "patient_pays_cents", "yearly_maximum", "counts_toward_deductible", "wording", *SOURCE,
    ),
    "medicare_localities": (
        "locality", "state", "name", "whole_state", "counties", "notes", *SOURCE,
    ),
}  # fmt: skip


def upgrade() -> None:
    """Make the tables as this version of the code needs them."""
    for name, columns in TABLES.items():
        op.create_table(
            name,
            sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
            *(sa.Column(column, sa.String(), nullable=False) for column in columns),
            sa.PrimaryKeyConstraint("line", name=op.f(f"pk_{name}")),
        )


def downgrade() -> None:
    """Go back to the version before."""
    for name in reversed(TABLES):
        op.drop_table(name)
