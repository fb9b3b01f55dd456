"""The tables of coverage_rules.csv and the files beside it, cell by cell as people write them."""

from clinicfinder.models.columns import SourceText, TextRow


class CoverageRuleRow(SourceText, table=True):
    """A coverage rule."""

    __tablename__ = "coverage_rules"

    rule_id: str
    payer: str
    plan_type: str
    product: str
    state: str
    treatment: str
    indication: str
    network_status: str
    mac: str
    age_from: str
    age_to: str
    protocol: str
    device: str
    diagnosis_codes: str
    effective_from: str
    effective_to: str
    benefit: str
    not_covered_kind: str
    dispute_id: str
    prior_authorization: str
    first_authorization: str
    renewal: str
    benefit_channel: str
    codes: str
    wording: str
    policy_number: str


class CoverageCriterionRow(TextRow, table=True):
    """One criterion on one pathway of a rule."""

    __tablename__ = "coverage_criteria"

    rule_id: str
    pathway: str
    fact: str
    operator: str
    value: str
    wording: str


class PayerProfileRow(SourceText, table=True):
    """A payer's parent, plans and products."""

    __tablename__ = "payer_profiles"

    payer: str
    parent: str
    plan_types: str
    products: str
    states: str
    behavioral_by: str
    pharmacy_by: str
    aliases: str


class MedicareContractorRow(SourceText, table=True):
    """The Medicare contractor of a state."""

    __tablename__ = "medicare_contractors"

    state: str
    mac: str
    name: str


class StateLawRow(SourceText, table=True):
    """A state law that bears on plans."""

    __tablename__ = "state_laws"

    law_id: str
    state: str
    topic: str
    scope: str
    wording: str
    effective_from: str
    effective_to: str


class TreatmentSafetyRow(SourceText, table=True):
    """What a source says of the safety of one or several treatments."""

    __tablename__ = "treatment_safety"

    treatment: str
    kind: str
    statement: str
