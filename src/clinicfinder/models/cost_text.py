"""The tables of prices.csv and the files beside it, cell by cell as people write them."""

from clinicfinder.models.columns import SourceText


class PriceRow(SourceText, table=True):
    """A price, as its source says it."""

    __tablename__ = "prices"

    price_id: str
    treatment: str
    code: str
    line_kind: str
    bill_part: str
    year: str
    effective_from: str
    effective_to: str
    setting: str
    locality: str
    state: str
    payer_class: str
    kind: str
    unit: str
    sessions: str
    low_cents: str
    high_cents: str
    use: str
    said_by: str
    conflicts_with: str
    notes: str


class BillingCodeRow(SourceText, table=True):
    """A billing code and the days on which it may be billed."""

    __tablename__ = "billing_codes"

    code: str
    label: str
    treatment: str
    line_kind: str
    unit: str
    valid_from: str
    valid_to: str
    notes: str


class CourseStretchRow(SourceText, table=True):
    """A stretch of sessions of a course."""

    __tablename__ = "courses"

    course_code: str
    treatment: str
    phase: str
    session_from: str
    session_to: str
    per_week: str
    interval_days: str
    dose: str
    note_key: str


class ParameterRow(SourceText, table=True):
    """A figure that law or a regulator sets, with its dates."""

    __tablename__ = "parameters"

    parameter: str
    value: str
    unit: str
    effective_from: str
    effective_to: str
    notes: str


class PlanPresetRow(SourceText, table=True):
    """One field of a plan preset."""

    __tablename__ = "plan_presets"

    preset: str
    label: str
    year: str
    plan_type: str
    field: str
    value: str
    unit: str
    notes: str


class AssistanceProgramRow(SourceText, table=True):
    """A maker's savings programme."""

    __tablename__ = "assistance_programs"

    program_id: str
    name: str
    treatment: str
    pays_line: str
    eligibility: str
    commercial_only: str
    excluded_plan_types: str
    excluded_states: str
    patient_pays_cents: str
    yearly_maximum: str
    counts_toward_deductible: str
    wording: str


class MedicareLocalityRow(SourceText, table=True):
    """A Medicare payment locality."""

    __tablename__ = "medicare_localities"

    locality: str
    state: str
    name: str
    whole_state: str
    counties: str
    notes: str
