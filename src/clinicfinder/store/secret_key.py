"""The secret of one installation: set by its operator, or made once and kept beside the database."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from clinicfinder.errors import SettingFault

SHORTEST = 16
"""Bytes. Shorter ones can be tried out."""


def secret_key(stated: str | None, file: Path) -> bytes:
    """The stated secret, or else the one kept in the file, which is made if there is none.

    Two processes that start at once agree on one: the file appears whole or not at all, readable by its owner only.

    Raises: SettingFault if the secret is too short or the file cannot be read or made.
    """
    if stated:
        return _long_enough(stated.encode(), "CLINICFINDER_SECRET_KEY")
    try:
        if not file.exists():
            _make(file)
        return _long_enough(file.read_bytes().strip(), str(file))
    except OSError as error:
        raise SettingFault(
            f"The secret key cannot be kept in {file} ({error.strerror}). Set CLINICFINDER_SECRET_KEY instead."
        ) from error


def key_for(purpose: str, secret: bytes) -> bytes:
    """A key of its own for one purpose, so that what one shows tells nothing about another. 32 bytes."""
    return hmac.digest(secret, purpose.encode(), hashlib.sha256)


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp makes the file with mode 0600, so the secret is never open to others, not even for a moment.
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".secret")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as target:
            target.write(secrets.token_hex(32))
        Path(file).hardlink_to(name)
    except FileExistsError:
        pass  # Another process was first; its secret is the one.
    finally:
        Path(name).unlink()


def _long_enough(secret: bytes, where: str) -> bytes:
    if len(secret) < SHORTEST:
        raise SettingFault(
            f"The secret key of {where} is shorter than {SHORTEST} bytes. "
            "Set a longer one: python -c 'import secrets; print(secrets.token_hex(32))' prints one."
        )
    return secret
