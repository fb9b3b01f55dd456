"""The sign-in as a browser sees it."""

import re

import pytest

from clinicfinder.usecases.sign_in import TRIES_PER_ACCOUNT
from clinicfinder.web.current import ENGINE
from tests.staff.conftest import PASSWORD, console_on_a_copy


@pytest.fixture(scope="module")
def staff_site(staffed_database, tmp_path_factory, make_settings):
    """One console for all of these: each test signs in anew."""
    yield from console_on_a_copy(staffed_database, tmp_path_factory.mktemp("console"), make_settings)


def sign_in(client, **more):
    return client.post("/staff/sign-in", data={"username": "agent", "password": PASSWORD} | more)


class TestTheCookie:
    def test_is_closed_to_scripts_to_other_sites_and_to_the_public_pages(self, staff_site):
        cookie = sign_in(staff_site.test_client()).headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/staff" in cookie

    @pytest.mark.parametrize(
        ("host", "secure"),
        [
            pytest.param("http://localhost:8000", False, id="this machine by name"),
            pytest.param("http://127.0.0.1:8000", False, id="this machine by number"),
            pytest.param("http://[::1]:8000", False, id="this machine by its longer number"),
            pytest.param("http://clinics.example", True, id="anywhere else, even without TLS in sight"),
            pytest.param("https://localhost", True, id="with TLS"),
        ],
    )
    def test_travels_unsealed_on_this_machine_only(self, staff_site, host, secure):
        answer = staff_site.test_client().post(
            "/staff/sign-in", data={"username": "agent", "password": PASSWORD}, base_url=host
        )
        assert ("Secure" in answer.headers["Set-Cookie"]) is secure

    def test_is_never_set_on_a_public_page(self, signed_in):
        browser = signed_in("agent")
        for path in ("/", "/clinics?near=85032", "/api/v1/treatments"):
            assert "Set-Cookie" not in browser.get(path).headers


class TestAWrongSignIn:
    def test_says_the_same_for_every_name_and_keeps_the_name(self, staff_site):
        client = staff_site.test_client()
        known = client.post("/staff/sign-in", data={"username": "agent", "password": "no"})
        unknown = client.post("/staff/sign-in", data={"username": "nobody", "password": "no"})
        assert known.status_code == unknown.status_code == 422
        assert known.text.replace('"agent"', '"nobody"') == unknown.text
        assert 'value="agent"' in known.text

    def test_is_told_to_wait_after_too_many(self, staff_site):
        client = staff_site.test_client()
        for _ in range(TRIES_PER_ACCOUNT):
            client.post("/staff/sign-in", data={"username": "guessed", "password": "no"})
        answer = sign_in(client, username="guessed")
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "900"
        assert "Wait 15 minutes" in answer.text

    def test_from_another_sites_page_is_refused(self, staff_site):
        answer = staff_site.test_client().post(
            "/staff/sign-in",
            data={"username": "agent", "password": PASSWORD},
            headers={"Sec-Fetch-Site": "cross-site"},
        )
        assert answer.status_code == 403


class TestWhenASignInHasEnded:
    @pytest.fixture
    def ended(self, staff_site, signed_in):
        browser = signed_in("agent")
        with staff_site.extensions[ENGINE].begin() as connection:
            connection.exec_driver_sql("UPDATE staff_sessions SET ended_at = created_at")
        return browser

    def test_a_page_leads_to_the_sign_in_and_back(self, ended):
        answer = ended.get("/staff/audit?action=account.signed_in")
        assert answer.status_code == 303
        assert answer.location == "/staff/sign-in?next=/staff/audit?action%3Daccount.signed_in"
        form = ended.get(answer.location).text
        after = re.search(r'name="after" value="([^"]+)"', form)[1]
        assert sign_in(ended.client, after=after).location == "/staff/audit?action=account.signed_in"

    def test_a_form_that_was_sent_is_kept_and_sent_on(self, ended):
        answer = ended.post("/staff/account/preferences", {"hide_scripts": "on", "note": 'calls "back"'})
        assert answer.status_code == 401
        kept = re.search(r'name="kept" value="([^"]+)"', answer.text)[1].replace("&#34;", '"')
        again = sign_in(ended.client, after="/staff/account/preferences", kept=kept)
        assert again.status_code == 200
        assert 'action="/staff/account/preferences"' in again.text
        assert 'name="note" value="calls &#34;back&#34;"' in again.text
        token = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', again.text)[1]
        sent = ended.client.post("/staff/account/preferences", data={"hide_scripts": "on", "csrf_token": token})
        assert sent.status_code == 303

    def test_no_password_is_kept_that_way(self, ended):
        answer = ended.post("/staff/account/password", {"current": PASSWORD, "wanted": "a new quiet river"})
        assert "quiet river" not in answer.text

    def test_a_swap_leaves_the_page_and_says_how_to_go_on(self, ended):
        answer = ended.post("/staff/account/preferences", headers={"HX-Request": "true"})
        assert answer.status_code == 401
        assert answer.headers["HX-Retarget"] == "#sign-in-notice"
        assert "/staff/sign-in" in answer.text
        assert "<main" not in answer.text

    def test_the_form_of_the_page_still_works_after_signing_in_again(self, ended):
        sign_in(ended.client)
        assert ended.post("/staff/account/preferences").status_code == 303

    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example/staff", "//evil.example", "/", "/staffing", "/staff/../x"]
    )
    def test_nobody_is_sent_to_another_site(self, staff_site, elsewhere):
        assert sign_in(staff_site.test_client(), after=elsewhere).location == "/staff"


def test_a_password_of_ours_lets_somebody_in(staff_site, signed_in):
    page = signed_in("admin").post("/staff/members", {"username": "Ana", "display_name": "Ana R.", "role": "agent"})
    password = re.search(r"<code>([a-z0-9-]+)</code>", page.text)[1]
    answer = staff_site.test_client().post("/staff/sign-in", data={"username": "ana", "password": password})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"username": "agent", "role": "agent"}, "&#39;agent&#39; is taken"),
        ({"username": "a b", "role": "agent"}, "&#39;a b&#39; cannot be a username"),
        ({"username": "ana", "role": "boss"}, "&#39;boss&#39; is no role"),
    ],
)
def test_an_account_that_cannot_be_made_is_explained_and_nothing_typed_is_lost(signed_in, form, message):
    answer = signed_in("admin").post("/staff/members", form)
    assert answer.status_code == 422
    assert message in answer.text
    assert f'value="{form["username"]}"' in answer.text


def test_the_last_admin_cannot_be_shut_out(signed_in):
    browser = signed_in("admin")
    for path, form in (("/disabled", {"disabled": "true"}), ("/role", {"role": "agent"})):
        answer = browser.post(f"/staff/members/admin{path}", form)
        assert answer.status_code == 422
        assert "last admin" in answer.text


def test_every_page_of_the_console_shows_where_to_turn_in_a_crisis(signed_in):
    browser = signed_in("admin")
    for path in ("/staff/sign-in", "/staff/account", "/staff/members", "/staff/audit"):
        assert "tel:988" in browser.get(path).text
        assert "sms:988" in browser.get(path).text
