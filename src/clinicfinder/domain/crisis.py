"""Words that mean a person may be in danger. They put the crisis line first; they never block or log anything.

A false alarm costs a glance, a miss may cost a life: so the list is generous. English and Spanish.
"""

from __future__ import annotations

from typing import Final

from clinicfinder.domain.names import name_key

_PHRASES: Final[tuple[str, ...]] = tuple(
    name_key(phrase)
    for phrase in (
        "suicide", "suicidal", "kill myself", "killing myself", "kill me", "end my life", "ending my life",
        "end it all", "want to die", "wanna die", "wish i was dead",
        "wish i were dead", "better off dead", "dont want to live",
        "do not want to live", "no reason to live", "cant go on", "can not go on", "hurt myself", "hurting myself",
        "harm myself", "self harm", "selfharm", "cut myself", "overdose", "overdosed", "hang myself", "shoot myself",
        "kms", "crisis", "988",
        "take my own life", "taking my own life", "take my life", "taking my life", "end my own life",
        "want to be dead",
        "dont want to be here anymore", "dont want to be here any more", "dont want to be alive", "unalive",
        "no reason to be alive", "kill my self", "sucide", "suicde", "suiside", "suicidial",
        "no quiero seguir viviendo", "acabar con mi vida", "quiero matarme",
        "suicidio", "suicida", "suicidarme", "matarme", "quitarme la vida", "quiero morir", "no quiero vivir",
        "quiero morirme", "hacerme daño", "lastimarme", "cortarme", "sobredosis",
    )
)  # fmt: skip


def mentions_crisis(text: str) -> bool:
    """Whether a typed text holds words of crisis, whatever their case, accents or punctuation.

    >>> mentions_crisis("I want to DIE"), mentions_crisis("Suicide Prevention near 85032"), mentions_crisis("Mesa, AZ")
    (True, True, False)
    >>> mentions_crisis("Killeen, TX"), mentions_crisis("quiero morir")
    (False, True)
    """
    padded = f" {name_key(text)} "
    return any(f" {phrase} " in padded for phrase in _PHRASES)
