"""What a partner pastes into its page: two lines with a script, or a plain frame without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import escape

from clinicfinder.domain.partners import Partner, PartnerLanguage
from clinicfinder.web.translation import DEFAULT_LANGUAGE

HEIGHT: Final = 700
"""Pixels of a frame whose page runs no script; it scrolls within."""

SANDBOX: Final = "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox"
"""What a page builder that puts frames into a sandbox must leave allowed."""

# In the partner's language, which need not be that of whoever prints the snippet.
TITLES: Final[dict[PartnerLanguage, str]] = {
    "en": "Find a ketamine, Spravato or TMS clinic",
    "es": "Encuentre una clínica de ketamina, Spravato o TMS",
}


@dataclass(frozen=True, slots=True)
class Snippet:
    """Both ways, ready to paste. `scripted` sizes itself; `plain` needs no script."""

    scripted: str
    plain: str


def snippet(partner: Partner, site: str) -> Snippet:
    """The snippets of a partner.

    Args: site: our own address as partners see it, such as https://clinics.example.org, without a slash at its end.
    """
    title = escape(TITLES[partner.language])
    home = escape(f"{site}/")
    own = "" if partner.language == DEFAULT_LANGUAGE else f"{partner.language}/"
    link = f'<a href="{home}{own}">{title}</a>'
    scripted = (
        f'<div data-clinicfinder="{partner.slug}" data-title="{title}">{link}</div>\n'
        f'<script src="{home}embed.js" async></script>'
    )
    return Snippet(scripted, f"{iframe(partner, site, '100%', HEIGHT)}\n<p>{link}</p>")


def iframe(partner: Partner, site: str, width: str, height: int) -> str:
    """The bare frame. The partner's origin reaches us as the referrer, the path of its page does not."""
    title = escape(TITLES[partner.language])
    return (
        f'<iframe src="{escape(site)}/embed/{partner.slug}" title="{title}" allow="geolocation" loading="lazy" '
        f'referrerpolicy="strict-origin" width="{width}" height="{height}" style="border:0"></iframe>'
    )
