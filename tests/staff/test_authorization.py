"""Who may open what: every route, by construction."""

import re

import pytest

from clinicfinder.web.staff.access import COOKIE, PREFIX
from tests.staff.authorization_matrix import ARGUMENTS, EXPECTED, PUBLIC_ARGUMENTS, ROLES
from tests.staff.conftest import console_on_a_copy


@pytest.fixture(scope="module")
def staff_site(staffed_database, tmp_path_factory, make_settings):
    """One console for all of these: each test signs in anew."""
    yield from console_on_a_copy(staffed_database, tmp_path_factory.mktemp("console"), make_settings)


def staff_routes(app):
    return {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.rule == "/staff" or rule.rule.startswith("/staff/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_every_route_of_the_console_has_a_line_in_the_table(app):
    assert staff_routes(app) == set(EXPECTED)


def address_of(app, endpoint):
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    with app.test_request_context():
        return app.url_for(endpoint, **{name: ARGUMENTS[name] for name in rule.arguments})


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_each_role_as_the_table_says(staff_site, signed_in, role):
    answered, wanted = {}, {}
    for (method, endpoint), statuses in EXPECTED.items():
        path = address_of(staff_site, endpoint)
        # Each route is asked with a sign-in of its own, since some of them end it.
        browser = staff_site.test_client() if role == "signed out" else signed_in(role)
        send = browser.get if method == "GET" else browser.post
        answered[method, endpoint] = send(path).status_code
        wanted[method, endpoint] = statuses[ROLES.index(role)]
    assert answered == wanted


def public_routes(app):
    """Those that tests/guards/routes.json lists, with nothing or something on file in the variable parts."""
    for rule in app.url_map.iter_rules():
        if rule.rule != "/staff" and not rule.rule.startswith("/staff/"):
            path = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: PUBLIC_ARGUMENTS[part[1]], rule.rule)
            yield from ((method, path) for method in sorted(rule.methods - {"HEAD", "OPTIONS"}))


@pytest.mark.parametrize("role", ROLES[1:])
def test_a_route_outside_the_console_answers_every_role_as_it_answers_anybody(staff_site, signed_in, role):
    # A browser sends the cookie to /staff alone; here it is sent everywhere.
    cookie = {"Cookie": f"{COOKIE}={signed_in(role).client.get_cookie(COOKIE, path=PREFIX).value}"}
    anybody = staff_site.test_client(use_cookies=False)
    assert anybody.get("/staff", headers=cookie).status_code == 200
    answered, wanted = {}, {}
    for method, path in public_routes(staff_site):
        wanted[method, path] = anybody.open(path, method=method).status_code
        answered[method, path] = anybody.open(path, method=method, headers=cookie).status_code
    assert answered == wanted
    assert not {401, 403} & set(wanted.values())


@pytest.mark.parametrize("role", ROLES[1:])
def test_no_change_is_made_without_the_forms_token(staff_site, signed_in, role):
    browser = signed_in(role).client
    for method, endpoint in EXPECTED:
        if method == "POST" and endpoint != "staff_sign_in.enter":
            answer = browser.post(address_of(staff_site, endpoint), data={"csrf_token": "0" * 64})
            assert answer.status_code == 403, endpoint


def test_nothing_under_staff_may_be_kept_by_a_cache(staff_site, signed_in):
    for path in ("/staff/sign-in", "/staff/account", "/staff/nothing-here"):
        assert signed_in("admin").get(path).headers["Cache-Control"] == "no-store"
