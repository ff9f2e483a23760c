"""Hours, rules and closures: until the staff set theirs, the usual ones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.bootstrap import Portal
from portal.domain.actors import Actor, Role, StaffActor, Visitor
from portal.domain.bookings import DEFAULTS, Kind, Opening, Reason, Rules
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.services.booking import Wish, book
from portal.services.opening_hours import (
    closures,
    opening_hours,
    remove_closure,
    rules,
    save_closure,
    save_opening_hours,
    save_rules,
)
from portal.services.slots import OpenDay, open_days
from tests.cast import add_member

PARIS = ZoneInfo("Europe/Paris")
AGENT, MANAGER = StaffActor(1, Role.AGENT, 1), StaffActor(2, Role.MANAGER, 2)
MONDAY = date(2026, 11, 23)
MORNINGS = [Opening(weekday, 540, 720, 30, 1) for weekday in range(6)]
USUAL = DEFAULTS[Kind.CALLBACK].rules


def save(portal: Portal, hours: list[Opening], actor: Actor = MANAGER) -> None:
    portal.write(
        save_opening_hours,
        actor=actor,
        now=portal.clock.now(),
        kind=Kind.CALLBACK,
        hours=hours,
    )


def offered(portal: Portal, kind: Kind = Kind.CALLBACK) -> dict[date, OpenDay]:
    found = portal.read(open_days, now=portal.clock.now(), zone=PARIS, kind=kind)
    return {one.day: one for one in found}


def test_until_somebody_sets_hours_the_usual_ones_are_in_force(portal: Portal) -> None:
    found = portal.read(opening_hours, actor=AGENT)
    assert found == {kind: DEFAULTS[kind].openings for kind in Kind}
    assert portal.read(rules, actor=AGENT)[Kind.CALLBACK] == USUAL
    assert MONDAY in offered(portal)


def test_hours_that_were_set_replace_the_usual_ones_of_their_kind(portal: Portal) -> None:
    save(portal, MORNINGS)
    found = portal.read(opening_hours, actor=AGENT)
    assert list(found[Kind.CALLBACK]) == MORNINGS
    assert found[Kind.APPOINTMENT] == DEFAULTS[Kind.APPOINTMENT].openings
    assert date(2026, 11, 28) in offered(portal)  # a Saturday
    assert len(offered(portal)[MONDAY].slots) == 6


def test_without_any_hours_nothing_is_offered(portal: Portal) -> None:
    save(portal, [])
    assert offered(portal) == {}
    assert offered(portal, Kind.APPOINTMENT)


def test_setting_rules_keeps_the_hours_in_force(portal: Portal) -> None:
    wanted = Rules(timedelta(hours=1), 3, timedelta(hours=2))
    portal.write(
        save_rules, actor=MANAGER, now=portal.clock.now(), kind=Kind.CALLBACK, chosen=wanted
    )
    assert portal.read(rules, actor=AGENT)[Kind.CALLBACK] == wanted
    assert (
        portal.read(opening_hours, actor=AGENT)[Kind.CALLBACK] == DEFAULTS[Kind.CALLBACK].openings
    )
    assert max(offered(portal)) == MONDAY


def test_a_closure_tells_how_many_people_are_to_be_called_and_can_be_taken_back(
    portal: Portal,
) -> None:
    claire = portal.write(add_member)
    starts_at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    portal.write(
        book,
        actor=claire,
        now=portal.clock.now(),
        zone=PARIS,
        cipher=portal.cipher,
        wish=Wish(starts_at, "Claire", "06 12 34 56 78", Reason.FOLLOW_UP),
    )
    now = portal.clock.now()
    closing = {"actor": MANAGER, "now": now, "zone": PARIS, "day": MONDAY}
    assert portal.write(save_closure, reason="Formation", **closing) == 1
    assert portal.write(save_closure, reason="Formation de l’équipe", **closing) == 1
    assert MONDAY not in offered(portal)
    (line,) = portal.read(closures, actor=AGENT, since=MONDAY, zone=PARIS)
    assert (line.day, line.reason, line.bookings) == (MONDAY, "Formation de l’équipe", 1)
    portal.write(remove_closure, actor=MANAGER, now=now, day=MONDAY)
    assert MONDAY in offered(portal)
    with pytest.raises(NotFound):
        portal.write(remove_closure, actor=MANAGER, now=now, day=MONDAY)


@pytest.mark.parametrize("actor", [AGENT, Visitor()])
def test_only_a_manager_changes_hours(portal: Portal, actor: Actor) -> None:
    now = portal.clock.now()
    with pytest.raises(NotAllowed):
        save(portal, MORNINGS, actor)
    with pytest.raises(NotAllowed):
        portal.write(save_rules, actor=actor, now=now, kind=Kind.CALLBACK, chosen=USUAL)
    with pytest.raises(NotAllowed):
        portal.write(save_closure, actor=actor, now=now, zone=PARIS, day=MONDAY, reason="x")
    with pytest.raises(NotAllowed):
        portal.write(remove_closure, actor=actor, now=now, day=MONDAY)


def test_members_and_visitors_read_no_hours(portal: Portal) -> None:
    claire = portal.write(add_member)
    for actor in (claire, Visitor()):
        with pytest.raises(NotAllowed):
            portal.read(opening_hours, actor=actor)
        with pytest.raises(NotAllowed):
            portal.read(rules, actor=actor)
        with pytest.raises(NotAllowed):
            portal.read(closures, actor=actor, since=MONDAY, zone=PARIS)


@pytest.mark.parametrize(
    "wrong",
    [
        Opening(7, 540, 720, 30, 1),
        Opening(-1, 540, 720, 30, 1),
        Opening(0, 720, 540, 30, 1),
        Opening(0, 540, 540, 5, 1),
        Opening(0, -30, 540, 30, 1),
        Opening(0, 540, 1441, 30, 1),
        Opening(0, 540, 560, 30, 1),
        Opening(0, 540, 720, 0, 1),
        Opening(0, 540, 720, 30, 0),
        Opening(0, 540, 720, 30, 101),
    ],
)
def test_hours_that_make_no_sense_are_refused(portal: Portal, wrong: Opening) -> None:
    with pytest.raises(InvalidInput) as refused:
        save(portal, [wrong])
    assert refused.value.field == "hours"


def test_hours_that_cross_are_refused(portal: Portal) -> None:
    with pytest.raises(InvalidInput, match="chevauchent"):
        save(portal, [Opening(0, 540, 720, 30, 1), Opening(0, 690, 800, 30, 1)])
    save(portal, [Opening(0, 720, 800, 30, 1), Opening(0, 540, 720, 30, 1)])


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Rules(timedelta(days=8), 14, timedelta(0)), "notice"),
        (Rules(timedelta(minutes=-1), 14, timedelta(0)), "notice"),
        (Rules(timedelta(0), 0, timedelta(0)), "horizon"),
        (Rules(timedelta(0), 181, timedelta(0)), "horizon"),
        (Rules(timedelta(0), 14, timedelta(days=8)), "cutoff"),
    ],
)
def test_rules_have_bounds(portal: Portal, wanted: Rules, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        portal.write(
            save_rules, actor=MANAGER, now=portal.clock.now(), kind=Kind.CALLBACK, chosen=wanted
        )
    assert refused.value.field == field


def test_a_day_that_is_past_is_not_closed(portal: Portal) -> None:
    now = portal.clock.now()
    for day, reason, field in ((date(2026, 11, 19), "Pont", "day"), (MONDAY, "  ", "reason")):
        with pytest.raises(InvalidInput) as refused:
            portal.write(save_closure, actor=MANAGER, now=now, zone=PARIS, day=day, reason=reason)
        assert refused.value.field == field
