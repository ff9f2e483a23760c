"""Accounts made by operators, as a service and on the command line."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.domain.errors import InvalidInput, NotFound
from portal.models.accounts import Account
from portal.models.members import Member
from portal.models.outbox import OutboxMessage
from portal.models.sessions import UserSession
from portal.services.account_creation import create_account
from portal.services.sign_in import sign_in
from tests.cast import add_member, open_session_for

PASSWORD = "Lavande-Mistral-27"


def make(portal: Portal, **changes: str) -> int:
    wanted = {"member_number": "M1", "email": "claire@example.org", "password": PASSWORD}
    return portal.write(
        create_account, cipher=portal.cipher, now=portal.clock.now(), **{**wanted, **changes}
    )


def can_sign_in(portal: Portal, email: str, password: str) -> bool:
    answer = portal.write(
        sign_in,
        cipher=portal.cipher,
        now=portal.clock.now(),
        email=email,
        password=password,
        browser="b",
        network="192.0.2.1",
    )
    return answer.refusal is None


@pytest.fixture
def claire(portal: Portal) -> None:
    """A member without an account."""
    portal.write(
        lambda session: session.add(
            Member(
                number="M1", last_name="Moreau", first_name="Claire", birth_date=date(1985, 4, 2)
            )
        )
    )


@pytest.mark.usefixtures("claire")
def test_a_member_signs_in_with_the_account_made_for_them(portal: Portal) -> None:
    make(portal)
    assert can_sign_in(portal, "Claire@Example.ORG ", PASSWORD)
    assert not can_sign_in(portal, "claire@example.org", PASSWORD + "x")


@pytest.mark.usefixtures("claire")
def test_a_password_is_stored_hashed_and_in_one_encoding(portal: Portal) -> None:
    make(portal, password="Été-à-Noël-2026")
    stored = portal.read(lambda session: session.exec(select(Account)).one().password_hash)
    assert stored.startswith("$argon2id$")
    decomposed = "E\u0301te\u0301-a\u0300-Noe\u0308l-2026"
    assert can_sign_in(portal, "claire@example.org", decomposed)


@pytest.mark.usefixtures("claire")
def test_a_new_password_closes_the_sessions_opened_with_the_old_one(portal: Portal) -> None:
    account_id = make(portal)
    actor = MemberActor(account_id, 1, 0)
    portal.write(open_session_for, actor=actor, now=portal.clock.now())
    make(portal, password="Genêt-Tramontane-31")
    ended = portal.read(lambda session: session.exec(select(UserSession.end_reason)).all())
    assert ended == ["password"]
    assert not can_sign_in(portal, "claire@example.org", PASSWORD)


@pytest.mark.usefixtures("claire")
@pytest.mark.parametrize(
    "email",
    [
        "",
        "claire",
        "claire@",
        "a@b@c.fr",
        "claire@example.org\x00",
        # Their canonical spelling, under which they are stored and written to, is two addresses.
        "claire＠example.org，thief@example.com",
        "claire，thief@example.com",
        "a…b@example.org",
    ],
)
def test_an_address_that_is_none_is_refused(portal: Portal, email: str) -> None:
    with pytest.raises(InvalidInput):
        make(portal, email=email)


@pytest.mark.usefixtures("claire")
@pytest.mark.parametrize("password", ["", "Court-1!", "x" * 129])
def test_a_password_too_short_or_too_long_is_refused(portal: Portal, password: str) -> None:
    with pytest.raises(InvalidInput):
        make(portal, password=password)


def test_an_unknown_member_is_refused(portal: Portal) -> None:
    with pytest.raises(NotFound):
        make(portal)


@pytest.mark.usefixtures("claire")
def test_an_address_serves_one_member_only(portal: Portal) -> None:
    make(portal)
    portal.write(add_member)
    other = portal.read(
        lambda session: session.connection().exec_driver_sql(
            "SELECT number FROM member WHERE number <> 'M1'"
        )
    ).scalar_one()
    with pytest.raises(InvalidInput):
        make(portal, member_number=other, email="CLAIRE@example.org")


def run(folder: Path, *arguments: str, typed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "portal", "account", "create", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        env={**os.environ, "PORTAL_DATA_DIR": str(folder), "PORTAL_DATABASE_URL": ""},
        check=False,
    )


def test_the_command_answers_in_words_and_never_shows_the_password(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "--member=NOBODY",
        "--email=claire@example.org",
        "--password-stdin",
        typed=PASSWORD + "\n",
    )
    assert done.returncode == 1
    assert "NOBODY" in done.stderr
    assert "Traceback" not in done.stderr
    assert PASSWORD not in done.stdout + done.stderr


@pytest.mark.usefixtures("claire")
def test_whoever_had_an_account_is_told_at_the_old_address_too(portal: Portal) -> None:
    make(portal)
    assert portal.read(lambda session: session.scalars(select(OutboxMessage)).all()) == []
    make(portal, email="claire.moreau@example.org", password="Mistral-Lavande-28")
    rows = portal.read(lambda session: session.scalars(select(OutboxMessage)).all())
    told = {(row.letter, portal.cipher.decrypt(row.recipient_sealed)) for row in rows}
    assert told == {
        ("email_changed", "claire@example.org"),
        ("email_changed", "claire.moreau@example.org"),
        ("password_changed", "claire.moreau@example.org"),
    }
