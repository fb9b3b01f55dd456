"""The admin's page of API keys."""

import re


def made(signed_in, **fields):
    return signed_in("admin").post("/staff/api-keys", {"holder": "Example <Health>", "per_minute": "50"} | fields)


def test_a_key_is_shown_once_and_works_at_once(signed_in, staff_site):
    answer = made(signed_in)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (secret,) = re.findall(r"cf_[0-9a-f]{8}_[\w-]{43}", answer.text)
    listed = signed_in("admin").get("/staff/api-keys").text
    assert secret not in listed
    assert secret[:11] in listed
    assert "Example &lt;Health&gt;" in listed
    client = staff_site.test_client()
    assert client.get("/api/v1/treatments", headers={"X-API-Key": secret}).status_code == 200


def test_a_revoked_key_is_refused_at_once_and_stays_listed(signed_in, staff_site):
    (secret,) = re.findall(r"cf_[0-9a-f]{8}_[\w-]{43}", made(signed_in).text)
    admin = signed_in("admin")
    assert admin.post(f"/staff/api-keys/{secret[3:11]}/revoked").status_code == 303
    assert "by admin" in admin.get("/staff/api-keys").text.partition("revoked")[2]
    client = staff_site.test_client()
    assert client.get("/api/v1/treatments", headers={"X-API-Key": secret}).status_code == 401


def test_what_cannot_be_used_is_said_and_kept(signed_in):
    answer = made(signed_in, holder="", per_minute="many")
    assert answer.status_code == 422
    assert 'value="many"' in answer.text
    assert answer.text.count('class="problem"') == 2
    assert "“many” is no number of requests a minute." in answer.text


def test_the_audit_log_says_who_made_it_and_never_the_key(signed_in):
    (secret,) = re.findall(r"cf_[0-9a-f]{8}_[\w-]{43}", made(signed_in).text)
    log = signed_in("admin").get("/staff/audit?action=api_key.created").text
    assert secret[3:11] in log
    assert secret not in log
