"""Looking a street address up: what is kept, then each geocoder in order, each answer checked.

Only a submitted address comes here, never the letters of one being typed. Only what looks like a street
address leaves the machine; ZIP codes, towns and clinic names are found in our own tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from clinicfinder.geocoding.addresses import TypedAddress, looks_like_street_address, read_address
from clinicfinder.geocoding.answers import (
    PRECISION_ORDER,
    AddressAnswer,
    AddressChoices,
    AddressFound,
    AddressNotFound,
    AddressPrecision,
    AddressRefused,
    Candidate,
    GeocoderDown,
    RefusalReason,
    is_exact,
)
from clinicfinder.geocoding.cache import AddressCache
from clinicfinder.geocoding.checks import StateOfZip, judge, why_refused
from clinicfinder.geocoding.providers import TIME_LIMIT, Provider, build_provider
from clinicfinder.geocoding.settings import GeocoderSetting
from clinicfinder.geocoding.transport import silence_address_logs
from clinicfinder.geocoding.turns import Turns


@dataclass(frozen=True, slots=True)
class ProviderNote:
    """What one geocoder said and what became of it. `refusals` stands beside `candidates`, None for one that is taken.

    `failure` is empty if it answered; `verdict` is then what its answer alone amounts to.
    """

    provider: str
    failure: str
    candidates: tuple[Candidate, ...]
    refusals: tuple[RefusalReason | None, ...]
    verdict: AddressAnswer | None


@dataclass(frozen=True, slots=True)
class AddressTrace:
    """How an answer came about: what was kept from earlier, or what each geocoder said, in the order of asking."""

    answer: AddressAnswer
    kept: AddressAnswer | None
    notes: tuple[ProviderNote, ...]


class AddressLookup:
    """Finds street addresses through the geocoders of one installation. Safe to share between threads."""

    def __init__(
        self,
        providers: Sequence[Provider] = (),
        *,
        cache: AddressCache | None = None,
        state_of_zip: StateOfZip,
        before_asking: Callable[[], None] | None = None,
    ) -> None:
        """Args: providers: in the order they are asked; none means offline. cache: None keeps nothing.

        before_asking: called for each address that is not kept, before a geocoder learns of it; may refuse by raising.
        """
        self._providers = tuple(providers)
        self._cache = cache
        self._state_of_zip = state_of_zip
        self._before_asking = before_asking

    def find(self, text: str) -> AddressAnswer:
        """Where a street address is.

        Geocoders are asked in order until one gives a place exact to the house, or a choice.
        Otherwise the best inexact place counts. If none was found and one of them did not answer, the honest
        answer is that we cannot say.
        """
        return self._trace(text, recall=True, remember=True).answer

    def explain(self, text: str, *, ask_anew: bool) -> AddressTrace:
        """The answer and how it came about. Nothing of it is kept.

        Args: ask_anew: ask the geocoders even if an answer is kept.
        """
        return self._trace(text, recall=not ask_anew, remember=False)

    def _trace(self, text: str, *, recall: bool, remember: bool) -> AddressTrace:
        typed = read_address(text)
        if not self._providers:
            return AddressTrace(GeocoderDown(text, typed.zip, "offline"), None, ())
        if not looks_like_street_address(text):
            return AddressTrace(AddressNotFound(text, typed.zip), None, ())
        kept = self._cache.recall(typed) if self._cache and recall else None
        if kept is not None:
            return AddressTrace(kept, kept, ())
        if self._before_asking:
            self._before_asking()
        notes: list[ProviderNote] = []
        answer, all_answered = self._ask(typed, notes)
        if self._cache and remember and (all_answered or _is_exact(answer)):
            self._cache.remember(typed, answer)
        return AddressTrace(answer, None, tuple(notes))

    def _ask(self, typed: TypedAddress, notes: list[ProviderNote]) -> tuple[AddressAnswer, bool]:
        """The answer, and whether every geocoder that was needed for it answered. `notes` gets what each said."""
        inexact: list[AddressFound | AddressChoices] = []
        refused: list[AddressRefused] = []
        all_answered = True
        for provider in self._providers:
            asked = provider.ask_and_tell(typed.text)
            if asked.candidates is None:
                all_answered = False
                notes.append(ProviderNote(provider.name, asked.failure, (), (), None))
                continue
            answer = judge(typed, asked.candidates, provider=provider.name, state_of_zip=self._state_of_zip)
            refusals = tuple(why_refused(typed, candidate, self._state_of_zip) for candidate in asked.candidates)
            notes.append(ProviderNote(provider.name, "", asked.candidates, refusals, answer))
            if _is_exact(answer):
                return answer, all_answered
            if isinstance(answer, AddressFound | AddressChoices):
                inexact.append(answer)
            elif isinstance(answer, AddressRefused):
                refused.append(answer)
        if inexact:
            return min(inexact, key=lambda found: PRECISION_ORDER.index(_precision(found))), all_answered
        if not all_answered:
            return GeocoderDown(typed.text, typed.zip, "unavailable"), False
        return (refused[0] if refused else AddressNotFound(typed.text, typed.zip)), True


def _is_exact(answer: AddressAnswer) -> bool:
    return isinstance(answer, AddressFound | AddressChoices) and is_exact(_precision(answer))


def _precision(answer: AddressFound | AddressChoices) -> AddressPrecision:
    """How exact an answer is. The places of a choice are all of one precision."""
    return answer.precision if isinstance(answer, AddressFound) else answer.choices[0].precision


def build_lookup(
    settings: Sequence[GeocoderSetting],
    *,
    engine: Engine,
    secret: bytes,
    state_of_zip: StateOfZip,
    time_limit: float = TIME_LIMIT,
    before_asking: Callable[[], None] | None = None,
) -> AddressLookup:
    """The lookup of one installation.

    Args: settings: see `settings.parse_geocoders`; empty means offline, and then the database is not used either.
    secret: the key of the cache's hash, at least 16 bytes. time_limit: seconds for one try. before_asking: see
        `AddressLookup`.
    Raises: SettingFault if a geocoder's options or the secret cannot be used.
    """
    if not settings:
        return AddressLookup(state_of_zip=state_of_zip)
    silence_address_logs()
    turns = Turns(engine)
    providers = [build_provider(setting, take_turn=turns.wait_for, time_limit=time_limit) for setting in settings]
    return AddressLookup(
        providers, cache=AddressCache(engine, secret), state_of_zip=state_of_zip, before_asking=before_asking
    )
