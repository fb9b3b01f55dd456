"""Names and phone numbers of callers: sealed before they reach the database, opened for staff alone.

Fernet of the cryptography library: AES in CBC mode with an HMAC, so that a sealed text can neither be read nor changed
without the key. The newest key seals; all keys open, so that keys can be changed while old rows are still held.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from clinicfinder.errors import SettingFault

KEY_PURPOSE: Final = "caller details"
"""What this installation's own key is made for: see store.secret_key.key_for."""


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

    def __init__(self, stated_keys: Sequence[str], own_key: bytes) -> None:
        """Take the operator's keys, the newest first; the key made from the installation's secret comes last.

        Args: stated_keys: as `new_key` makes them. own_key: 32 bytes.

        So an operator who sets a key later can still open what was sealed before.

        Raises: SettingFault if a stated key is none.
        """
        self._fernet = MultiFernet([*map(_stated, stated_keys), Fernet(base64.urlsafe_b64encode(own_key))])

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
