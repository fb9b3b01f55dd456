"""All tables, so that importing the package makes `SQLModel.metadata` complete."""

from clinicfinder.models.clinic_points import ClinicPointRow
from clinicfinder.models.clinics import ClinicInsuranceRow, ClinicRow, NetworkRow, PayerRow, TreatmentRow
from clinicfinder.models.geocode_cache import GeocodeCache, GeocoderTurn
from clinicfinder.models.places import SourceRow, ZipCodeRow
from clinicfinder.models.versions import DataVersionRow

__all__ = [
    "ClinicInsuranceRow",
    "ClinicPointRow",
    "ClinicRow",
    "DataVersionRow",
    "GeocodeCache",
    "GeocoderTurn",
    "NetworkRow",
    "PayerRow",
    "SourceRow",
    "TreatmentRow",
    "ZipCodeRow",
]
