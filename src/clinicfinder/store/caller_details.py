"""Names and phone numbers of callers: sealed before they reach the database, opened for staff alone.

Fernet of the cryptography library: AES in CBC mode with an HMAC, so that a sealed text can neither be read nor changed
without the key. The newest key seals; all keys open, so that keys can be changed while old rows are still held.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from clinicfinder.errors import SettingFault

_PURPOSE = b"clinicfinder caller details, version 1"


@dataclass(frozen=True, slots=True)
class CallerDetails:
    """What a caller left so that they can be called back. None: not given."""

    name: str | None
    phone: str | None

    @property
    def given(self) -> bool:
        """Whether there is anything to keep at all."""
        return self.name is not None or self.phone is not None


class CallerSeal:
    """Seals and opens texts with the keys of this installation."""

    def __init__(self, stated_keys: Sequence[str], secret: bytes) -> None:
        """Take the operator's keys, the newest first; the key made from the installation's secret comes last.

        So an operator who sets a key later can still open what was sealed before.

        Raises: SettingFault if a stated key is none.
        """
        self._fernet = MultiFernet([*map(_stated, stated_keys), Fernet(_derived(secret))])

    def seal(self, text: str | None) -> str | None:
        """The sealed text, or None for None."""
        return None if text is None else self._fernet.encrypt(text.encode()).decode()

    def opened(self, sealed: str | None) -> str | None:
        """The text that was sealed; None if there is none, or if no key of ours opens it."""
        if sealed is None:
            return None
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            return None

    def resealed(self, sealed: str | None) -> str | None:
        """The same text under the newest key; as it was if no key of ours opens it."""
        if sealed is None:
            return None
        try:
            return self._fernet.rotate(sealed).decode()
        except InvalidToken:
            return sealed


def new_key() -> str:
    """A key for CLINICFINDER_ENCRYPTION_KEYS."""
    return Fernet.generate_key().decode()


def _stated(key: str) -> Fernet:
    try:
        return Fernet(key)
    except ValueError as error:
        raise SettingFault(
            "A key in CLINICFINDER_ENCRYPTION_KEYS is not 32 bytes in URL-safe base64. "
            "`clinicfinder quotes new-key` prints one."
        ) from error


def _derived(secret: bytes) -> bytes:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)
    return base64.urlsafe_b64encode(key)
