"""Make, change and disable accounts of the console. Every change is in the audit log; no password ever is."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine

from clinicfinder.domain.staff import (
    LONGEST_PASSWORD,
    ROLES,
    SHORTEST_PASSWORD,
    Role,
    StaffMember,
    tidy_username,
)
from clinicfinder.errors import BadForm, FieldProblem, NotOnFile
from clinicfinder.store.audit import AuditEntry, append_entry
from clinicfinder.store.passwords import hash_password, is_password
from clinicfinder.store.staff import (
    Account,
    end_sessions_of,
    insert_account,
    read_account,
    read_accounts,
    update_account,
)
from clinicfinder.usecases.sign_in import Session

_USERNAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9.@_-]{0,58}[a-z0-9])?")


def list_accounts(engine: Engine) -> list[Account]:
    """All accounts by username."""
    with engine.connect() as connection:
        return read_accounts(connection)


def create_account(
    engine: Engine, username: str, display_name: str, role: str, password: str, *, actor: str, moment: datetime
) -> StaffMember:
    """Make an account.

    Raises: BadForm naming everything that cannot be used, a name that is taken included.
    """
    name, shown = tidy_username(username), display_name.strip() or tidy_username(username)
    problems = [*_name_problems(name), *_role_problems(role), *_password_problems(password, name)]
    if len(shown) > 100:
        problems.append(FieldProblem("display_name", "Use at most 100 characters.", value=shown))
    with engine.connect() as connection:
        if read_account(connection, name):
            problems.append(FieldProblem("username", f"{name!r} is taken. Choose another.", value=name))
    if problems:
        raise BadForm(problems)
    member = StaffMember(name, shown, ROLES[ROLES.index(role)])
    account = Account(member, hash_password(password), moment, moment, None)
    with engine.begin() as connection:
        append_entry(connection, AuditEntry(actor, "account.created", "account", name, new=role), moment)
        insert_account(connection, account)
    return member


def set_disabled(engine: Engine, username: str, *, disabled: bool, actor: str, moment: datetime) -> None:
    """Disable an account and end its sign-ins, or let it in again.

    Raises: NotOnFile; BadForm for the last admin, without whom nobody could let anybody in.
    """

    def change(connection: Connection, account: Account) -> None:
        if disabled and account.member.role == "admin":
            _refuse_last_admin(connection, account)
        update_account(connection, username, disabled_at=moment if disabled else None)
        if disabled:
            end_sessions_of(connection, username, moment)

    action = "account.disabled" if disabled else "account.enabled"
    _change(engine, username, AuditEntry(actor, action, "account", username), change, moment)


def set_role(engine: Engine, username: str, role: str, *, actor: str, moment: datetime) -> None:
    """Give an account another role.

    Raises: NotOnFile; BadForm for an unknown role or the last admin.
    """
    if problems := _role_problems(role):
        raise BadForm(problems)

    def change(connection: Connection, account: Account) -> None:
        if account.member.role == "admin" and role != "admin":
            _refuse_last_admin(connection, account)
        update_account(connection, username, role=role)

    _change(engine, username, AuditEntry(actor, "account.role_set", "account", username, new=role), change, moment)


def reset_password(engine: Engine, username: str, password: str, *, actor: str, moment: datetime) -> None:
    """Set a password for somebody, and end all their sign-ins.

    Raises: NotOnFile; BadForm for a password that cannot be used.
    """
    if problems := _password_problems(password, username):
        raise BadForm(problems)
    hashed = hash_password(password)

    def change(connection: Connection, _: Account) -> None:
        update_account(connection, username, password_hash=hashed, password_set_at=moment)
        end_sessions_of(connection, username, moment)

    _change(engine, username, AuditEntry(actor, "account.password_reset", "account", username), change, moment)


def change_own_password(engine: Engine, session: Session, current: str, wanted: str, moment: datetime) -> None:
    """Set one's own password, and end one's other sign-ins.

    Raises: BadForm if the current one is wrong or the new one cannot be used.
    """
    name = session.member.username
    with engine.connect() as connection:
        account = read_account(connection, name)
    problems = _password_problems(wanted, name)
    if account is None or not is_password(current[: LONGEST_PASSWORD + 1], account.password_hash):
        problems.insert(0, FieldProblem("current", "This is not your password. Type the one you signed in with."))
    if problems:
        raise BadForm(problems)
    hashed = hash_password(wanted)

    def change(connection: Connection, _: Account) -> None:
        update_account(connection, name, password_hash=hashed, password_set_at=moment)
        end_sessions_of(connection, name, moment, but=session.token_hash)

    _change(engine, name, AuditEntry(name, "account.password_changed", "account", name), change, moment)


def set_preferences(engine: Engine, username: str, *, hide_scripts: bool, shortcuts_off: bool) -> None:
    """Keep how a member likes the call screen. It is no change of data, so no audit entry is made."""
    with engine.begin() as connection:
        update_account(connection, username, hide_scripts=hide_scripts, shortcuts_off=shortcuts_off)


def end_all_sessions(engine: Engine, username: str, *, actor: str, moment: datetime) -> None:
    """Sign an account out everywhere.

    Raises: NotOnFile.
    """
    entry = AuditEntry(actor, "account.signed_out_everywhere", "account", username)
    _change(engine, username, entry, lambda connection, _: end_sessions_of(connection, username, moment), moment)


def make_password() -> str:
    """A password to hand to somebody: 100 random bits in five groups that can be read aloud."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(5))


def _change(
    engine: Engine, username: str, entry: AuditEntry, change: Callable[[Connection, Account], None], moment: datetime
) -> None:
    with engine.begin() as connection:
        append_entry(connection, entry, moment)
        account = read_account(connection, username)
        if account is None:
            raise NotOnFile("account", username)
        change(connection, account)


def _refuse_last_admin(connection: Connection, account: Account) -> None:
    others = [
        each
        for each in read_accounts(connection)
        if each.member.role == "admin" and each.disabled_at is None and each.member != account.member
    ]
    if not others:
        name = account.member.username
        message = f"{name!r} is the last admin. Make somebody else an admin first."
        raise BadForm([FieldProblem("username", message, value=name)])


def _name_problems(name: str) -> list[FieldProblem]:
    if _USERNAME.fullmatch(name):
        return []
    message = f"{name!r} cannot be a username. Use 1 to 60 small letters, digits, dots, @, hyphens or underscores."
    return [FieldProblem("username", message, value=name)]


def _role_problems(role: str) -> list[FieldProblem]:
    known: tuple[Role, ...] = ROLES
    if role in known:
        return []
    return [FieldProblem("role", f"{role!r} is no role. Use {', '.join(known)}.", value=role)]


def _password_problems(password: str, username: str) -> list[FieldProblem]:
    """The message never repeats the password."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        message = f"Use {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters. A few words with spaces are fine."
        return [FieldProblem("password", message)]
    if username and username in password.lower():
        return [FieldProblem("password", "Leave your username out of the password.")]
    if len(set(password)) < 5:
        return [FieldProblem("password", "Use more than four different characters.")]
    return []
