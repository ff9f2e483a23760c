"""Accounts of the staff, as services and on the command line."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from portal.bootstrap import Portal
from portal.domain.actors import Actor, MemberActor, Operator, Role, StaffActor, Visitor
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.letters import Letter
from portal.domain.links import LinkPurpose
from portal.domain.paths import landing
from portal.models.accounts import Account
from portal.models.outbox import OutboxMessage
from portal.models.sessions import UserSession
from portal.services.devices import open_session
from portal.services.links import look_at_link
from portal.services.sessions import find_session, issue_ticket
from portal.services.sign_in import sign_in
from portal.services.staff import (
    add_staff,
    disable_staff,
    list_staff,
    reset_factors,
    staff_identity,
)
from portal.state.access import Access
from tests.cast import add_member, give_totp

PASSWORD = "Lavande-Mistral-27"
EMAIL = "alice@example.org"


def add(
    portal: Portal,
    email: str = EMAIL,
    *,
    name: str = "Alice Martin",
    role: Role = Role.MANAGER,
    password: str | None = PASSWORD,
    actor: Actor | None = None,
) -> int:
    return portal.write(
        add_staff,
        cipher=portal.cipher,
        now=portal.clock.now(),
        actor=actor or Operator(),
        email=email,
        name=name,
        role=role,
        password=password,
    )


def enter(portal: Portal, account_id: int, replaced: str = "") -> str:
    """Open a session in the browser; return its cookie."""
    now = portal.clock.now()
    ticket = portal.write(issue_ticket, now=now, account_id=account_id, browser="browser")
    return portal.write(
        open_session,
        cipher=portal.cipher,
        now=now,
        limits=portal.settings.limits,
        ticket=ticket,
        browser="browser",
        user_agent="",
        network="192.0.2.1",
        replaced=replaced,
    ).token


def who(portal: Portal, token: str) -> Actor | None:
    now, limits = portal.clock.now(), portal.settings.limits
    found = portal.read(find_session, now=now, limits=limits, token=token)
    return found.actor if found else None


def disable(portal: Portal, email: str = EMAIL) -> None:
    portal.write(disable_staff, now=portal.clock.now(), actor=Operator(), email=email)


def test_staff_enter_as_staff_with_their_role(portal: Portal) -> None:
    account_id = add(portal)
    actor = who(portal, enter(portal, account_id))
    assert isinstance(actor, StaffActor)
    assert actor.role is Role.MANAGER
    assert portal.read(staff_identity, actor=actor) == ("Alice Martin", Role.MANAGER)


def test_a_right_password_alone_never_lets_staff_in(portal: Portal) -> None:
    add(portal)
    answer = portal.write(
        sign_in,
        cipher=portal.cipher,
        now=portal.clock.now(),
        email=EMAIL,
        password=PASSWORD,
        browser="browser",
        network="192.0.2.1",
    )
    assert answer.handle
    assert not answer.ticket


def test_without_a_password_a_letter_invites_to_choose_one(portal: Portal) -> None:
    account_id = add(portal, password=None)
    (message,) = portal.read(lambda session: session.exec(select(OutboxMessage)).all())
    assert message.letter == Letter.STAFF_INVITATION
    assert portal.cipher.decrypt(message.recipient_sealed) == EMAIL
    values = json.loads(portal.cipher.decrypt(message.values_sealed or ""))
    assert values["name"] == "Alice Martin"
    token = values["link"].removeprefix("/reinitialisation?jeton=")
    account = portal.read(
        look_at_link, now=portal.clock.now(), purpose=LinkPurpose.RESET_PASSWORD, token=token
    )
    assert account.id == account_id


def test_an_address_in_use_a_bad_name_or_a_weak_password_are_refused(portal: Portal) -> None:
    add(portal)
    for arguments in (
        {"email": " ALICE@example.org "},
        {"email": "not an address"},
        {"email": "b@example.org", "name": " "},
        {"email": "b@example.org", "name": "x" * 121},
        {"email": "b@example.org", "name": "a\x00b"},
        {"email": "b@example.org", "password": "court"},
        {"email": "b@example.org", "password": "Alice-Martin-2026"},
    ):
        with pytest.raises(InvalidInput):
            add(portal, **arguments)  # pyright: ignore[reportArgumentType]


def test_one_address_added_twice_at_once_is_one_account(portal: Portal) -> None:
    def try_to(_: int) -> bool:
        try:
            add(portal)
        except (InvalidInput, IntegrityError):
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(try_to, range(4))).count(True) == 1


@pytest.mark.parametrize(
    "actor", [Visitor(), MemberActor(1, 1, 1), StaffActor(1, Role.ADMINISTRATOR, 1)]
)
def test_only_operators_manage_the_staff(portal: Portal, actor: Actor) -> None:
    now = portal.clock.now()
    with pytest.raises(NotAllowed):
        add(portal, actor=actor)
    with pytest.raises(NotAllowed):
        portal.read(list_staff, actor=actor)
    with pytest.raises(NotAllowed):
        portal.write(disable_staff, now=now, actor=actor, email=EMAIL)
    with pytest.raises(NotAllowed):
        portal.write(reset_factors, cipher=portal.cipher, now=now, actor=actor, email=EMAIL)


def test_a_disabled_account_s_sessions_end_at_once_and_it_opens_no_more(portal: Portal) -> None:
    account_id = add(portal)
    token = enter(portal, account_id)
    disable(portal)
    assert who(portal, token) is None
    reasons = portal.read(lambda session: session.exec(select(UserSession.end_reason)).all())
    assert reasons == ["disabled"]
    with pytest.raises(InvalidInput):
        disable(portal)
    (person,) = portal.read(list_staff, actor=Operator())
    assert person.disabled_at == portal.clock.now()


def test_a_member_is_not_managed_as_staff(portal: Portal) -> None:
    member = portal.write(add_member)
    email = portal.read(lambda session: session.get_one(Account, member.account_id).email)
    for address in (email, "nobody@example.org"):
        with pytest.raises(NotFound):
            disable(portal, address)
    with pytest.raises(NotAllowed):
        portal.read(staff_identity, actor=member)


def test_forgotten_factors_have_to_be_set_up_again_and_the_owner_is_told(portal: Portal) -> None:
    account_id = add(portal)
    portal.write(give_totp, cipher=portal.cipher, account_id=account_id, secret="A" * 32)
    token = enter(portal, account_id)
    assert portal.read(list_staff, actor=Operator())[0].has_factor
    portal.write(
        reset_factors,
        cipher=portal.cipher,
        now=portal.clock.now(),
        actor=Operator(),
        email=EMAIL,
    )
    assert not portal.read(list_staff, actor=Operator())[0].has_factor
    assert who(portal, token) is None
    letters = portal.read(lambda session: session.exec(select(OutboxMessage.letter)).all())
    assert list(letters) == [Letter.FACTOR_CHANGED]


def test_staff_take_the_place_of_a_member_in_a_browser_and_the_other_way_round(
    portal: Portal,
) -> None:
    member = portal.write(add_member)
    alice = add(portal)
    first = enter(portal, member.account_id)
    second = enter(portal, alice, replaced=first)
    assert who(portal, first) is None
    assert isinstance(who(portal, second), StaffActor)
    third = enter(portal, member.account_id, replaced=second)
    assert who(portal, second) is None
    assert isinstance(who(portal, third), MemberActor)


def test_a_role_may_do_what_those_below_may() -> None:
    def allowed(role: Role) -> list[Access]:
        return [access for access in Access if access.allows(StaffActor(1, role, 1))]

    common = [Access.PUBLIC, Access.SIGNED_IN, Access.STAFF]
    assert allowed(Role.AGENT) == common
    assert allowed(Role.MANAGER) == [*common, Access.MANAGER]
    assert allowed(Role.ADMINISTRATOR) == [*common, Access.MANAGER, Access.ADMINISTRATOR]
    assert not any(
        access.allows(MemberActor(1, 1, 1))
        for access in (Access.STAFF, Access.MANAGER, Access.ADMINISTRATOR)
    )


@pytest.mark.parametrize(
    ("path", "is_staff", "target"),
    [
        ("/espace", False, "/espace"),
        ("/espace", True, "/admin"),
        ("/admin", False, "/espace"),
        ("/admin/securite?x=1", False, "/espace"),
        ("/admin/securite?x=1", True, "/admin/securite?x=1"),
        ("/admin?x=1", True, "/admin?x=1"),
        ("/administration", True, "/admin"),
        ("/verification?next=/admin", True, "/verification?next=/admin"),
        ("/remboursements", True, "/admin"),
    ],
)
def test_one_lands_in_one_s_own_part(path: str, is_staff: bool, target: str) -> None:
    assert landing(path, is_staff=is_staff) == target


@pytest.fixture
def run(tmp_path: Path):
    def call(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "portal", "staff", *arguments],
            input=typed,
            capture_output=True,
            text=True,
            env={**os.environ, "PORTAL_DATA_DIR": str(tmp_path), "PORTAL_DATABASE_URL": ""},
            timeout=120,
            check=False,
        )

    return call


def test_the_command_line_adds_lists_resets_and_disables(run) -> None:
    options = (f"--email={EMAIL}", "--name=Alice Martin", "--role=gestionnaire")
    added = run("add", *options, "--password-stdin", "--json", typed=PASSWORD + "\n")
    assert added.returncode == 0, added.stderr
    assert json.loads(added.stdout)["role"] == "gestionnaire"
    again = run("add", *options)
    assert again.returncode == 1
    assert "utilise déjà" in again.stderr
    invited = run("add", "--email=b@example.org", "--name=Bruno", "--role=charge")
    assert "invite b@example.org" in invited.stdout
    assert run("reset-factor", f"--email={EMAIL}").returncode == 0
    assert run("disable", f"--email={EMAIL}").returncode == 0
    listed = json.loads(run("list", "--json").stdout)
    assert [(one["email"], one["disabled"]) for one in listed] == [
        (EMAIL, True),
        ("b@example.org", False),
    ]
    assert "Bruno" in run("list").stdout
    assert run("add", "--email=c@example.org", "--name=C", "--role=roi").returncode == 2


def test_no_secret_is_taken_as_an_argument(run) -> None:
    assert "--password " not in run("add", "--help").stdout


def test_staff_are_shown_by_name(portal: Portal) -> None:
    for name in ("Zoé", "Alice", "Marc"):
        add(portal, f"{name.lower()}@example.org".replace("é", "e"), name=name)
    people = portal.read(list_staff, actor=Operator())
    assert [person.name for person in people] == ["Alice", "Marc", "Zoé"]


def test_a_member_s_account_has_no_role_and_staff_no_member(portal: Portal) -> None:
    def both(*, session: Session) -> None:
        account = session.exec(select(Account).where(Account.email == EMAIL)).one()
        account.role = None

    add(portal)
    with pytest.raises(IntegrityError):
        portal.write(both)
