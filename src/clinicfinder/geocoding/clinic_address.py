"""A clinic's address as a geocoder is asked for it, and a name for exactly that address."""

from __future__ import annotations

import hashlib

from clinicfinder.domain.clinics import Clinic
from clinicfinder.geocoding.addresses import normalised


def address_line(clinic: Clinic) -> str:
    """The address on one line, without the unit: geocoders place buildings, and suites confuse them."""
    return f"{clinic.street}, {clinic.city}, {clinic.state} {clinic.zip}"


def address_hash(clinic: Clinic) -> str:
    """A name for the address, equal for ways of writing it that `normalised` joins; 64 hex digits.

    A plain hash will do: a clinic's address is public, and the hash is only ever compared with another.
    """
    return hashlib.sha256(normalised(address_line(clinic)).encode()).hexdigest()
