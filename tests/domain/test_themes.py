"""Partners without a file or a database: origins, contrast, and what a theme becomes."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicfinder.domain.contrast import READABLE, contrast, least_contrast, nearest_readable, text_on
from clinicfinder.domain.partners import origin_fault
from clinicfinder.domain.themes import (
    DARK_SURFACES,
    FONTS,
    LIGHT_SURFACES,
    Theme,
    accent_fault,
    dark_shades,
    light_shades,
)
from clinicfinder.web.embed.theme import theme_css

SITE_CSS = (Path(__file__).resolve().parents[2] / "static" / "site.css").read_text(encoding="utf-8")
colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


class TestContrast:
    @pytest.mark.parametrize(
        ("one", "other", "ratio"),
        [
            pytest.param("#777777", "#ffffff", 4.48, id="the grey that just fails"),
            pytest.param("#767676", "#ffffff", 4.54, id="the grey that just passes"),
            pytest.param("#0000ff", "#ffffff", 8.59, id="blue"),
            pytest.param("#ff0000", "#ffffff", 4.00, id="red"),
        ],
    )
    def test_is_that_of_the_examples_everybody_knows(self, one: str, other: str, ratio: float):
        assert contrast(one, other) == pytest.approx(ratio, abs=0.005)

    @given(colors, colors)
    def test_is_the_same_both_ways_and_between_1_and_21(self, one: str, other: str):
        assert contrast(one, other) == contrast(other, one)
        assert 1 <= contrast(one, other) <= 21

    @given(colors)
    def test_text_on_any_accent_can_be_read(self, color: str):
        assert contrast(text_on(color), color) >= READABLE

    @given(colors, st.sampled_from([(LIGHT_SURFACES, "#000000"), (DARK_SURFACES, "#ffffff")]))
    def test_a_readable_colour_is_left_alone_and_any_other_is_mended(
        self, color: str, way: tuple[tuple[str, ...], str]
    ):
        surfaces, towards = way
        mended = nearest_readable(color, surfaces, towards)
        assert mended is not None
        assert least_contrast(mended, surfaces) >= READABLE
        assert (mended == color) == (least_contrast(color, surfaces) >= READABLE)


class TestAccent:
    @given(colors, st.sampled_from(["auto", "light", "dark"]))
    def test_that_is_accepted_can_be_read_in_every_scheme_it_is_shown_in(self, color: str, scheme):
        if accent_fault(color, scheme):
            return
        theme = Theme(color, 8, "system", scheme)
        if scheme != "dark":
            assert light_shades(theme).accent == color
            assert least_contrast(light_shades(theme).accent, LIGHT_SURFACES) >= READABLE
            assert contrast(light_shades(theme).accent, light_shades(theme).on_accent) >= READABLE
        if scheme != "light":
            assert least_contrast(dark_shades(theme).accent, DARK_SURFACES) >= READABLE
            assert contrast(dark_shades(theme).accent, dark_shades(theme).on_accent) >= READABLE

    @given(colors, st.sampled_from(["auto", "light", "dark"]))
    def test_that_is_refused_comes_with_one_that_is_accepted(self, color: str, scheme):
        if fault := accent_fault(color, scheme):
            (offered,) = re.findall(r"#[0-9a-f]{6}", fault)
            assert accent_fault(offered, scheme) is None

    def test_is_held_against_the_surfaces_of_the_style_sheet(self):
        light, dark = SITE_CSS.split("@media screen and (prefers-color-scheme: dark)")[:2]
        for text, surfaces in ((light, LIGHT_SURFACES), (dark, DARK_SURFACES)):
            tokens = dict(re.findall(r"--(paper|card|calm-paper): (#[0-9a-f]{6});", text))
            assert (tokens["paper"], tokens["card"], tokens["calm-paper"]) == surfaces

    def test_dark_by_choice_has_the_colours_of_dark_by_device(self):
        by_device = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', SITE_CSS, re.DOTALL)
        by_choice = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', SITE_CSS, re.DOTALL)
        assert by_device
        assert by_choice
        assert set(re.findall(r"--[\w-]+: [^;]+", by_device[1])) == set(re.findall(r"--[\w-]+: [^;]+", by_choice[1]))


class TestStyleSheet:
    @pytest.mark.parametrize("font", FONTS)
    @pytest.mark.parametrize("scheme", ["auto", "light", "dark"])
    def test_sets_tokens_and_loads_nothing(self, font: str, scheme):
        css = theme_css(Theme("#1d6360", 24, font, scheme))
        assert "url(" not in css
        assert "@import" not in css
        assert css.count("{") == css.count("}")
        assert ("prefers-color-scheme" in css) == (scheme == "auto")
        assert ("#1d6360" in css) == (scheme != "dark")


class TestOrigin:
    @pytest.mark.parametrize(
        "origin",
        [
            "https://www.example.org", "https://example.org:8443", "http://localhost", "http://localhost:8001",
            "http://127.0.0.1:5500", "https://xn--mnchen-3ya.example", "https://10.0.0.7",
        ],
    )  # fmt: skip
    def test_exactly_as_a_browser_writes_it_is_taken(self, origin: str):
        assert origin_fault(origin) is None

    @pytest.mark.parametrize(
        ("text", "cure"),
        [
            pytest.param("https://example.org/", "Write https://example.org:", id="a slash"),
            pytest.param("https://example.org/clinics?a=b", "Write https://example.org:", id="a page"),
            pytest.param("https://Example.org", "Write https://example.org:", id="capitals"),
            pytest.param(
                "https://example.org:443", "Write https://example.org:", id="the port that goes without saying"
            ),
            pytest.param("http://example.org", "plain http is for localhost", id="a page anybody between can change"),
            pytest.param("https://*.example.org", "is no origin", id="a pattern"),
            pytest.param("*", "is no origin", id="everybody"),
            pytest.param("https:", "is no origin", id="a scheme alone"),
            pytest.param("'self'", "is no origin", id="a keyword of the policy"),
            pytest.param("null", "is no origin", id="a sandbox"),
            pytest.param("example.org", "is no origin", id="no scheme"),
            pytest.param("ftp://example.org", "is no origin", id="another scheme"),
            pytest.param("https://a@example.org", "is no origin", id="a user"),
            pytest.param("https://example.org, https://b.org", "is no origin", id="two in one"),
            pytest.param("https://example.org:port", "is no origin", id="a port that is none"),
            pytest.param("https://exa mple.org", "is no origin", id="a space"),
            pytest.param("https://[::1]:8001", "is no origin", id="an address that no policy takes"),
            pytest.param("https://a.org script-src *", "is no origin", id="a second directive"),
            pytest.param("https://-a.org", "is no origin", id="a host that begins with a hyphen"),
        ],
    )
    def test_of_any_other_form_is_refused_with_the_cure(self, text: str, cure: str):
        assert cure in (origin_fault(text) or "")

    @given(st.text(max_size=40))
    def test_of_any_text_never_carries_more_than_one_word_into_a_header(self, text: str):
        if origin_fault(text) is None:
            assert re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", text)
