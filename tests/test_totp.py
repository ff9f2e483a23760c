"""The authenticator application: set up, confirmed, and a code that serves once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from pyotp.totp import TOTP
from sqlmodel import Session, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.domain.errors import NotAllowed
from portal.models.factors import TotpFactor
from portal.models.outbox import OutboxMessage
from portal.services.devices import trust_device
from portal.services.totp import (
    TotpEnrolment,
    begin_totp,
    check_totp,
    confirm_totp,
    has_totp,
    remove_totp,
)
from tests.cast import add_member
from tests.clock import ManualClock
from tests.devices import trusted_count
from tests.hostile import HOSTILE_TEXTS


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member."""
    return portal.write(add_member)


def begin(portal: Portal, who: MemberActor) -> TotpEnrolment:
    return portal.write(
        begin_totp,
        cipher=portal.cipher,
        now=portal.clock.now(),
        account_id=who.account_id,
        issuer="Mutuelle Horizon",
        label="claire@example.org",
    )


def confirm(portal: Portal, who: MemberActor, typed: str) -> str:
    return portal.write(
        confirm_totp,
        cipher=portal.cipher,
        now=portal.clock.now(),
        account_id=who.account_id,
        typed=typed,
    )


def check(portal: Portal, who: MemberActor, typed: str) -> str:
    return portal.write(
        check_totp,
        cipher=portal.cipher,
        now=portal.clock.now(),
        account_id=who.account_id,
        typed=typed,
    )


def code(portal: Portal, secret: str, steps: int = 0) -> str:
    return TOTP(secret).at(portal.clock.now(), counter_offset=steps)


@pytest.fixture
def secret(portal: Portal, claire: MemberActor, clock: ManualClock) -> str:
    """The secret of an application in use, whose first code is long past."""
    made = begin(portal, claire).secret
    assert confirm(portal, claire, code(portal, made)) == ""
    clock.advance(timedelta(minutes=5))
    return made


def test_an_application_reads_the_secret_the_insurer_and_the_address(
    portal: Portal, claire: MemberActor
) -> None:
    begun = begin(portal, claire)
    assert begun.uri.startswith("otpauth://totp/Mutuelle%20Horizon:claire%40example.org?")
    assert begun.secret in begun.uri
    stored = portal.read(lambda session: session.exec(select(TotpFactor)).one())
    assert begun.secret not in stored.secret_sealed


def test_it_is_of_no_use_before_a_code_confirms_it(portal: Portal, claire: MemberActor) -> None:
    begun = begin(portal, claire)
    assert not portal.read(has_totp, account_id=claire.account_id)
    assert check(portal, claire, code(portal, begun.secret))
    assert confirm(portal, claire, "000000")
    assert confirm(portal, claire, code(portal, begun.secret)) == ""
    assert portal.read(has_totp, account_id=claire.account_id)


def test_beginning_again_voids_the_secret_before(portal: Portal, claire: MemberActor) -> None:
    first, second = begin(portal, claire), begin(portal, claire)
    assert confirm(portal, claire, code(portal, first.secret))
    assert confirm(portal, claire, code(portal, second.secret)) == ""


def test_an_hour_later_it_has_to_be_begun_again(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    begun = begin(portal, claire)
    clock.advance(timedelta(hours=1, seconds=1))
    assert "Recommencez" in confirm(portal, claire, code(portal, begun.secret))


def test_an_application_in_use_cannot_be_replaced_unseen(
    portal: Portal, claire: MemberActor, secret: str
) -> None:
    with pytest.raises(NotAllowed, match="déjà"):
        begin(portal, claire)
    assert "déjà" in confirm(portal, claire, code(portal, secret))
    assert check(portal, claire, code(portal, secret)) == ""


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off(
    portal: Portal, claire: MemberActor, secret: str, steps: int
) -> None:
    assert check(portal, claire, code(portal, secret, steps)) == ""


@pytest.mark.parametrize("steps", [-2, 2])
def test_older_and_later_codes_are_wrong(
    portal: Portal, claire: MemberActor, secret: str, steps: int
) -> None:
    assert "pas le bon" in check(portal, claire, code(portal, secret, steps))


def test_spaces_are_no_part_of_a_code(portal: Portal, claire: MemberActor, secret: str) -> None:
    right = code(portal, secret)
    assert check(portal, claire, f" {right[:3]}\u00a0{right[3:]} ") == ""


def test_a_code_serves_once_and_those_before_it_no_more(
    portal: Portal, claire: MemberActor, secret: str
) -> None:
    assert check(portal, claire, code(portal, secret)) == ""
    assert "déjà servi" in check(portal, claire, code(portal, secret))
    assert "déjà servi" in check(portal, claire, code(portal, secret, -1))
    assert check(portal, claire, code(portal, secret, 1)) == ""


def test_the_code_that_confirmed_cannot_sign_in(portal: Portal, claire: MemberActor) -> None:
    begun = begin(portal, claire)
    assert confirm(portal, claire, code(portal, begun.secret)) == ""
    assert "déjà servi" in check(portal, claire, code(portal, begun.secret))


def test_a_code_sent_many_times_at_once_serves_once(
    portal: Portal, claire: MemberActor, secret: str
) -> None:
    right = code(portal, secret)
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: check(portal, claire, right), range(6)))
    assert answers.count("") == 1


def test_two_beginnings_at_once_leave_one_secret(portal: Portal, claire: MemberActor) -> None:
    with ThreadPoolExecutor(4) as threads:
        begun = list(threads.map(lambda _: begin(portal, claire), range(4)))
    answers = [confirm(portal, claire, code(portal, one.secret)) for one in begun]
    assert answers.count("") == 1


def test_whatever_is_typed_is_only_ever_wrong(
    portal: Portal, claire: MemberActor, secret: str
) -> None:
    for typed in (*HOSTILE_TEXTS, "١٢٣٤٥٦", "12345", "1234567", "12345x"):
        assert "pas le bon" in check(portal, claire, typed), typed[:40]


def test_a_member_s_code_opens_nobody_else_s_account(
    portal: Portal, claire: MemberActor, secret: str
) -> None:
    yanis = portal.write(add_member, first_name="Yanis")
    assert check(portal, yanis, code(portal, secret))


def test_adding_and_removing_it_is_told_and_ends_trust(portal: Portal, claire: MemberActor) -> None:
    def trust(*, session: Session) -> None:
        trust_device(
            session, now=portal.clock.now(), account_id=claire.account_id, browser="browser"
        )

    def remove() -> None:
        portal.write(
            remove_totp,
            cipher=portal.cipher,
            now=portal.clock.now(),
            account_id=claire.account_id,
        )

    portal.write(trust)
    begun = begin(portal, claire)
    assert portal.read(trusted_count, account_id=claire.account_id) == 1
    assert confirm(portal, claire, code(portal, begun.secret)) == ""
    assert portal.read(trusted_count, account_id=claire.account_id) == 0
    portal.write(trust)
    remove()
    remove()
    assert portal.read(trusted_count, account_id=claire.account_id) == 0
    assert not portal.read(has_totp, account_id=claire.account_id)
    letters = portal.read(lambda session: list(session.exec(select(OutboxMessage.letter))))
    assert letters == ["factor_changed", "factor_changed"]
