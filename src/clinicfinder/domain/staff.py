"""Who works at the console, and what each role may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Role = Literal["agent", "supervisor", "admin"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""In rising order: each role may do what those before it may."""

SHORTEST_PASSWORD: Final = 12
"""Characters. Length is what protects; kinds of characters are not asked for (NIST SP 800-63B, 3.1.1.2)."""

LONGEST_PASSWORD: Final = 256
"""Characters. A bound, so that hashing a sent text cannot be made to take long."""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One account. `hide_scripts` and `shortcuts_off` are the member's own choices for the call screen."""

    username: str
    display_name: str
    role: Role
    hide_scripts: bool = False
    shortcuts_off: bool = False


def may(role: Role, lowest: Role) -> bool:
    """Whether a role may do what `lowest` and every higher one may.

    >>> may("supervisor", "agent"), may("agent", "supervisor")
    (True, False)
    """
    return ROLES.index(role) >= ROLES.index(lowest)


def tidy_username(text: str) -> str:
    """A name for signing in as it is kept: small letters, no spaces around it.

    >>> tidy_username("  Ana.Ruiz ")
    'ana.ruiz'
    """
    return text.strip().lower()
