"""Every route of the console x every role x signed out, and the status that each gets. The one table."""

from typing import Final

ROLES: Final = ("signed out", "agent", "supervisor", "admin")

# (method, endpoint): status for signed out, agent, supervisor, admin. A GET signed out is sent to the sign-in (303);
# a POST signed out keeps what was typed (401). Forms are sent empty: a 422 says "let in, and the form was read".
EXPECTED: Final[dict[tuple[str, str], tuple[int, int, int, int]]] = {
    ("GET", "staff_sign_in.form"): (200, 200, 200, 200),
    ("POST", "staff_sign_in.enter"): (422, 422, 422, 422),
    ("POST", "staff_sign_in.leave"): (401, 303, 303, 303),
    ("GET", "staff_call.begin"): (303, 200, 200, 200),
    ("GET", "staff_call.resume"): (303, 404, 404, 404),
    ("POST", "staff_call.answer"): (401, 404, 404, 404),
    ("POST", "staff_call.keep"): (401, 404, 404, 404),
    ("POST", "staff_call.discard"): (401, 303, 303, 303),
    ("GET", "staff_call.saved"): (303, 404, 404, 404),
    ("GET", "staff_account.show"): (303, 200, 200, 200),
    ("POST", "staff_account.password"): (401, 422, 422, 422),
    ("POST", "staff_account.preferences"): (401, 303, 303, 303),
    ("POST", "staff_account.sign_out_everywhere"): (401, 303, 303, 303),
    ("GET", "staff_hours.every"): (303, 403, 200, 200),
    ("GET", "staff_hours.clinic"): (303, 403, 404, 404),
    ("POST", "staff_hours.change"): (401, 403, 404, 404),
    ("POST", "staff_hours.end"): (401, 403, 404, 404),
    ("GET", "staff_places.form"): (303, 200, 200, 200),
    ("POST", "staff_places.explain"): (401, 422, 422, 422),
    ("GET", "staff_members.every"): (303, 403, 403, 200),
    ("POST", "staff_members.create"): (401, 403, 403, 422),
    ("POST", "staff_members.new_password"): (401, 403, 403, 404),
    ("POST", "staff_members.disable"): (401, 403, 403, 404),
    ("POST", "staff_members.role"): (401, 403, 403, 422),
    ("GET", "staff_audit.entries"): (303, 200, 200, 200),
    ("GET", "staff_audit.export"): (303, 403, 403, 200),
    ("GET", "staff_data.tables"): (303, 403, 200, 200),
    ("GET", "staff_data.rows"): (303, 403, 404, 404),
    ("GET", "staff_data.download"): (303, 403, 404, 404),
    ("GET", "staff_data.new"): (303, 403, 404, 404),
    ("POST", "staff_data.create"): (401, 403, 404, 404),
    ("GET", "staff_data.edit"): (303, 403, 404, 404),
    ("POST", "staff_data.save"): (401, 403, 404, 404),
    ("POST", "staff_data.remove"): (401, 403, 404, 404),
    ("POST", "staff_data.forget"): (401, 403, 404, 404),
    ("POST", "staff_data.version"): (401, 403, 404, 404),
    ("GET", "staff_data.draft"): (303, 403, 200, 200),
    ("POST", "staff_data.publish"): (401, 403, 422, 422),
    ("POST", "staff_data.forget_all"): (401, 403, 303, 303),
    ("GET", "staff_data.history"): (303, 403, 200, 200),
    ("GET", "staff_data.publication"): (303, 403, 404, 404),
    ("GET", "staff_data.undo_form"): (303, 403, 404, 404),
    ("POST", "staff_data.undo"): (401, 403, 404, 404),
    ("GET", "staff_data.upload_form"): (303, 403, 404, 404),
    ("POST", "staff_data.upload"): (401, 403, 404, 404),
    ("GET", "staff_data.uploaded"): (303, 403, 404, 404),
    ("POST", "staff_data.take"): (401, 403, 404, 404),
    ("POST", "staff_data.forget_file"): (401, 403, 303, 303),
}

# What stands in the variable parts of an address. Nothing of this name is on file.
ARGUMENTS: Final[dict[str, str]] = {
    "username": "nobody",
    "clinic_code": "nowhere",
    "number": "1",
    "call_id": "no-such-call",
    "table": "nothing",
    "row": "0123456789abcdef",
    "token": "nothing",
}
