"""Accounts at the command line, and the proof of the audit log."""

from datetime import UTC, datetime

from click.testing import CliRunner

from clinicfinder.cli import main
from clinicfinder.store.engine import make_engine
from clinicfinder.usecases.sign_in import SignedIn, sign_in


def can_sign_in(environment, name, password):
    engine = make_engine(environment["CLINICFINDER_DATABASE_URL"])
    answer = sign_in(engine, b"k" * 32, name, password, "192.0.2.1", datetime.now(UTC))
    engine.dispose()
    return isinstance(answer, SignedIn)


def test_the_first_admin_is_made_without_any_password_of_ours_lying_around(run, environment):
    made = run("users", "create", "Ana", "--role", "admin", "--generate")
    assert made.exit_code == 0
    assert can_sign_in(environment, "ana", made.stdout.strip())


def test_a_password_is_read_from_standard_input(environment):
    made = CliRunner().invoke(main, ["users", "create", "ana"], env=environment, input="a quiet river\n")
    assert made.exit_code == 0, made.output
    assert "a quiet river" not in made.output
    assert can_sign_in(environment, "ana", "a quiet river")


def test_a_short_password_is_refused(environment):
    made = CliRunner().invoke(main, ["users", "create", "ana"], env=environment, input="short\n")
    assert made.exit_code == 1
    assert "12 to 256 characters" in made.stderr


def test_an_account_is_disabled_enabled_reset_and_listed(run, environment):
    first = run("users", "create", "ana", "--generate").stdout.strip()
    assert run("users", "disable", "ana").exit_code == 0
    assert not can_sign_in(environment, "ana", first)
    assert "disabled" in run("users", "list").stdout
    assert run("users", "enable", "ana").exit_code == 0
    second = run("users", "reset-password", "ana", "--generate").stdout.strip()
    assert can_sign_in(environment, "ana", second)
    assert not can_sign_in(environment, "ana", first)


def test_an_unknown_account_is_named(run):
    refused = run("users", "disable", "bob")
    assert refused.exit_code == 1
    assert "There is no account 'bob'" in refused.stderr


def test_the_audit_log_proves_itself(run):
    run("users", "create", "ana", "--generate")
    entries, head = run("audit", "verify").stdout.split()
    assert entries == "1"
    run("users", "create", "bob", "--generate")
    assert run("audit", "verify", "--expect", head).exit_code == 0
    cut = run("audit", "verify", "--expect", "f" * 64)
    assert cut.exit_code == 1
    assert "not in the log" in cut.stderr
