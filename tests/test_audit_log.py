"""The audit log: searched by administrators, page by page, and taken away."""

import io
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from portal.adapters.audit_files import write_audit_csv
from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Role, StaffActor, Visitor
from portal.domain.audit_address import AuditFilter, read_audit_query, write_audit_query
from portal.domain.errors import NotAllowed
from portal.services import audit
from portal.services.audit_log import export_audit, record_audit_export, search_audit
from tests.cast import add_member
from tests.hostile import HOSTILE_TEXTS

PARIS = ZoneInfo("Europe/Paris")
ADMIN = StaffActor(999, Role.ADMINISTRATOR, 1)
TODAY = date(2026, 11, 20)
PERIOD: dict[str, Any] = {"since": date(2026, 10, 21), "until": TODAY}


def note(portal: Portal, act: str, at: datetime | None = None, **what: Any) -> None:
    def write(*, session: Session) -> None:
        audit.record(session, act, at=at or portal.clock.now(), **what)

    portal.write(write)


def search(portal: Portal, actor: Any = ADMIN, **wanted: Any) -> Any:
    return portal.read(
        search_audit, actor=actor, zone=PARIS, wanted=AuditFilter(**(PERIOD | wanted))
    )


def acts(page: Any) -> list[str]:
    return [line.act for line in page.lines]


def test_the_log_is_searched_by_act_by_account_by_member_and_by_detail(portal: Portal) -> None:
    claire = portal.write(add_member, number="A7")
    note(portal, "session.opened", account_id=claire.account_id)
    note(portal, "member_file.opened", account_id=None, member="A7", reason="appel")
    note(portal, "banner.put_up", banner=3, reference="M-ABC123")
    assert acts(search(portal)) == ["banner.put_up", "member_file.opened", "session.opened"]
    assert acts(search(portal, act="banner.put_up")) == ["banner.put_up"]
    assert acts(search(portal, who="A7")) == ["member_file.opened", "session.opened"]
    email = search(portal, act="session.opened").lines[0].who
    assert acts(search(portal, who=email.upper())) == ["session.opened"]
    assert acts(search(portal, text="m-abc123")) == ["banner.put_up"]


def test_days_are_local_and_both_count(portal: Portal) -> None:
    note(portal, "late", at=datetime(2026, 11, 20, 22, 59, tzinfo=UTC))
    note(portal, "tomorrow", at=datetime(2026, 11, 20, 23, 1, tzinfo=UTC))
    assert acts(search(portal, since=TODAY)) == ["late"]


def test_pages_go_by_numbers_there_and_back(portal: Portal) -> None:
    for index in range(120):
        note(portal, f"act.{index:03d}")
    first = search(portal)
    assert (acts(first)[0], len(first.lines), first.has_newer, first.has_older) == (
        "act.119",
        50,
        False,
        True,
    )
    last = search(portal, before=search(portal, before=first.lines[-1].id).lines[-1].id)
    assert (acts(last)[-1], len(last.lines), last.has_newer, last.has_older) == (
        "act.000",
        20,
        True,
        False,
    )
    back = search(portal, after=last.lines[0].id)
    assert (acts(back)[0], acts(back)[-1], back.has_older) == ("act.069", "act.020", True)


def test_only_administrators_read_it(portal: Portal) -> None:
    for actor in (Visitor(), MemberActor(1, 1, 1), StaffActor(1, Role.MANAGER, 1)):
        with pytest.raises(NotAllowed):
            search(portal, actor)
        with pytest.raises(NotAllowed):
            portal.read(export_audit, actor=actor, zone=PARIS, wanted=AuditFilter(**PERIOD))


def test_an_export_leaves_a_trace_and_no_cell_is_a_formula(portal: Portal) -> None:
    note(portal, "=cmd|' /C calc'!A0", network="+1")
    note(portal, "banner.put_up", banner=3)

    def export(*, session: Session) -> tuple[int, str]:
        target = io.BytesIO()
        lines = export_audit(session=session, actor=ADMIN, zone=PARIS, wanted=AuditFilter(**PERIOD))
        return write_audit_csv(lines, target, PARIS), target.getvalue().decode("utf-8-sig")

    count, text = portal.read(export)
    assert count == 2
    assert "Bandeau publié;banner.put_up" in text
    assert ";'=cmd" in text
    assert ";'+1" in text
    portal.write(
        record_audit_export, actor=ADMIN, now=portal.clock.now(), count=count, network=None
    )
    assert acts(search(portal))[0] == "audit.exported"


def test_any_address_and_any_text_make_a_search_that_answers(portal: Portal) -> None:
    note(portal, "banner.put_up", banner=3)
    names = ("du", "au", "acte", "qui", "q", "avant", "apres")
    for text in HOSTILE_TEXTS[:60]:
        wanted = read_audit_query(dict.fromkeys(names, text), TODAY)
        assert read_audit_query({}, TODAY) == AuditFilter(**PERIOD)
        portal.read(search_audit, actor=ADMIN, zone=PARIS, wanted=wanted)
    extreme = read_audit_query({"du": "0001-01-01", "au": "9999-12-31"}, TODAY)
    assert acts(portal.read(search_audit, actor=ADMIN, zone=PARIS, wanted=extreme))


def test_an_address_finds_its_search_again() -> None:
    wanted = AuditFilter(TODAY, TODAY, "banner.put_up", "A7", "M-1", before=3)
    pairs = dict(pair.split("=") for pair in write_audit_query(wanted).split("&"))
    assert read_audit_query(pairs, TODAY) == wanted
