"""A forgotten password: asking for a link, and using it."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.domain.errors import InvalidInput, LinkRefused
from portal.domain.links import LinkPurpose
from portal.models.accounts import Account, SignInFailure
from portal.models.outbox import OutboxMessage
from portal.models.sessions import Device, PendingSignIn, UserSession
from portal.services.links import make_link
from portal.services.password_reset import ask_reset, look_at_reset, reset_password
from portal.services.passwords import hash_password, verify_password
from portal.services.tries import account_key
from tests.cast import TODAY, add_member, open_session_for
from tests.clock import ManualClock
from tests.hostile import HOSTILE_TEXTS

EMAIL = "claire@example.org"
OLD, NEW = "Lavande-Mistral-27", "Genêt-Tramontane-31"


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member whose account has EMAIL and the password OLD."""
    actor = portal.write(add_member)
    change(portal, actor, email=EMAIL, password_hash=hash_password(OLD))
    return actor


def change(portal: Portal, actor: MemberActor, **values: object) -> None:
    def apply(session: Session) -> None:
        for name, value in values.items():
            setattr(session.get_one(Account, actor.account_id), name, value)

    portal.write(apply)


def account(portal: Portal, actor: MemberActor) -> Account:
    return portal.read(lambda session: session.get_one(Account, actor.account_id))


def ask(portal: Portal, email: str = EMAIL, network: str = "192.0.2.1") -> None:
    portal.write(
        ask_reset,
        now=portal.clock.now(),
        today=TODAY,
        cipher=portal.cipher,
        email=email,
        network=network,
    )


def use(portal: Portal, token: str, password: str = NEW) -> None:
    portal.write(
        reset_password,
        now=portal.clock.now(),
        cipher=portal.cipher,
        token=token,
        password=password,
        insurer="Mutuelle Horizon",
    )


def letters(portal: Portal) -> list[tuple[str, str, dict[str, str]]]:
    rows = portal.read(
        lambda session: session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))).all()
    )
    open_ = portal.cipher.decrypt
    return [
        (row.letter, open_(row.recipient_sealed), json.loads(open_(row.values_sealed or "")))
        for row in rows
    ]


def token(portal: Portal) -> str:
    ask(portal)
    return letters(portal)[-1][2]["link"].removeprefix("/reinitialisation?jeton=")


def test_a_link_leads_to_a_new_password(portal: Portal, claire: MemberActor) -> None:
    ask(portal, " CLAIRE@Example.org ")
    ((letter, to, values),) = letters(portal)
    assert (letter, to, values["hours"]) == ("reset_password", EMAIL, "24")
    link = values["link"].removeprefix("/reinitialisation?jeton=")
    assert len(link) >= 40
    use(portal, link)
    assert verify_password(NEW, account(portal, claire).password_hash)
    assert account(portal, claire).password_changed_at == portal.clock.now()
    assert letters(portal)[-1][:2] == ("password_changed", EMAIL)


def test_a_new_password_closes_what_the_old_one_had_opened(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    now = clock.now()

    def open_everything(session: Session) -> None:
        session.add(
            Device(
                account_id=claire.account_id,
                browser_hash="d",
                first_seen_at=now,
                last_seen_at=now,
                trusted_until=now + timedelta(days=30),
            )
        )
        session.add(
            PendingSignIn(
                account_id=claire.account_id,
                handle_hash="h",
                browser_hash="b",
                created_at=now,
                expires_at=now + timedelta(minutes=10),
            )
        )
        for _ in range(6):
            session.add(SignInFailure(key=account_key(EMAIL), at=now))

    portal.write(open_session_for, actor=claire, now=now)
    portal.write(open_everything)
    change(portal, claire, must_change_password=True)
    use(portal, token(portal))
    rows = portal.read(
        lambda session: (
            session.exec(select(UserSession.end_reason)).all(),
            session.exec(select(Device.trusted_until)).all(),
            session.exec(select(PendingSignIn.done_at)).all(),
            session.exec(
                select(SignInFailure.id).where(SignInFailure.key == account_key(EMAIL))
            ).all(),
        )
    )
    assert rows == (["password"], [None], [now], [])
    assert not account(portal, claire).must_change_password


@pytest.mark.usefixtures("claire")
def test_a_link_serves_once(portal: Portal) -> None:
    link = token(portal)
    use(portal, link)
    with pytest.raises(LinkRefused, match="déjà servi"):
        use(portal, link, "Encore-Un-Autre-42")
    with pytest.raises(LinkRefused):
        portal.read(look_at_reset, now=portal.clock.now(), token=link)


def test_a_link_used_twice_at_once_serves_once(portal: Portal, claire: MemberActor) -> None:
    link = token(portal)
    passwords = [f"Genêt-Tramontane-{number}" for number in range(31, 35)]
    done = []

    def attempt(password: str) -> None:
        with suppress(LinkRefused):
            use(portal, link, password)
            done.append(password)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(attempt, passwords))
    assert len(done) == 1
    assert verify_password(done[0], account(portal, claire).password_hash)


@pytest.mark.usefixtures("claire")
def test_a_link_is_late_after_a_day_and_void_once_another_is_asked(
    portal: Portal, clock: ManualClock
) -> None:
    first = token(portal)
    second = token(portal)
    with pytest.raises(LinkRefused):
        use(portal, first)
    clock.advance(timedelta(hours=24))
    with pytest.raises(LinkRefused, match="24\u00a0heures"):
        use(portal, second)


def test_a_refused_password_leaves_the_link_good(portal: Portal, claire: MemberActor) -> None:
    link = token(portal)
    for password in ("", "court", "Claire-Mistral-27", "Horizon-Mistral-27", "x" * 129):
        with pytest.raises(InvalidInput):
            use(portal, link, password)
    assert verify_password(OLD, account(portal, claire).password_hash)
    use(portal, link)


@pytest.mark.parametrize("values", [{"is_demo": True}, {"disabled_at": True}])
def test_a_demonstration_or_disabled_account_is_answered_like_none(
    portal: Portal, claire: MemberActor, values: dict[str, object]
) -> None:
    moment = portal.clock.now()
    change(portal, claire, **{k: moment if k == "disabled_at" else v for k, v in values.items()})
    ask(portal)
    assert letters(portal) == [("no_account", EMAIL, {})]


def test_a_link_of_an_account_that_became_a_demonstration_is_refused(
    portal: Portal, claire: MemberActor
) -> None:
    link = token(portal)
    change(portal, claire, is_demo=True)
    with pytest.raises(LinkRefused):
        use(portal, link)


def test_an_unknown_address_is_told_so_by_letter_once_a_day(portal: Portal) -> None:
    for _ in range(3):
        ask(portal, "nobody@example.org")
    assert letters(portal) == [("no_account", "nobody@example.org", {})]


@pytest.mark.usefixtures("claire")
def test_letters_are_not_sent_without_end(portal: Portal, clock: ManualClock) -> None:
    for number in range(10):
        ask(portal, network=f"192.0.2.{number}")
    assert len(letters(portal)) == 3
    clock.advance(timedelta(hours=1))
    for number in range(30):
        ask(portal, f"a{number}@example.org")
    assert len(letters(portal)) == 3 + 20
    ask(portal)
    assert len(letters(portal)) == 3 + 20
    ask(portal, network="192.0.2.200")
    assert len(letters(portal)) == 3 + 21


def test_a_link_to_confirm_an_address_resets_no_password(
    portal: Portal, claire: MemberActor
) -> None:
    def make(session: Session) -> str:
        return make_link(
            session,
            now=portal.clock.now(),
            purpose=LinkPurpose.CONFIRM_EMAIL,
            account=session.get_one(Account, claire.account_id),
        )

    with pytest.raises(LinkRefused):
        use(portal, portal.write(make))


def test_no_text_breaks_the_two_forms(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    link = token(portal)
    for number, text in enumerate(HOSTILE_TEXTS):
        with suppress(InvalidInput):
            ask(portal, text[:254].replace("\x00", "\ufffd"), network=f"192.0.2.{number}")
        with pytest.raises(LinkRefused):
            use(portal, text)
        with suppress(InvalidInput):
            use(portal, link, text[:512])
            clock.advance(timedelta(hours=1))
            link = token(portal)
    assert account(portal, claire).password_hash.startswith("$argon2id$")
