"""The second step of signing in: what is asked, what opens, what is refused, and for how long."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from pyotp.totp import TOTP
from sqlmodel import Session, col, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.domain.errors import NotAllowed, Refusal, StepRefused
from portal.domain.letters import Letter
from portal.domain.links import LinkPurpose
from portal.domain.second_step import Factors, Method, masked_email, masked_phone, methods_of
from portal.domain.text import storable
from portal.models.accounts import Account
from portal.models.audit import AuditEntry
from portal.models.outbox import OutboxMessage
from portal.models.sessions import SignInTicket
from portal.services.links import make_link
from portal.services.passkeys import RelyingParty
from portal.services.password_reset import reset_password
from portal.services.passwords import hash_password
from portal.services.pending_sign_ins import Attempt, StepAnswer
from portal.services.recovery_codes import make_recovery_codes
from portal.services.second_step import (
    Step,
    ask_step_passkey,
    begin_step_totp,
    check_step,
    check_step_passkey,
    confirm_step_totp,
    look_at_step,
    send_step_code,
)
from portal.services.sign_in import SignInAnswer, sign_in
from tests.cast import add_member, add_staff_member, give_totp
from tests.clock import ManualClock
from tests.hostile import HOSTILE_TEXTS

PASSWORD = "Lavande-Mistral-27"
EMAIL, PHONE = "claire@example.org", "+33612345678"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PARTY = RelyingParty("localhost", "Mutuelle", "http://localhost:3000")


def change(portal: Portal, account_id: int, **values: object) -> None:
    def apply(*, session: Session) -> None:
        account = session.get_one(Account, account_id)
        for name, value in values.items():
            setattr(account, name, value)

    portal.write(apply)


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member with a phone, who signs in with EMAIL and PASSWORD."""
    actor = portal.write(add_member)
    hashed = hash_password(PASSWORD)
    change(portal, actor.account_id, email=EMAIL, phone=PHONE, password_hash=hashed)
    return actor


@pytest.fixture
def alice(portal: Portal) -> int:
    """One of the staff, without any factor yet."""
    return portal.write(add_staff_member, password_hash=hash_password(PASSWORD))


def enter_password(portal: Portal, browser: str = "browser", email: str = EMAIL) -> SignInAnswer:
    return portal.write(
        sign_in,
        cipher=portal.cipher,
        now=portal.clock.now(),
        email=email,
        password=PASSWORD,
        browser=browser,
        network="192.0.2.1",
    )


def begin(portal: Portal, browser: str = "browser", email: str = EMAIL) -> Attempt:
    """Give the right password; return what names the sign-in under way."""
    handle = enter_password(portal, browser, email).handle
    assert handle
    return Attempt(handle, browser, "192.0.2.1", "Firefox sur Windows")


def look(portal: Portal, attempt: Attempt) -> Step:
    return portal.read(look_at_step, now=portal.clock.now(), attempt=attempt)


def check(
    portal: Portal, attempt: Attempt, typed: str, method: Method = Method.SMS, trust: bool = False
) -> StepAnswer:
    return portal.write(
        check_step,
        cipher=portal.cipher,
        now=portal.clock.now(),
        attempt=attempt,
        method=method,
        typed=typed,
        trust=trust,
    )


def send(portal: Portal, attempt: Attempt, method: Method = Method.SMS) -> str:
    return portal.write(
        send_step_code,
        cipher=portal.cipher,
        now=portal.clock.now(),
        attempt=attempt,
        method=method,
    )


def posted(portal: Portal) -> list[OutboxMessage]:
    wanted = select(OutboxMessage).where(OutboxMessage.letter == Letter.SIGN_IN_CODE)
    return portal.read(
        lambda session: list(session.exec(wanted.order_by(col(OutboxMessage.id))).all())
    )


def code(portal: Portal) -> str:
    """The last code sent."""
    sealed = posted(portal)[-1].values_sealed
    assert sealed
    return json.loads(portal.cipher.decrypt(sealed))["code"]


def totp(portal: Portal) -> str:
    return TOTP(SECRET).at(portal.clock.now())


def give_application(portal: Portal, account_id: int) -> None:
    portal.write(give_totp, cipher=portal.cipher, account_id=account_id, secret=SECRET)


def tickets(portal: Portal) -> int:
    return len(portal.read(lambda session: session.exec(select(SignInTicket)).all()))


@pytest.mark.parametrize(
    ("factors", "methods"),
    [
        (Factors(), [Method.EMAIL]),
        (Factors(phone=True), [Method.SMS, Method.EMAIL]),
        (Factors(phone=True, totp=True), [Method.TOTP, Method.SMS, Method.EMAIL]),
        (Factors(passkey=True), [Method.EMAIL, Method.PASSKEY]),
        (Factors(recovery_codes=True), [Method.EMAIL, Method.RECOVERY]),
        (Factors(mailbox_used=True), [Method.EMAIL]),
        (Factors(mailbox_used=True, phone=True), [Method.SMS]),
        (Factors(mailbox_used=True, totp=True), [Method.TOTP]),
        (Factors(mailbox_used=True, passkey=True), [Method.PASSKEY]),
        (Factors(mailbox_used=True, recovery_codes=True), [Method.RECOVERY]),
        (Factors(is_staff=True, mailbox_used=True), []),
        (Factors(is_staff=True, phone=True), []),
        (Factors(is_staff=True, phone=True, recovery_codes=True), []),
        (Factors(is_staff=True, totp=True, recovery_codes=True), [Method.TOTP, Method.RECOVERY]),
        (Factors(is_staff=True, passkey=True), [Method.PASSKEY]),
    ],
)
def test_what_an_account_has_says_how_it_may_be_proved(
    factors: Factors, methods: list[Method]
) -> None:
    assert list(methods_of(factors)) == methods


def test_an_address_and_a_number_are_shown_in_part() -> None:
    assert masked_email("claire.moreau@example.org") == "c•••@example.org"
    assert masked_phone(PHONE).endswith("78")
    assert "345" not in masked_phone(PHONE)


@pytest.mark.usefixtures("claire")
def test_a_code_goes_to_the_phone_once_and_opens_once(portal: Portal) -> None:
    attempt = begin(portal)
    step = look(portal, attempt)
    assert step.methods == (Method.SMS, Method.EMAIL)
    assert look(portal, attempt).sent == {Method.SMS}
    (message,) = posted(portal)
    assert message.channel == "sms"
    assert portal.cipher.decrypt(message.recipient_sealed) == PHONE
    assert check(portal, attempt, f" {code(portal)[:3]} {code(portal)[3:]} ").ticket
    with pytest.raises(StepRefused):
        check(portal, attempt, code(portal))
    assert tickets(portal) == 1


def test_without_a_phone_the_code_goes_to_the_e_mail(portal: Portal, claire: MemberActor) -> None:
    change(portal, claire.account_id, phone=None)
    attempt = begin(portal)
    assert look(portal, attempt).methods == (Method.EMAIL,)
    assert portal.cipher.decrypt(posted(portal)[0].recipient_sealed) == EMAIL
    assert check(portal, attempt, code(portal), Method.EMAIL).ticket


@pytest.mark.usefixtures("claire")
def test_a_code_is_sent_again_after_two_minutes_or_by_another_way_at_once(
    portal: Portal, clock: ManualClock
) -> None:
    attempt = begin(portal)
    assert "2\u00a0minutes" in send(portal, attempt)
    assert send(portal, attempt, Method.EMAIL) == ""
    assert [message.channel for message in posted(portal)] == ["sms", "email"]
    clock.advance(timedelta(minutes=2))
    first = code(portal)
    assert send(portal, attempt, Method.EMAIL) == ""
    if code(portal) != first:
        assert check(portal, attempt, first, Method.EMAIL).refusal
    assert check(portal, attempt, code(portal), Method.EMAIL).ticket


@pytest.mark.usefixtures("claire")
def test_beginning_again_in_the_same_browser_sends_no_second_code(portal: Portal) -> None:
    old = begin(portal)
    new = begin(portal)
    assert len(posted(portal)) == 1
    with pytest.raises(StepRefused):
        check(portal, old, code(portal))
    assert check(portal, new, code(portal)).ticket


@pytest.mark.usefixtures("claire")
def test_somebody_who_begins_again_and_again_elsewhere_does_not_flood_the_phone(
    portal: Portal, clock: ManualClock
) -> None:
    for number in range(9):
        attempt = begin(portal, f"browser {number}")
    assert len(posted(portal)) == 6
    assert look(portal, attempt).sent == set()
    assert "une heure" in send(portal, attempt)
    clock.advance(timedelta(hours=1))
    begin(portal, "another")
    assert len(posted(portal)) == 7


@pytest.mark.usefixtures("claire")
def test_a_half_finished_sign_in_expires_after_ten_minutes(
    portal: Portal, clock: ManualClock
) -> None:
    attempt = begin(portal)
    clock.advance(timedelta(minutes=10, seconds=-1))
    assert look(portal, attempt)
    clock.advance(timedelta(seconds=1))
    for use in (
        lambda: look(portal, attempt),
        lambda: check(portal, attempt, code(portal)),
        lambda: send(portal, attempt),
    ):
        with pytest.raises(StepRefused, match="a expiré"):
            use()


@pytest.mark.usefixtures("claire", "alice")
def test_a_handle_gives_nothing_in_another_browser_nor_for_another_account(
    portal: Portal,
) -> None:
    attempt = begin(portal)
    staff = begin(portal, email="alice@example.org")
    for wrong in (
        replace(attempt, browser="other"),
        replace(attempt, browser=""),
        replace(attempt, handle=""),
        replace(attempt, handle="x" * 5_000),
        replace(attempt, handle="\ud800"),
    ):
        with pytest.raises(StepRefused):
            look(portal, wrong)
        with pytest.raises(StepRefused):
            check(portal, wrong, code(portal))
    with pytest.raises(NotAllowed):
        check(portal, staff, code(portal))
    assert tickets(portal) == 0


def test_a_disabled_account_finishes_nothing(portal: Portal, claire: MemberActor) -> None:
    attempt = begin(portal)
    change(portal, claire.account_id, disabled_at=portal.clock.now())
    with pytest.raises(StepRefused):
        check(portal, attempt, code(portal))


@pytest.mark.usefixtures("claire")
def test_the_right_code_sent_many_times_at_once_opens_once(portal: Portal) -> None:
    attempt = begin(portal)
    right = code(portal)

    def use(_: int) -> str:
        try:
            return check(portal, attempt, right).ticket
        except StepRefused:
            return ""

    with ThreadPoolExecutor(8) as threads:
        opened = [ticket for ticket in threads.map(use, range(8)) if ticket]
    assert len(opened) == 1
    assert tickets(portal) == 1


def test_an_application_s_code_is_preferred_and_refused_a_second_time(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    give_application(portal, claire.account_id)
    attempt = begin(portal)
    assert look(portal, attempt).methods[0] is Method.TOTP
    assert posted(portal) == []
    assert check(portal, attempt, totp(portal), Method.TOTP).ticket
    again = begin(portal)
    assert "déjà servi" in check(portal, again, totp(portal), Method.TOTP).refusal
    clock.advance(timedelta(seconds=30))
    assert check(portal, again, totp(portal), Method.TOTP).ticket


def test_one_code_of_an_application_used_in_two_sign_ins_at_once_opens_one(
    portal: Portal, claire: MemberActor
) -> None:
    give_application(portal, claire.account_id)
    attempts = [begin(portal, f"browser {number}") for number in range(4)]
    right = totp(portal)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda a: check(portal, a, right, Method.TOTP), attempts))
    assert len([answer for answer in answers if answer.ticket]) == 1


def test_a_recovery_code_opens_once(portal: Portal, claire: MemberActor) -> None:
    codes = portal.write(
        make_recovery_codes,
        cipher=portal.cipher,
        now=portal.clock.now(),
        account_id=claire.account_id,
    )
    attempt = begin(portal)
    assert Method.RECOVERY in look(portal, attempt).methods
    assert check(portal, attempt, codes[0].lower(), Method.RECOVERY).ticket
    assert check(portal, begin(portal), codes[0], Method.RECOVERY).refusal


@pytest.mark.parametrize("method", [Method.TOTP, Method.SMS, Method.RECOVERY])
def test_five_wrong_codes_lock_the_second_step_even_for_who_knows_the_password(
    portal: Portal, claire: MemberActor, clock: ManualClock, method: Method
) -> None:
    give_application(portal, claire.account_id)
    portal.write(
        make_recovery_codes,
        cipher=portal.cipher,
        now=portal.clock.now(),
        account_id=claire.account_id,
    )
    attempt = begin(portal)
    send(portal, attempt)
    for _ in range(4):
        assert "attendez" not in check(portal, attempt, "000", method).refusal
        attempt = begin(portal)
    assert "attendez 1\u00a0minute" in check(portal, attempt, "000", method).refusal
    attempt = begin(portal, "another browser")
    assert "attendez" in check(portal, attempt, totp(portal), Method.TOTP).refusal
    told = portal.read(lambda session: session.exec(select(OutboxMessage.letter)).all())
    assert told.count(Letter.FAILED_TRIES) == 1
    clock.advance(timedelta(minutes=1))
    assert check(portal, attempt, totp(portal), Method.TOTP).ticket


@pytest.mark.usefixtures("claire")
def test_wrong_codes_sent_all_at_once_are_counted_one_by_one(portal: Portal) -> None:
    attempt = begin(portal)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: check(portal, attempt, "000000x"), range(12)))
    assert sum("attendez" not in answer.refusal for answer in answers) == 4
    assert not any(answer.ticket for answer in answers)


def test_a_password_that_must_be_replaced_opens_nothing_and_says_so_only_then(
    portal: Portal, claire: MemberActor
) -> None:
    change(portal, claire.account_id, must_change_password=True)
    attempt = begin(portal)
    answer = check(portal, attempt, code(portal), trust=True)
    assert answer.over
    assert answer.ticket == ""
    assert "Mot de passe oublié" in answer.refusal
    with pytest.raises(StepRefused):
        check(portal, attempt, code(portal))
    change(portal, claire.account_id, must_change_password=False)
    assert enter_password(portal).handle


@pytest.mark.usefixtures("claire")
def test_a_trusted_browser_is_asked_nothing_more_and_others_still_are(portal: Portal) -> None:
    assert check(portal, begin(portal), code(portal), trust=True).ticket
    assert enter_password(portal).ticket
    assert enter_password(portal, "another browser").handle
    assert enter_password(portal, "").handle


@pytest.mark.usefixtures("claire")
def test_a_browser_without_a_cookie_is_never_trusted(portal: Portal) -> None:
    assert check(portal, begin(portal, ""), code(portal), trust=True).ticket
    assert enter_password(portal, "").handle


@pytest.mark.usefixtures("claire")
def test_a_way_the_account_does_not_have_is_not_open(portal: Portal) -> None:
    attempt = begin(portal)
    for method in (Method.TOTP, Method.RECOVERY, Method.PASSKEY):
        with pytest.raises(NotAllowed):
            check(portal, attempt, "123456", method)
        with pytest.raises(NotAllowed):
            send(portal, attempt, method)
    with pytest.raises(NotAllowed):
        portal.write(
            begin_step_totp,
            cipher=portal.cipher,
            now=portal.clock.now(),
            attempt=attempt,
            issuer="Mutuelle",
        )


@pytest.mark.usefixtures("claire")
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_whatever_is_typed_as_a_code_is_refused_in_words(portal: Portal, text: str) -> None:
    answer = check(portal, begin(portal), storable(text)[:64])
    assert answer.refusal
    assert answer.ticket == ""


@pytest.mark.usefixtures("claire")
@pytest.mark.parametrize("response", ["{}", "null", "[]", '{"id": 1}', "x" * 16_384])
def test_a_made_up_passkey_answer_is_refused_and_counted(portal: Portal, response: str) -> None:
    attempt = begin(portal)
    portal.write(ask_step_passkey, now=portal.clock.now(), attempt=attempt, party=PARTY)
    answers = [
        portal.write(
            check_step_passkey,
            cipher=portal.cipher,
            now=portal.clock.now(),
            attempt=attempt,
            party=PARTY,
            response=response,
        )
        for _ in range(5)
    ]
    assert all(answer.refusal and not answer.ticket for answer in answers)
    assert "attendez" in answers[-1].refusal


def test_staff_without_a_factor_set_up_an_application_before_any_session(
    portal: Portal, alice: int
) -> None:
    attempt = begin(portal, email="alice@example.org")
    step = look(portal, attempt)
    assert (step.must_enrol, step.methods) == (True, ())
    assert posted(portal) == []
    arguments = {"cipher": portal.cipher, "now": portal.clock.now(), "attempt": attempt}
    made = portal.write(begin_step_totp, issuer="Mutuelle", **arguments)
    assert portal.write(confirm_step_totp, typed="000000", **arguments).refusal
    right = TOTP(made.secret).at(portal.clock.now())
    assert portal.write(confirm_step_totp, typed=right, **arguments).ticket
    with pytest.raises(StepRefused):
        portal.write(confirm_step_totp, typed=right, **arguments)
    again = begin(portal, email="alice@example.org")
    assert look(portal, again).methods == (Method.TOTP,)
    with pytest.raises(NotAllowed):
        portal.write(begin_step_totp, issuer="Mutuelle", **{**arguments, "attempt": again})


def test_staff_get_no_code_by_sms_nor_e_mail_and_trust_no_device(
    portal: Portal, alice: int, clock: ManualClock
) -> None:
    change(portal, alice, phone=PHONE)
    give_application(portal, alice)
    attempt = begin(portal, email="alice@example.org")
    for method in (Method.SMS, Method.EMAIL):
        with pytest.raises(NotAllowed):
            send(portal, attempt, method)
    assert check(portal, attempt, totp(portal), Method.TOTP, trust=True).ticket
    assert enter_password(portal, email="alice@example.org").handle
    assert posted(portal) == []


def test_the_application_confirmed_twice_at_once_opens_once(portal: Portal, alice: int) -> None:
    attempt = begin(portal, email="alice@example.org")
    arguments = {"cipher": portal.cipher, "now": portal.clock.now(), "attempt": attempt}
    made = portal.write(begin_step_totp, issuer="Mutuelle", **arguments)
    right = TOTP(made.secret).at(portal.clock.now())

    def confirm(_: int) -> str:
        try:
            return portal.write(confirm_step_totp, typed=right, **arguments).ticket
        except Refusal:
            return ""

    with ThreadPoolExecutor(4) as threads:
        assert len([ticket for ticket in threads.map(confirm, range(4)) if ticket]) == 1


@pytest.mark.usefixtures("claire")
def test_the_history_says_how_it_went_without_the_code(portal: Portal) -> None:
    attempt = begin(portal)
    right = code(portal)
    check(portal, attempt, "000000x")
    check(portal, attempt, right)
    entries = portal.read(
        lambda session: session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    )
    history = [entry for entry in entries if entry.act.startswith("sign_in.")]
    assert [entry.act for entry in history] == [
        "sign_in.second_step_refused",
        "sign_in.second_step",
    ]
    assert {entry.details["device"] for entry in history} == {"Firefox sur Windows"}
    assert right not in str([entry.details for entry in entries])


def test_the_mailbox_that_gave_the_password_is_no_second_factor_until_another_one_was(
    portal: Portal, claire: MemberActor
) -> None:
    def link(*, session: Session) -> str:
        account = session.get_one(Account, claire.account_id)
        purpose = LinkPurpose.RESET_PASSWORD
        return make_link(session, now=portal.clock.now(), purpose=purpose, account=account)

    portal.write(
        reset_password,
        now=portal.clock.now(),
        cipher=portal.cipher,
        token=portal.write(link),
        password=(new := "Trois bateaux rouges dansent"),
        insurer="Mutuelle Horizon",
    )

    def begin_anew() -> Attempt:
        answer = portal.write(
            sign_in,
            cipher=portal.cipher,
            now=portal.clock.now(),
            email=EMAIL,
            password=new,
            browser="browser",
            network="192.0.2.1",
        )
        return Attempt(answer.handle, "browser")

    attempt = begin_anew()
    assert look(portal, attempt).methods == (Method.SMS,)
    with pytest.raises(NotAllowed):
        send(portal, attempt, Method.EMAIL)
    assert check(portal, attempt, code(portal), Method.SMS).ticket
    assert look(portal, begin_anew()).methods == (Method.SMS, Method.EMAIL)


def test_one_sign_in_left_open_does_not_send_codes_without_end(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    for _ in range(30):
        attempt = begin(portal)
        for method in (Method.SMS, Method.EMAIL):
            send(portal, attempt, method)
        clock.advance(timedelta(minutes=2))
    assert len(posted(portal)) == 12
    clock.advance(timedelta(hours=1))
    attempt = begin(portal)
    assert len(posted(portal)) == 13
    assert check(portal, attempt, code(portal)).ticket
