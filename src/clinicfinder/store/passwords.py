"""Passwords at rest: Argon2id by argon2-cffi, with the library's own costs (RFC 9106, low-memory profile)."""

from __future__ import annotations

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER: Final = PasswordHasher()


def hash_password(password: str) -> str:
    """The hash to keep, with its salt and costs inside."""
    return _HASHER.hash(password)


def is_password(password: str, kept: str | None) -> bool:
    """Whether this is the password of a kept hash.

    Without a hash (there is no such account) it takes as long and says no, so that time tells nothing either.
    """
    try:
        _HASHER.verify(kept or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with lower costs than today's, and should be made anew at the next sign-in."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this password")
