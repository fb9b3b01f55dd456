"""All tables, so that importing the package makes `SQLModel.metadata` complete."""

from clinicfinder.models.api_keys import ApiKeyRow
from clinicfinder.models.audit import AuditEntryRow, AuditHeadRow
from clinicfinder.models.calls import CallDraftRow, CallScriptRow
from clinicfinder.models.clinic_overrides import ClinicOverrideRow
from clinicfinder.models.clinic_points import ClinicPointRow
from clinicfinder.models.clinics import ClinicInsuranceRow, ClinicRow, NetworkRow, PayerRow, TreatmentRow
from clinicfinder.models.cost_text import (
    AssistanceProgramRow,
    BillingCodeRow,
    CourseStretchRow,
    MedicareLocalityRow,
    ParameterRow,
    PlanPresetRow,
    PriceRow,
)
from clinicfinder.models.coverage_text import (
    CoverageCriterionRow,
    CoverageRuleRow,
    MedicareContractorRow,
    PayerProfileRow,
    StateLawRow,
    TreatmentSafetyRow,
)
from clinicfinder.models.geocode_cache import GeocodeCache, GeocoderTurn
from clinicfinder.models.partners import PartnerRow
from clinicfinder.models.places import SourceRow, ZipCodeRow
from clinicfinder.models.publications import (
    DraftChangeRow,
    OperatorRow,
    PublicationRow,
    PublishedChangeRow,
    UploadRow,
)
from clinicfinder.models.quality_counts import QualityCountRow
from clinicfinder.models.quotes import QuoteOutcomeRow, QuotePersonRow, QuoteRow
from clinicfinder.models.staff import SignInTryRow, StaffMemberRow, StaffSessionRow
from clinicfinder.models.versions import DataVersionRow

__all__ = [
    "ApiKeyRow",
    "AssistanceProgramRow",
    "AuditEntryRow",
    "AuditHeadRow",
    "BillingCodeRow",
    "CallDraftRow",
    "CallScriptRow",
    "ClinicInsuranceRow",
    "ClinicOverrideRow",
    "ClinicPointRow",
    "ClinicRow",
    "CourseStretchRow",
    "CoverageCriterionRow",
    "CoverageRuleRow",
    "DataVersionRow",
    "DraftChangeRow",
    "GeocodeCache",
    "GeocoderTurn",
    "MedicareContractorRow",
    "MedicareLocalityRow",
    "NetworkRow",
    "OperatorRow",
    "ParameterRow",
    "PartnerRow",
    "PayerProfileRow",
    "PayerRow",
    "PlanPresetRow",
    "PriceRow",
    "PublicationRow",
    "PublishedChangeRow",
    "QualityCountRow",
    "QuoteOutcomeRow",
    "QuotePersonRow",
    "QuoteRow",
    "SignInTryRow",
    "SourceRow",
    "StaffMemberRow",
    "StaffSessionRow",
    "StateLawRow",
    "TreatmentRow",
    "TreatmentSafetyRow",
    "UploadRow",
    "ZipCodeRow",
]
