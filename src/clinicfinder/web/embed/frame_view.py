"""What the layout of a frame needs to know of its partner, and what a partner's pages leave out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import request, url_for

from clinicfinder.domain.partners import Partner
from clinicfinder.domain.themes import Scheme
from clinicfinder.web.embed.theme import theme_version
from clinicfinder.web.estimate_fields import FormView
from clinicfinder.web.fields import Field
from clinicfinder.web.form_options import FormOptions, Option
from clinicfinder.web.framing import frame_partner


@dataclass(frozen=True, slots=True)
class FrameView:
    """The frame of one partner. `parents`: the origins whose pages it tells its height; itself, for a preview.

    `is_open`: whether anything but words is shown in it.
    """

    theme_url: str
    scheme: Scheme
    parents: str
    is_open: bool


def frame_view() -> FrameView | None:
    """The frame of this request, or None where its partner is unknown."""
    partner = frame_partner()
    if partner is None:
        return None
    return FrameView(
        theme_url=url_for("embed.theme", partner=partner.slug, v=theme_version(partner.theme)),
        scheme=partner.theme.scheme,
        parents=" ".join((request.host_url.rstrip("/"), *partner.origins)),
        is_open=partner.enabled,
    )


def shown_options(options: FormOptions, partner: Partner) -> FormOptions:
    """The choices of the search form that a partner shows: its own treatments, or those that people come for."""
    if not partner.treatments:
        return options
    treatments = (*options.main_treatments, *options.other_treatments)
    return replace(options, main_treatments=tuple(o for o in treatments if o.code in partner.treatments))


def shown_form(form: FormView, partner: Partner) -> FormView:
    """The estimate form as a partner shows it: its own treatments alone."""
    if not partner.treatments:
        return form
    return replace(form, first=tuple(_narrowed(field, partner) for field in form.first))


def _narrowed(field: Field, partner: Partner) -> Field:
    if field.name != "treatment":
        return field
    return replace(field, options=tuple(o for o in field.options if _is_shown(o, partner)))


def _is_shown(option: Option, partner: Partner) -> bool:
    return not option.code or option.chosen or option.code in partner.treatments
