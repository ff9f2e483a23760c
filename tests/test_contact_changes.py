"""Another address, another phone: for the account of whom, and who is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlmodel import Session, col
from typer.testing import CliRunner

import portal.__main__  # noqa: F401 - registers the commands
from portal.bootstrap import Portal
from portal.cli.app import app
from portal.domain.actors import MemberActor, Operator
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.links import LinkPurpose
from portal.models.accounts import Account
from portal.models.notifications import Notification
from portal.models.outbox import OutboxMessage
from portal.services.contact_changes import change_contact
from portal.services.links import look_at_link, make_link
from tests.cast import add_member
from tests.hostile import HOSTILE_TEXTS

OLD, NEW = "claire@example.org", "claire.moreau@example.org"


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member with an address and a phone."""
    actor = portal.write(add_member)

    def name(*, session: Session) -> None:
        account = session.get_one(Account, actor.account_id)
        account.email, account.phone = OLD, "+33611111111"

    portal.write(name)
    return actor


def change(portal: Portal, actor: object = None, **wanted: str) -> None:
    portal.write(
        change_contact,
        cipher=portal.cipher,
        now=portal.clock.now(),
        actor=actor or Operator(),
        **{"email": OLD, **wanted},
    )


def letters(portal: Portal) -> list[tuple[str, str, str]]:
    rows = portal.read(
        lambda session: session.scalars(select(OutboxMessage).order_by(col(OutboxMessage.id))).all()
    )
    return [(row.letter, row.channel, portal.cipher.decrypt(row.recipient_sealed)) for row in rows]


def account(portal: Portal, claire: MemberActor) -> Account:
    return portal.read(lambda session: session.get_one(Account, claire.account_id))


def test_a_new_address_is_told_and_so_is_the_old_one(portal: Portal, claire: MemberActor) -> None:
    change(portal, new_email=" Claire.Moreau@Example.org")
    assert account(portal, claire).email == NEW
    assert account(portal, claire).email_confirmed_at is None
    assert letters(portal) == [("email_changed", "email", NEW), ("email_changed", "email", OLD)]
    bell = portal.read(lambda session: session.scalars(select(Notification)).one())
    assert bell.title == "Votre adresse e-mail a changé"


def test_a_new_phone_is_told_by_e_mail_and_to_the_old_phone(
    portal: Portal, claire: MemberActor
) -> None:
    change(portal, new_phone="06 22 22 22 22")
    assert account(portal, claire).phone == "+33622222222"
    assert letters(portal) == [
        ("phone_changed", "email", OLD),
        ("phone_changed", "sms", "+33611111111"),
    ]


def test_a_link_sent_to_the_old_address_is_void(portal: Portal, claire: MemberActor) -> None:
    now = portal.clock.now()

    def ask(*, session: Session) -> str:
        owner = session.get_one(Account, claire.account_id)
        return make_link(session, now=now, purpose=LinkPurpose.RESET_PASSWORD, account=owner)

    token = portal.write(ask)
    change(portal, new_email=NEW)
    with pytest.raises(Exception, match="plus valable"):
        portal.read(
            lambda session: look_at_link(
                session, now=now, purpose=LinkPurpose.RESET_PASSWORD, token=token
            )
        )


def test_what_is_already_so_changes_nothing_and_tells_nobody(
    portal: Portal, claire: MemberActor
) -> None:
    change(portal, new_email=OLD.upper(), new_phone="06 11 11 11 11")
    assert letters(portal) == []


def test_the_same_change_twice_at_once_is_told_once(portal: Portal, claire: MemberActor) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: change(portal, new_phone="0622222222"), range(4)))
    assert len(letters(portal)) == 2


@pytest.mark.usefixtures("claire")
def test_nobody_takes_the_address_of_another(portal: Portal) -> None:
    other = portal.write(add_member, first_name="Luc")
    taken = portal.read(lambda session: session.get_one(Account, other.account_id).email)
    with pytest.raises(InvalidInput, match="autre compte"):
        change(portal, new_email=taken)


@pytest.mark.usefixtures("claire")
def test_what_is_no_address_or_no_mobile_is_refused(portal: Portal) -> None:
    for text in HOSTILE_TEXTS:
        if text.strip():
            with pytest.raises(InvalidInput):
                change(portal, new_email=text)
            with pytest.raises(InvalidInput):
                change(portal, new_phone=text)
    with pytest.raises(InvalidInput):
        change(portal)
    assert letters(portal) == []


def test_only_an_operator_changes_the_account_of_somebody(
    portal: Portal, claire: MemberActor
) -> None:
    with pytest.raises(NotAllowed):
        change(portal, actor=claire, new_email=NEW)
    with pytest.raises(NotFound):
        change(portal, email="nobody@example.org", new_email=NEW)


def test_the_command_says_what_it_did(
    portal: Portal, claire: MemberActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.cli.account_care.portal", lambda: portal)
    command = ["account", "change", "--email", OLD]
    done = CliRunner().invoke(app, [*command, "--phone", "06 22 22 22 22"])
    assert (done.exit_code, done.output) == (0, "Compte modifié. La personne est prévenue.\n")
    refused = CliRunner().invoke(app, [*command, "--phone", "12"])
    assert refused.exit_code == 1
    assert "Ce numéro de téléphone n’est pas valide" in refused.output
