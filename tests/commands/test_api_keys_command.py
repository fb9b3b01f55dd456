"""`clinicfinder api-keys`: make, list, revoke."""


def test_a_key_is_printed_once_and_listed_without_itself(prepared):
    made = prepared("api-keys", "create", "Example Health", "--per-minute", 50)
    assert made.exit_code == 0, made.output
    secret = made.stdout.strip()
    assert secret.startswith("cf_")
    listed = prepared("api-keys", "list").stdout
    assert secret not in listed
    assert all(word in listed for word in (secret.split("_")[1], "Example Health", "50", "command line", "in use"))


def test_a_revoked_key_is_listed_as_such_and_cannot_be_revoked_again(prepared):
    key_id = prepared("api-keys", "create", "Example Health").stdout.split("_")[1]
    assert prepared("api-keys", "revoke", key_id).exit_code == 0
    assert "revoked" in prepared("api-keys", "list").stdout
    again = prepared("api-keys", "revoke", key_id)
    assert again.exit_code == 1
    assert key_id in again.output


def test_a_holder_is_needed(prepared):
    refused = prepared("api-keys", "create", "  ")
    assert refused.exit_code == 1
    assert "who will have the key" in refused.output
