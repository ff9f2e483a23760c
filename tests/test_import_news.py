"""What an import tells those who have an account: that lines of theirs were paid, and only once."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from portal.domain.actors import MemberActor
from portal.models.accounts import Account
from portal.models.members import Member
from portal.models.outbox import OutboxMessage
from portal.services.notification_choices import choose, set_quiet_hours
from tests.import_files import CLAIMS_HEADER, MEMBERS, Desk, claim

TWO_MEMBERS = MEMBERS + "A2;Petit;Luc;1970-01-01\n"


def open_accounts(desk: Desk, *numbers: str) -> None:
    def run(*, session: Session) -> None:
        for number in numbers:
            member = session.exec(select(Member).where(Member.number == number)).one()
            session.add(
                Account(
                    member_id=member.id,
                    email=f"{number.lower()}@example.org",
                    password_hash="x",
                    created_at=desk.portal.clock.now(),
                )
            )

    desk.portal.write(run)


def actor(desk: Desk, number: str) -> MemberActor:
    [(account_id, member_id)] = desk.rows(
        "SELECT account.id, member.id FROM account JOIN member ON member.id = member_id "
        f"WHERE number = '{number}'"
    )
    return MemberActor(account_id, member_id, 0)


def told(desk: Desk) -> list[tuple[Any, ...]]:
    """Who was told what, in the order of the accounts."""
    return desk.rows(
        "SELECT member.number, body FROM notification JOIN account "
        "ON account.id = account_id JOIN member ON member.id = member_id "
        "ORDER BY member.number, notification.id"
    )


def paid(line: str, **cells: str) -> str:
    return claim(line, status="effectue", **cells)


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """Two members, both with an account, and two lines of the first's that wait."""
    desk.take(TWO_MEMBERS, CLAIMS_HEADER + claim("L1") + claim("L2"))
    open_accounts(desk, "A1", "A2")
    return desk


def test_each_account_is_told_once_however_many_lines(ready: Desk) -> None:
    ready.take(CLAIMS_HEADER + paid("L1") + paid("L2") + paid("L3") + paid("L4", member="A2"))
    assert told(ready) == [
        ("A1", "3\u00a0remboursements viennent d’être effectués."),
        ("A2", "1\u00a0remboursement vient d’être effectué."),
    ]
    [(title, href, topic)] = set(ready.rows("SELECT title, href, topic FROM notification"))
    assert (title, href, topic) == ("Remboursement effectué", "/remboursements", "remboursement")
    live = "SELECT audience FROM live_event WHERE topic = 'notifications'"
    assert len(ready.rows(live)) == 2


def test_the_same_file_again_tells_nothing(ready: Desk) -> None:
    file = CLAIMS_HEADER + paid("L1") + paid("L5")
    for _ in range(3):
        ready.take(file)
    assert len(told(ready)) == 1
    assert ready.count("outbox_message") == 1


def test_the_email_names_the_topic_only_and_follows_the_choices(ready: Desk) -> None:
    now = ready.portal.clock.now()
    luc, claire = actor(ready, "A2"), actor(ready, "A1")
    ready.portal.write(
        choose, actor=luc, now=now, topic="remboursement", channel="email", wanted=False
    )
    ready.portal.write(set_quiet_hours, actor=claire, now=now, starts="09:00", ends="11:00")
    ready.take(CLAIMS_HEADER + paid("L1") + paid("L6", member="A2"))
    assert [number for number, _ in told(ready)] == ["A1", "A2"]

    def posted(*, session: Session) -> list[tuple[str, str, str, bool]]:
        cipher = ready.portal.cipher
        return [
            (
                cipher.decrypt(row.recipient_sealed),
                row.letter,
                cipher.decrypt(row.values_sealed or ""),
                row.next_try_at > now,
            )
            for row in session.exec(select(OutboxMessage)).all()
        ]

    [(to, letter, values, waits)] = ready.portal.read(posted)
    assert (to, letter, waits) == ("a1@example.org", "news", True)
    assert "topic_label" in values
    assert "Consultation" not in values


def test_other_statuses_and_lines_paid_before_tell_nothing(ready: Desk) -> None:
    ready.take(CLAIMS_HEADER + paid("L1"))
    ready.take(CLAIMS_HEADER + paid("L1", expense="31,00", remaining="3,00"))
    ready.take(CLAIMS_HEADER + claim("L2", status="rejete") + claim("L7", status="en_cours"))
    assert len(told(ready)) == 1


def test_a_line_that_left_being_paid_and_comes_back_is_told_again(ready: Desk) -> None:
    ready.take(CLAIMS_HEADER + paid("L1"))
    ready.take(CLAIMS_HEADER + claim("L1", status="en_cours"))
    ready.take(CLAIMS_HEADER + paid("L1"))
    assert len(told(ready)) == 2


def test_history_taken_in_is_no_news_but_an_old_line_that_waited_is(ready: Desk) -> None:
    ready.take(CLAIMS_HEADER + paid("OLD", care="2025-01-02", status_date="2025-01-09"))
    assert told(ready) == []
    ready.take(CLAIMS_HEADER + claim("L8", care="2026-01-02", status_date="2026-01-05"))
    ready.take(CLAIMS_HEADER + paid("L8", care="2026-01-02", status_date=""))
    assert len(told(ready)) == 1


def test_members_without_an_account_are_told_nothing(desk: Desk) -> None:
    desk.take(TWO_MEMBERS, CLAIMS_HEADER + paid("L1") + paid("L2", member="A2"))
    assert desk.count("notification") == 0
    open_accounts(desk, "A2")
    desk.take(CLAIMS_HEADER + paid("L3") + paid("L4", member="A2"))
    assert told(desk) == [("A2", "1\u00a0remboursement vient d’être effectué.")]


def test_a_line_that_later_files_of_the_import_move_is_told_to_its_last_owner(
    ready: Desk,
) -> None:
    ready.take(CLAIMS_HEADER + paid("L9"), CLAIMS_HEADER + paid("L9", member="A2"))
    assert [number for number, _ in told(ready)] == ["A2"]
    ready.take(CLAIMS_HEADER + paid("L10"), CLAIMS_HEADER + claim("L10", status="rejete"))
    assert len(told(ready)) == 1


def test_a_refused_import_and_a_dry_run_tell_nothing(ready: Desk) -> None:
    bad = CLAIMS_HEADER + paid("L1") + paid("L2", member="ZZ")
    assert not ready.take(bad).applied
    ready.take(CLAIMS_HEADER + paid("L1"), dry_run=True)
    assert ready.count("notification") == ready.count("outbox_message") == 0
    assert ready.take(bad, skip_bad_rows=True).applied
    assert len(told(ready)) == 1


def test_the_demonstration_s_own_data_tells_nothing(desk: Desk) -> None:
    desk.take(TWO_MEMBERS, data_origin="demo")
    open_accounts(desk, "A1", "A2")
    desk.take(CLAIMS_HEADER + paid("L1"), data_origin="demo")
    assert desk.count("notification") == 0
    desk.take(CLAIMS_HEADER + paid("L2"))
    assert len(told(desk)) == 1


def statements_of(desk: Desk, *files: str) -> int:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(desk.portal.engine, "before_cursor_execute", note)
    try:
        desk.take(*files)
    finally:
        event.remove(desk.portal.engine, "before_cursor_execute", note)
    return len(seen)


def test_an_import_for_many_accounts_asks_no_more_of_the_database_than_for_one(
    desk: Desk,
) -> None:
    header = MEMBERS.partition("\n")[0] + "\n"
    numbers = [f"M{number}" for number in range(60)]
    desk.take(header + "".join(f"{number};Petit;Luc;1970-01-01\n" for number in numbers))
    open_accounts(desk, *numbers)
    one = statements_of(desk, CLAIMS_HEADER + paid("X", member="M0"))
    many = statements_of(desk, CLAIMS_HEADER + "".join(paid(f"Y{n}", member=n) for n in numbers))
    assert len(told(desk)) == 61
    assert many == one


def test_the_day_counts_where_the_members_live(ready: Desk) -> None:
    since = date(2026, 10, 21).isoformat()
    ready.take(CLAIMS_HEADER + paid("EDGE", care="2026-10-01", status_date=since))
    assert len(told(ready)) == 1
