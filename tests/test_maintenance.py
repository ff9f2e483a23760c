"""What operators do: let people in again, put them out, renew keys, forget what expired."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, select
from sqlmodel import Session, col
from typer.testing import CliRunner, Result

import portal.__main__  # noqa: F401 - registers the commands
from portal.adapters.cipher import FernetCipher, KeyFile
from portal.bootstrap import Portal
from portal.cli.app import app
from portal.domain.actors import MemberActor
from portal.models import metadata
from portal.models.accounts import Account, SignInFailure
from portal.models.codes import OneTimeCode
from portal.models.live import LiveEvent
from portal.models.members import Member
from portal.models.outbox import OutboxMessage
from portal.models.sessions import UserSession
from portal.services.rotation import SEALED_ENDINGS
from portal.services.tries import account_key, second_step_key
from tests.cast import add_member, open_session_for
from tests.clock import ManualClock

EMAIL = "claire@example.org"


@pytest.fixture
def claire(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> MemberActor:
    """A member with an account, the commands working with the test's own portal."""
    for module in ("account_care", "maintenance"):
        monkeypatch.setattr(f"portal.cli.{module}.portal", lambda: portal)
    actor = portal.write(add_member)

    def name(*, session: Session) -> None:
        session.get_one(Account, actor.account_id).email = EMAIL

    portal.write(name)
    return actor


def run(*arguments: str) -> Result:
    """Run a command as if typed."""
    return CliRunner().invoke(app, list(arguments))


def count(portal: Portal, table: type) -> int:
    return portal.read(lambda session: session.scalar(select(func.count()).select_from(table)))


def test_an_unlocked_account_may_try_at_once(portal: Portal, claire: MemberActor) -> None:
    now = portal.clock.now()

    def fail(*, session: Session) -> None:
        for key in (account_key(EMAIL), second_step_key(claire.account_id)):
            session.add_all(SignInFailure(key=key, at=now) for _ in range(9))
        session.add(SignInFailure(key=account_key("luc@example.org"), at=now))

    portal.write(fail)
    result = run("account", "unlock", "--email", " Claire@Example.org")
    assert result.exit_code == 0, result.output
    assert "peut se connecter de nouveau" in result.output
    assert count(portal, SignInFailure) == 1


def test_revoked_sessions_end_and_are_counted(portal: Portal, claire: MemberActor) -> None:
    portal.write(open_session_for, actor=claire, now=portal.clock.now())
    result = run("account", "revoke-sessions", "--email", EMAIL, "--json")
    assert json.loads(result.output)["revoked"] == 1
    row = portal.read(lambda session: session.scalars(select(UserSession)).one())
    assert row.end_reason == "operator"
    again = run("account", "revoke-sessions", "--email", EMAIL)
    assert "0\u00a0session fermée" in again.output


def test_a_closed_account_loses_its_sessions_until_it_is_opened_again(
    portal: Portal, claire: MemberActor
) -> None:
    portal.write(open_session_for, actor=claire, now=portal.clock.now())
    assert run("account", "disable", "--email", EMAIL).exit_code == 0
    account = portal.read(lambda session: session.get_one(Account, claire.account_id))
    assert account.disabled_at == portal.clock.now()
    assert portal.read(lambda session: session.scalars(select(UserSession)).one()).ended_at
    assert run("account", "enable", "--email", EMAIL, "--json").exit_code == 0
    account = portal.read(lambda session: session.get_one(Account, claire.account_id))
    assert account.disabled_at is None


@pytest.mark.usefixtures("claire")
@pytest.mark.parametrize("command", ["unlock", "revoke-sessions", "disable", "enable"])
def test_an_unknown_address_is_told_in_a_sentence(command: str) -> None:
    result = run("account", command, "--email", "nobody@example.org")
    assert result.exit_code == 1
    assert "Aucun compte n’a cette adresse" in result.output


def test_every_encrypted_column_is_named_so_that_a_rotation_finds_it() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(SEALED_ENDINGS)
    }
    assert {
        "member.nir_encrypted",
        "totp_factor.secret_sealed",
        "outbox_message.values_sealed",
    } <= found


def test_after_a_rotation_the_newest_key_alone_opens_everything(
    portal: Portal, claire: MemberActor
) -> None:
    seal = portal.cipher.encrypt

    def fill(*, session: Session) -> None:
        for number in range(1_003):
            session.add(
                Member(
                    number=f"B{number}",
                    last_name="Petit",
                    first_name="Luc",
                    birth_date=date(1970, 1, 1),
                    nir_encrypted=seal(f"nir {number}"),
                )
            )

    portal.write(fill)
    result = run("maintenance", "rotate-key", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.output) == {"renewed": 1_003}
    keys = KeyFile(portal.settings.data_dir / "encryption.key").keys()
    newest = Fernet(keys[0])
    stored = portal.read(
        lambda session: session.scalars(
            select(col(Member.nir_encrypted)).where(col(Member.nir_encrypted).is_not(None))
        ).all()
    )
    assert {newest.decrypt(one.encode()) for one in stored} == {
        f"nir {number}".encode() for number in range(1_003)
    }
    assert portal.cipher.decrypt(stored[0]).startswith("nir")


def test_a_rotation_keeps_the_fingerprints(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "encryption.key")
    before = FernetCipher(file.keys)
    sealed, fingerprint = before.encrypt("un secret"), before.fingerprint("un secret")
    file.add()
    after = FernetCipher(file.keys)
    assert after.fingerprint("un secret") == fingerprint
    assert after.decrypt(sealed) == "un secret"
    assert before.decrypt(after.encrypt("un autre")) == "un autre"
    assert oct((tmp_path / "encryption.key").stat().st_mode)[-3:] == "600"
    assert [path.name for path in tmp_path.iterdir()] == ["encryption.key"]


def test_a_value_of_an_unknown_key_stops_the_rotation_and_changes_nothing(
    portal: Portal, claire: MemberActor
) -> None:
    foreign = Fernet(Fernet.generate_key()).encrypt(b"x").decode()

    def spoil(*, session: Session) -> None:
        session.get_one(Member, claire.member_id).nir_encrypted = foreign

    portal.write(spoil)
    result = run("maintenance", "rotate-key")
    assert result.exit_code == 1
    assert "member.nir_encrypted (1)" in result.output


def test_a_purge_forgets_what_expired_and_nothing_else(
    portal: Portal, clock: ManualClock, claire: MemberActor
) -> None:
    now = portal.clock.now()

    def fill(*, session: Session) -> None:
        session.add(LiveEvent(audience="staff", topic="x", at=now))
        session.add(
            OneTimeCode(
                subject="sign_in:1",
                code_hash="h",
                channel="email",
                sent_at=now,
                expires_at=now + timedelta(minutes=30),
            )
        )
        for status in ("waiting", "sent"):
            session.add(
                OutboxMessage(
                    key=status,
                    channel="email",
                    recipient_sealed="x",
                    letter="welcome",
                    status=status,
                    created_at=now,
                    next_try_at=now,
                )
            )

    portal.write(fill)
    assert "0\u00a0ligne effacée" in run("maintenance", "purge").output
    clock.advance(timedelta(days=40))
    result = run("maintenance", "purge", "--json")
    assert json.loads(result.output) == {"live_event": 1, "one_time_code": 1, "outbox_message": 1}
    assert count(portal, OutboxMessage) == 1
