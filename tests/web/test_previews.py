"""Preview pictures: what they say, that they are the same each time, and what happens without the fonts."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from tests.html_page import parse

from clinicfinder.app import create_app
from clinicfinder.config import ASSETS, CrisisLine
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.preview_card import PreviewCard
from clinicfinder.web.preview_picture import HEIGHT, WIDTH, draw_picture
from clinicfinder.web.previews import FONTS

FILES = [ASSETS / "static" / name for name in FONTS]

pytestmark = pytest.mark.skipif(
    not all(file.is_file() for file in FILES), reason="NOT TESTED: the fonts are not installed (`make setup` does it)"
)

PATHS = [
    "/preview.png",
    "/preview/clinics/az.png",
    "/preview/clinics/az/phoenix.png",
    "/preview/clinics/az/phoenix/serenity-chandler.png",
    "/preview/treatments/spravato.png",
]


def drawn(card: PreviewCard) -> Image.Image:
    return Image.open(BytesIO(draw_picture(card, *FILES)))


def card(**words: object) -> PreviewCard:
    return PreviewCard(**{"over": "", "title": "", "text": "", "chips": (), "crisis": "Call 988"} | words)


def inked(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """The box around everything that differs from an empty card."""
    return ImageChops.difference(picture, drawn(card())).getbbox()


def tags(html: str) -> dict[str, str]:
    return {e.attrs["property"]: e.attrs["content"] for e in parse(html).all("meta") if "property" in e.attrs}


@pytest.mark.parametrize("path", PATHS)
def test_a_picture_is_a_png_of_the_size_that_the_page_promises(client: FlaskClient, path: str):
    response = client.get(path)
    assert response.content_type == "image/png"
    assert Image.open(BytesIO(response.data)).size == (WIDTH, HEIGHT) == (1200, 630)
    assert len(response.data) < 200_000


def test_telephones_get_an_icon_without_any_font_and_no_first_visit_pays_for_it(client: FlaskClient):
    assert "apple-touch-icon" not in client.get("/").text
    response = client.get("/apple-touch-icon.png")
    assert Image.open(BytesIO(response.data)).size == (180, 180)
    assert response.content_type == "image/png"


def test_every_page_names_a_picture_that_exists_and_may_be_kept_for_a_year(client: FlaskClient):
    for path in ("/", "/about", "/clinics/all", "/clinics/az", "/clinics/az/phoenix", "/treatments/tms"):
        named = tags(client.get(path).text)
        response = client.get(named["og:image"].removeprefix("http://localhost"))
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert (named["og:image:width"], named["og:image:height"]) == ("1200", "630")
        assert named["og:image:alt"]


def test_without_its_fingerprint_or_with_an_old_one_a_picture_is_asked_for_again(client: FlaskClient):
    for path in (PATHS[1], f"{PATHS[1]}?v=0123456789ab"):
        response = client.get(path)
        assert response.headers["Cache-Control"] == "no-cache"
        again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_a_picture_is_the_same_in_every_process(make_settings):
    words = card(title="TMS clinics in Arizona", chips=("TMS", "Spravato"), text="3 clinics on our list.")
    assert draw_picture(words, *FILES) == draw_picture(words, *FILES)
    one, other = (create_app(make_settings()).test_client().get(PATHS[2]) for _ in range(2))
    assert one.data == other.data


def test_a_picture_changes_its_address_when_what_it_says_changes(make_settings):
    usual = create_app(make_settings()).test_client()
    other = create_app(make_settings(crisis=CrisisLine(number="111"))).test_client()
    assert tags(usual.get("/clinics/az").text)["og:image"] != tags(other.get("/clinics/az").text)["og:image"]


def test_every_clinic_and_city_has_words_for_its_picture(client: FlaskClient, catalogue: Catalogue):
    for state, city, slug in list(catalogue.by_page)[::9]:
        assert client.get(f"/preview/clinics/{state}/{city}/{slug}.png").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/preview/clinics/zz.png",
        "/preview/clinics/az/nowhere.png",
        "/preview/clinics/az/phoenix/nowhere.png",
        "/preview/treatments/nothing.png",
        "/preview/nothing.png",
    ],
)
def test_a_page_that_does_not_exist_has_no_picture(client: FlaskClient, path: str):
    assert client.get(path).status_code == 404


def test_without_the_fonts_pages_name_no_picture_and_say_nothing_untrue(make_settings, tmp_path: Path):
    static = tmp_path / "static"
    shutil.copytree(ASSETS / "static", static, ignore=shutil.ignore_patterns("DejaVu*"))
    client = create_app(make_settings(static_dir=static)).test_client()
    tree = parse(client.get("/clinics/az").text)
    assert not [e for e in tree.all("meta") if "image" in (e.attrs.get("property") or "")]
    assert tree.one("meta", name="twitter:card").attrs["content"] == "summary"
    assert client.get("/preview/clinics/az.png").status_code == 404


class TestWords:
    @pytest.mark.parametrize("times", [1, 2, 4])
    def test_crisis_line_is_whole_however_long_it_is(self, times: int):
        words = "In crisis? Call or text 988, free, day and night. " * times
        left, top, right, bottom = inked(drawn(card(crisis=words)))
        assert (left >= 80, top >= 550, right <= 1120, bottom <= 630) == (True,) * 4
        # Its last words change the picture, so they are on it.
        assert drawn(card(crisis=words)).tobytes() != drawn(card(crisis=words.strip()[:-3])).tobytes()

    @pytest.mark.parametrize("path", ["/preview.png", "/es/preview.png"])
    def test_crisis_line_ends_before_the_margin_in_every_language(self, client: FlaskClient, path: str):
        foot = Image.open(BytesIO(client.get(path).data)).crop((1121, 551, 1200, 630))
        assert len(foot.getcolors()) == 1

    def test_a_long_name_gets_smaller_and_stays_within_the_margins(self):
        left, _, right, bottom = inked(drawn(card(title="Center for Interventional Psychiatry and Wellness " * 3)))
        assert left >= 80
        assert right <= 1120
        assert bottom <= 550

    def test_text_that_does_not_fit_ends_with_a_whole_sentence(self):
        sentence = "A sentence of some length that takes its place on the picture and then ends. "
        endless = drawn(card(text=sentence * 40))
        # What comes after the last whole sentence that fits is not begun.
        assert endless.tobytes() == drawn(card(text=sentence * 40 + "More, and no end.")).tobytes()
        _, _, right, bottom = inked(endless)
        assert bottom <= 550
        assert right <= 1120

    def test_treatments_that_find_no_room_are_counted(self):
        few = inked(drawn(card(chips=("Medication visits",) * 2)))
        many = inked(drawn(card(chips=("Medication visits",) * 12)))
        assert few[2] < many[2] <= 1120
        assert few[3] == many[3]

    @settings(max_examples=15)
    @given(
        words=st.builds(
            PreviewCard,
            over=st.text(max_size=40),
            title=st.text(max_size=200),
            text=st.text(max_size=400),
            chips=st.lists(st.text(max_size=60), max_size=8).map(tuple),
            crisis=st.just("Call 988"),
        )
    )
    def test_any_words_can_be_drawn(self, words: PreviewCard):
        assert drawn(words).size == (WIDTH, HEIGHT)
