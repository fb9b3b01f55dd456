"""All tables, so that importing the package makes `SQLModel.metadata` complete."""

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
from clinicfinder.models.versions import DataVersionRow

__all__ = [
    "AssistanceProgramRow",
    "BillingCodeRow",
    "ClinicInsuranceRow",
    "ClinicPointRow",
    "ClinicRow",
    "CourseStretchRow",
    "CoverageCriterionRow",
    "CoverageRuleRow",
    "DataVersionRow",
    "GeocodeCache",
    "GeocoderTurn",
    "MedicareContractorRow",
    "MedicareLocalityRow",
    "NetworkRow",
    "ParameterRow",
    "PartnerRow",
    "PayerProfileRow",
    "PayerRow",
    "PlanPresetRow",
    "PriceRow",
    "SourceRow",
    "StateLawRow",
    "TreatmentRow",
    "TreatmentSafetyRow",
    "ZipCodeRow",
]
