"""All tables, so that importing the package makes `SQLModel.metadata` complete."""

from clinicfinder.models.clinics import ClinicInsuranceRow, ClinicRow, NetworkRow, PayerRow, TreatmentRow
from clinicfinder.models.places import SourceRow, ZipCodeRow
from clinicfinder.models.versions import DataVersionRow

__all__ = [
    "ClinicInsuranceRow",
    "ClinicRow",
    "DataVersionRow",
    "NetworkRow",
    "PayerRow",
    "SourceRow",
    "TreatmentRow",
    "ZipCodeRow",
]
