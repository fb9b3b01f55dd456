"""A partner's theme as a style sheet of our own origin: the content security policy allows no inline style."""

from __future__ import annotations

import hashlib

from clinicfinder.domain.themes import FONTS, Shades, Theme, dark_shades, light_shades


def theme_css(theme: Theme) -> str:
    """The tokens of static/site.css, set to a theme. Every value is one of ours or a checked colour or number.

    >>> print(theme_css(Theme("#1d6360", 4, "serif", "light")).splitlines()[0])
    html.frame:root { --radius: 4px; --pico-border-radius: 4px; }
    """
    radius = f"{theme.corner_radius}px"
    lines = [
        f"html.frame:root {{ --radius: {radius}; --pico-border-radius: {radius}; }}",
        f"html.frame:root {{ --pico-font-family: {FONTS[theme.font]}; }}",
    ]
    if theme.scheme == "dark":
        lines.append(_tokens(dark_shades(theme)))
    else:
        lines.append(_tokens(light_shades(theme)))
    if theme.scheme == "auto":
        lines.append(f"@media screen and (prefers-color-scheme: dark) {{\n  {_tokens(dark_shades(theme))}\n}}")
    return "\n".join(lines) + "\n"


def theme_version(theme: Theme) -> str:
    """A fingerprint of the style sheet, so that a browser may keep it and still sees every change."""
    return hashlib.sha256(theme_css(theme).encode()).hexdigest()[:12]


def _tokens(shades: Shades) -> str:
    return (
        f"html.frame:root {{ --brand: {shades.accent}; --brand-strong: {shades.strong}; "
        f"--on-brand: {shades.on_accent}; }}"
    )
