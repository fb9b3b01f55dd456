"""The console's menu: each entry is shown to those who may open it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import request, url_for

from clinicfinder.domain.staff import Role, may


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One link of the menu. `current`: "page" for the page itself, "true" for another page of its part, else ""."""

    text: str
    url: str
    current: str


MENU: Final[tuple[tuple[str, str, Role], ...]] = (
    ("Call", "staff_call.begin", "agent"),
    ("Quotes", "staff_quotes.find", "agent"),
    ("Places", "staff_places.form", "agent"),
    ("Hours", "staff_hours.every", "supervisor"),
    ("Data", "staff_data.tables", "supervisor"),
    ("Partners", "staff_partners.every", "supervisor"),
    ("Review", "staff_review.queue", "supervisor"),
    ("Quality", "staff_quality.page", "supervisor"),
    ("Dashboard", "staff_dashboard.page", "supervisor"),
    ("Members", "staff_members.every", "admin"),
    ("API keys", "staff_api_keys.every", "admin"),
    ("Audit log", "staff_audit.entries", "agent"),
    ("Your account", "staff_account.show", "agent"),
)
"""Text, endpoint, and the lowest role that may open it; in the order in which they stand."""


def navigation(role: Role) -> tuple[MenuEntry, ...]:
    """The menu of somebody with this role."""
    return tuple(
        MenuEntry(text, url_for(endpoint), _current(endpoint)) for text, endpoint, lowest in MENU if may(role, lowest)
    )


def _current(endpoint: str) -> str:
    if request.endpoint == endpoint:
        return "page"
    return "true" if endpoint.startswith(f"{request.blueprint}.") else ""
