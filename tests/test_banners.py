"""Banners: who puts them up, when they show, and what comes of any text."""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Role, StaffActor, Visitor
from portal.domain.banners import BannerLine, Level, Moment
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.models.audit import AuditEntry
from portal.services.banners import (
    list_banners,
    put_back_banner,
    put_up_banner,
    standing_banners,
    withdraw_banner,
)
from portal.views.banners import lists, typed_moment
from tests.cast import add_staff_member
from tests.clock import ManualClock
from tests.hostile import HOSTILE_TEXTS
from tests.statements import statements

PARIS = ZoneInfo("Europe/Paris")
HOUR = timedelta(hours=1)


@pytest.fixture
def manager(portal: Portal) -> StaffActor:
    account_id = portal.write(add_staff_member, role="gestionnaire")
    return StaffActor(account_id, Role.MANAGER, 1)


def put_up(portal: Portal, actor: Any, text: str = "Une panne est en cours.", **what: Any) -> int:
    given = {"level": Level.WARNING, "starts_at": None, "ends_at": None} | what
    return portal.write(put_up_banner, actor=actor, now=portal.clock.now(), text=text, **given)


def shown(portal: Portal) -> list[str]:
    now = portal.clock.now()
    lines = portal.read(standing_banners, now=now)
    return [line.text for line in lines if line.moment(now) is Moment.CURRENT]


def acts(portal: Portal) -> list[str]:
    in_order = select(col(AuditEntry.act)).order_by(col(AuditEntry.id))
    return portal.read(lambda *, session: list(session.scalars(in_order)))


def test_a_banner_shows_from_its_start_to_its_end(
    portal: Portal, manager: StaffActor, clock: ManualClock
) -> None:
    put_up(portal, manager, starts_at=clock.now() + HOUR, ends_at=clock.now() + 2 * HOUR)
    assert shown(portal) == []
    clock.advance(HOUR)
    assert shown(portal) == ["Une panne est en cours."]
    clock.advance(HOUR)
    assert shown(portal) == []
    assert portal.read(standing_banners, now=clock.now()) == ()


def test_a_banner_is_withdrawn_and_put_back_and_each_act_is_kept(
    portal: Portal, manager: StaffActor
) -> None:
    now = portal.clock.now()
    banner = put_up(portal, manager)
    portal.write(withdraw_banner, actor=manager, now=now, banner_id=banner)
    assert shown(portal) == []
    with pytest.raises(NotFound):
        portal.write(withdraw_banner, actor=manager, now=now, banner_id=banner)
    portal.write(put_back_banner, actor=manager, now=now, banner_id=banner)
    portal.write(put_back_banner, actor=manager, now=now, banner_id=banner)
    assert shown(portal) == ["Une panne est en cours."]
    assert acts(portal) == ["banner.put_up", "banner.withdrawn", "banner.put_back"]


def test_one_past_its_end_is_not_put_back(
    portal: Portal, manager: StaffActor, clock: ManualClock
) -> None:
    banner = put_up(portal, manager, ends_at=clock.now() + HOUR)
    portal.write(withdraw_banner, actor=manager, now=clock.now(), banner_id=banner)
    clock.advance(2 * HOUR)
    with pytest.raises(NotAllowed):
        portal.write(put_back_banner, actor=manager, now=clock.now(), banner_id=banner)


def test_the_same_banner_sent_twice_is_one(portal: Portal, manager: StaffActor) -> None:
    assert put_up(portal, manager) == put_up(portal, manager)
    assert shown(portal) == ["Une panne est en cours."]
    assert acts(portal) == ["banner.put_up"]


def test_only_managers_put_banners_up(portal: Portal) -> None:
    agent = StaffActor(portal.write(add_staff_member), Role.AGENT, 1)
    for actor in (Visitor(), MemberActor(1, 1, 1), agent):
        with pytest.raises(NotAllowed):
            put_up(portal, actor)
        with pytest.raises(NotAllowed):
            portal.read(list_banners, actor=actor)
        with pytest.raises(NotAllowed):
            portal.write(withdraw_banner, actor=actor, now=portal.clock.now(), banner_id=1)
    assert shown(portal) == []


def test_the_gravest_comes_first(portal: Portal, manager: StaffActor) -> None:
    for level in (Level.INFO, Level.DANGER, Level.WARNING):
        put_up(portal, manager, level.value, level=level)
    assert shown(portal) == ["danger", "warning", "info"]


def test_any_text_is_plain_text_on_one_line_or_refused_in_words(
    portal: Portal, manager: StaffActor
) -> None:
    for text in HOSTILE_TEXTS:
        with suppress(InvalidInput):
            put_up(portal, manager, text)
    for line in portal.read(list_banners, actor=manager):
        assert line.text
        assert len(line.text) <= 300
        assert "\n" not in line.text
        assert "\x00" not in line.text


def test_an_end_must_be_to_come_and_after_the_start(portal: Portal, manager: StaffActor) -> None:
    now = portal.clock.now()
    for starts, ends in ((None, now), (now + 2 * HOUR, now + HOUR)):
        with pytest.raises(InvalidInput):
            put_up(portal, manager, starts_at=starts, ends_at=ends)


def test_what_everybody_sees_costs_one_statement(portal: Portal, manager: StaffActor) -> None:
    for number in range(5):
        put_up(portal, manager, f"Bandeau {number}")
    with statements(portal.engine) as seen:
        assert len(shown(portal)) == 5
    assert len(seen) == 1


def test_the_staff_s_lists_say_when_in_local_time(portal: Portal) -> None:
    now = portal.clock.now()
    one = BannerLine(1, "x", Level.INFO, now, now + HOUR)
    found = lists([one], now, PARIS)
    assert [row.when for row in found.current] == [
        "À partir du 20 novembre 2026 à 10\u00a0h\u00a000, "
        "jusqu’au 20 novembre 2026 à 11\u00a0h\u00a000"
    ]
    assert lists([one], now + 2 * HOUR, PARIS).past[0].can_withdraw is False


def test_a_typed_moment_is_local_and_anything_else_is_refused() -> None:
    moment = typed_moment("2026-07-01T08:30", PARIS, field="starts")
    assert moment is not None
    assert moment.isoformat() == "2026-07-01T06:30:00+00:00"
    assert typed_moment("", PARIS, field="starts") is None
    for text in HOSTILE_TEXTS:
        if text:
            with pytest.raises(InvalidInput):
                typed_moment(text, PARIS, field="starts")
