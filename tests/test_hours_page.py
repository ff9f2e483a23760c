"""The managers' page of opening hours: what a change gives, and whom it leaves out."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Role, StaffActor, Visitor
from portal.domain.bookings import DEFAULTS, Kind, Opening
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.services.hours_page import (
    add_openings,
    read_hours_page,
    remove_opening,
    restore_openings,
)
from portal.services.opening_hours import save_closure
from portal.views.hours import hours, minutes_of
from tests.cast import add_member
from tests.test_surveys import add_booking

PARIS = ZoneInfo("Europe/Paris")
MANAGER = StaffActor(1, Role.MANAGER, 1)
MONDAY_AT_NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
SATURDAY = Opening(5, 9 * 60, 12 * 60, 30, 1)


def page(portal: Portal, actor: Any = MANAGER, kind: Kind = Kind.CALLBACK) -> Any:
    return portal.read(read_hours_page, actor=actor, now=portal.clock.now(), zone=PARIS, kind=kind)


def change(portal: Portal, service: Any, actor: Any = MANAGER, **what: Any) -> Any:
    return portal.write(service, actor=actor, now=portal.clock.now(), kind=Kind.CALLBACK, **what)


def test_the_usual_hours_show_until_a_manager_sets_others(portal: Portal) -> None:
    shown = page(portal)
    assert set(shown.openings) == set(DEFAULTS[Kind.CALLBACK].openings)
    assert [day.day for day in shown.preview][:3] == [
        date(2026, 11, 21),
        date(2026, 11, 22),
        date(2026, 11, 23),
    ]
    assert [bool(day.starts) for day in shown.preview] == [False, False, *[True] * 5]
    assert date(2026, 12, 25) in shown.holidays
    view = hours(shown, PARIS)
    assert view.openings[0].title == "Lundi, de 8\u00a0h\u00a030 à 12\u00a0h\u00a030"
    assert (view.notice_hours, view.horizon_days) == ("0,5", "14")


def test_hours_are_added_removed_and_taken_back(portal: Portal) -> None:
    usual = page(portal).openings
    before = change(portal, add_openings, weekdays=[5], opening=SATURDAY)
    assert SATURDAY in page(portal).openings
    change(portal, add_openings, weekdays=[5], opening=SATURDAY)
    assert len(page(portal).openings) == len(usual) + 1
    change(portal, restore_openings, openings=before)
    assert page(portal).openings == usual
    change(portal, remove_opening, weekday=0, starts_minute=510)
    assert len(page(portal).openings) == len(usual) - 1
    with pytest.raises(NotFound):
        change(portal, remove_opening, weekday=0, starts_minute=510)


def test_hours_that_cross_are_refused(portal: Portal) -> None:
    with pytest.raises(InvalidInput, match="chevauchent"):
        change(portal, add_openings, weekdays=[0], opening=Opening(0, 600, 660, 30, 1))
    with pytest.raises(InvalidInput):
        change(portal, add_openings, weekdays=[], opening=SATURDAY)


def test_a_change_says_which_bookings_it_leaves_out(portal: Portal) -> None:
    claire = portal.write(add_member)
    portal.write(add_booking, actor=claire, at=MONDAY_AT_NINE, status="booked", seat=0)
    portal.write(add_booking, actor=claire, at=MONDAY_AT_NINE, status="cancelled", seat=1)
    later = MONDAY_AT_NINE + timedelta(days=1)
    portal.write(add_booking, actor=claire, at=later, status="booked", seat=3)
    assert page(portal).left_out == ()
    change(portal, remove_opening, weekday=0, starts_minute=510)
    assert [one.reference for one in page(portal).left_out] == ["B-0"]
    portal.write(
        save_closure,
        actor=MANAGER,
        now=portal.clock.now(),
        zone=PARIS,
        day=date(2026, 11, 24),
        reason="Formation",
    )
    shown = page(portal)
    assert [one.reference for one in shown.left_out] == ["B-0", "B-3"]
    view = hours(shown, PARIS)
    assert view.left_out_title == "2\u00a0réservations hors des créneaux ouverts"
    assert view.closures[0].badge == "1\u00a0réservation à déplacer"


def test_only_managers_see_and_change_hours(portal: Portal) -> None:
    for actor in (Visitor(), MemberActor(1, 1, 1), StaffActor(1, Role.AGENT, 1)):
        with pytest.raises(NotAllowed):
            page(portal, actor)
        with pytest.raises(NotAllowed):
            change(portal, add_openings, actor, weekdays=[5], opening=SATURDAY)
        with pytest.raises(NotAllowed):
            change(portal, remove_opening, actor, weekday=0, starts_minute=510)


def test_typed_hours_are_read_strictly() -> None:
    assert minutes_of("08:30") == 510
    for text in ("", "8h30", "a:b", ":", "-1:00"):
        with pytest.raises(ValueError, match=r"^"):
            minutes_of(text)
