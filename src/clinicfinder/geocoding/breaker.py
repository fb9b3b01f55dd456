"""A circuit breaker as a pure state machine: the clock is passed in, each step gives the next state.

Closed: every call may go out. Open: none may, until the pause is over. Half-open: one call may go out to try; its
success closes the breaker, its failure opens it again. There is no separate flag for half-open: the call that tries
pushes the end of the pause ahead of itself, so nobody else goes out with it, and a trial that never reports back (its
worker died) blocks nothing for longer than one pause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Breaker:
    """The state of one geocoder's breaker.

    `limit`: failures in a row that open it, >= 1. `pause`: seconds it stays open, > 0.
    `open_until`: seconds on the caller's clock; None means closed.
    """

    limit: int = 3
    pause: float = 60.0
    failures: int = 0
    open_until: float | None = None

    def ask(self, now: float) -> tuple[Breaker, bool]:
        """Whether a call may go out now, and the state after that decision.

        >>> Breaker().ask(0.0)[1]
        True
        >>> Breaker(open_until=60.0).ask(59.9)[1]
        False
        >>> trial, may_go = Breaker(open_until=60.0).ask(60.0)
        >>> may_go, trial.ask(60.0)[1]
        (True, False)
        """
        if self.open_until is None:
            return self, True
        if now < self.open_until:
            return self, False
        return replace(self, open_until=now + self.pause), True

    def succeeded(self) -> Breaker:
        """The state after an answer: closed, nothing held against the geocoder."""
        return replace(self, failures=0, open_until=None)

    def failed(self, now: float) -> Breaker:
        """The state after a failure: one more in a row, open once the limit is reached."""
        failures = self.failures + 1
        opens = failures >= self.limit
        return replace(self, failures=failures, open_until=now + self.pause if opens else self.open_until)

    def told_to_wait(self, now: float, seconds: float | None) -> Breaker:
        """The state after the geocoder itself asked us to slow down: open at once.

        Args: seconds: what its Retry-After said, None if it named no time. Never shorter than our pause.
        """
        return replace(self, failures=self.limit, open_until=now + max(seconds or 0.0, self.pause))
