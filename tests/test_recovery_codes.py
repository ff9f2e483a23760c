"""Recovery codes: ten, shown once, each used once."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.models.factors import RecoveryCode
from portal.models.outbox import OutboxMessage
from portal.services.recovery_codes import codes_left, make_recovery_codes, use_recovery_code
from tests.cast import add_member
from tests.hostile import HOSTILE_TEXTS


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member."""
    return portal.write(add_member)


def make(portal: Portal, who: MemberActor) -> list[str]:
    return portal.write(
        make_recovery_codes,
        cipher=portal.cipher,
        now=portal.clock.now(),
        account_id=who.account_id,
    )


def use(portal: Portal, who: MemberActor, typed: str) -> str:
    return portal.write(
        use_recovery_code,
        cipher=portal.cipher,
        now=portal.clock.now(),
        account_id=who.account_id,
        typed=typed,
    )


def left(portal: Portal, who: MemberActor) -> int:
    return portal.read(codes_left, account_id=who.account_id)


def test_there_are_ten_different_codes_one_can_read_out(
    portal: Portal, claire: MemberActor
) -> None:
    codes = make(portal, claire)
    assert len(set(codes)) == 10 == left(portal, claire)
    assert all(re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}", c) for c in codes)


def test_none_is_stored_as_it_is(portal: Portal, claire: MemberActor) -> None:
    codes = make(portal, claire)
    stored = portal.read(lambda session: session.exec(select(RecoveryCode.code_hash)).all())
    assert len(stored) == 10
    assert not {code.replace("-", "") for code in codes} & set(stored)


@pytest.mark.parametrize("spelling", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_a_code_is_taken_once_however_it_is_typed(
    portal: Portal, claire: MemberActor, spelling
) -> None:
    code = make(portal, claire)[0]
    assert use(portal, claire, spelling(code)) == ""
    assert left(portal, claire) == 9
    assert use(portal, claire, spelling(code))
    assert left(portal, claire) == 9


def test_a_code_sent_many_times_at_once_serves_once(portal: Portal, claire: MemberActor) -> None:
    code = make(portal, claire)[0]
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: use(portal, claire, code), range(6)))
    assert answers.count("") == 1


def test_a_new_set_voids_the_old_also_when_two_are_made_at_once(
    portal: Portal, claire: MemberActor
) -> None:
    old = make(portal, claire)
    with ThreadPoolExecutor(4) as threads:
        sets = list(threads.map(lambda _: make(portal, claire), range(4)))
    assert left(portal, claire) == 10
    assert use(portal, claire, old[0])
    assert [use(portal, claire, codes[0]) for codes in sets].count("") == 1


def test_a_code_opens_nobody_else_s_account(portal: Portal, claire: MemberActor) -> None:
    yanis = portal.write(add_member, first_name="Yanis")
    assert use(portal, yanis, make(portal, claire)[0])
    assert left(portal, claire) == 10


def test_whatever_is_typed_is_only_ever_wrong(portal: Portal, claire: MemberActor) -> None:
    make(portal, claire)
    for typed in HOSTILE_TEXTS:
        assert use(portal, claire, typed), typed[:40]
    assert left(portal, claire) == 10


def test_making_codes_is_told_without_any_of_them(portal: Portal, claire: MemberActor) -> None:
    codes = make(portal, claire)
    message = portal.read(lambda session: session.exec(select(OutboxMessage)).one())
    assert message.letter == "factor_changed"
    assert message.values_sealed
    values = portal.cipher.decrypt(message.values_sealed)
    assert not [code for code in codes if code in values]
