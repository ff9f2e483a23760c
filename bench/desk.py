"""How long the staff waits for a page of a queue of 100,000 open conversations.

Clicks are measured as in ``bench.clicks``, beside the empty app's counter, on the queue and on one
of a hundred conversations: the length of the queue must not show.
"""

import shutil
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import Connection, text
from sqlmodel import Session

from bench.apps import build_empty_app, build_portal, serve
from bench.bases import SMALL, Base
from bench.clicks import INCREMENT, WARM_UP, Samples, chromium, open_page
from bench.figures import Figure
from bench.place import place
from portal.bootstrap import Portal, wire
from portal.services.demo import demo_staff, open_demo_accounts
from portal.services.sessions import issue_ticket, redeem_ticket
from portal.settings import Settings

FEW, MANY, AIM = 100, 100_000, 3
_PAGE = "/admin/messages"
_NEXT, _PREVIOUS = ".pagination button:last-of-type", ".pagination button:first-of-type"
_TEAMS = ("sante", "contrats", "cotisations", "accueil")

_INSERT = text(
    "INSERT INTO conversation (reference, key, member_id, profile, theme, subject, motive, title,"
    " status, team, assignee_id, created_at, last_message_at, due_at, member_unread, staff_unread,"
    " version) VALUES (:reference, :reference, :member, 'particulier', 't', 's', 'm',"
    " 'Où en est mon remboursement', 'waiting', :team, :assignee, :at, :at, :due, 0, 1, 1)"
)


@dataclass(frozen=True)
class DeskBase(Base):
    """Example data with ``waiting`` conversations to answer, half of them somebody's."""

    waiting: int = MANY

    @property
    def folder(self) -> Path:
        """Where it is kept."""
        return place(f"base-desk-{self.waiting}")

    def make(self) -> "DeskBase":
        """Make it, unless it is there."""
        done = self.folder / "done"
        if done.exists():
            return self
        SMALL.make()
        shutil.copytree(SMALL.folder, self.folder, dirs_exist_ok=True)
        done.unlink(missing_ok=True)
        wired = self._wired()
        now = wired.clock.now()
        wired.write(open_demo_accounts, now=now)
        staff = wired.read(demo_staff)[0].account_id
        with wired.engine.begin() as connection:
            connection.execute(text("DELETE FROM message"))
            connection.execute(text("DELETE FROM conversation"))
            _fill(connection, self.waiting, staff, now)
            connection.execute(text("ANALYZE"))
        wired.engine.dispose()
        done.touch()
        return self

    def staff_cookie(self) -> str:
        """Sign in as one of the demonstration's staff; return the cookie."""
        wired = self._wired()
        try:
            return wired.write(_sign_in, portal=wired)
        finally:
            wired.engine.dispose()

    def _wired(self) -> Portal:
        return wire(Settings(data_dir=self.folder, database_url=""))


def run(rounds: int) -> dict[str, Figure]:
    """Measure: each gesture on either queue, and a click in the empty app."""
    portal, empty = build_portal(), build_empty_app()
    few, many = (DeskBase(SMALL.members, SMALL.claims, waiting).make() for waiting in (FEW, MANY))
    with ExitStack() as stack:
        counter = stack.enter_context(serve(empty))
        short = stack.enter_context(serve(portal, "127.0.0.1", few))
        long = stack.enter_context(serve(portal, "127.0.0.2", many))
        browser = stack.enter_context(chromium())
        clicks = open_page(browser, counter, "/")
        clicks.evaluate(f"bench.first('counter', {INCREMENT!r})")
        pages = {
            "100": open_page(browser, short, _PAGE, few.staff_cookie()),
            "100,000": open_page(browser, long, _PAGE, many.staff_cookie()),
        }
        for page in pages.values():
            page.wait_for_selector("ul.queue > li")
        return _measured(clicks, pages, rounds)


def write(found: dict[str, Figure]) -> str:
    """The figures as the tables of docs/performance.md."""
    empty = found["empty click"]
    lines = [
        f"| {name} | {one.over(empty)} | ≤ {AIM} | {one.median} ms |"
        for name, one in found.items()
        if one is not empty
    ]
    head = "| queue, gesture | ÷ empty click | aim | median |\n|---|---|---|---|\n"
    return head + "\n".join(lines) + f"\n| empty click | 1 | | {empty.median} ms |\n"


def _measured(clicks: Page, pages: dict[str, Page], rounds: int) -> dict[str, Figure]:
    found: Samples = defaultdict(list)
    for number in range(WARM_UP + rounds):
        taken = {"empty click": clicks.evaluate(f"bench.click('counter', {INCREMENT!r})")}
        for name, page in pages.items():
            taken |= {f"{name}, {act}": ms for act, ms in _gestures(page).items()}
        if number >= WARM_UP:
            for name, ms in taken.items():
                found[name].append(ms)
    return {name: Figure.of(samples) for name, samples in found.items()}


def _gestures(page: Page) -> dict[str, Any]:
    def choose(field: str, value: str) -> float:
        return page.evaluate(f"bench.choose('queue', '#{field}', {value!r})")

    taken = {"team": choose("equipe", "contrats"), "first page": choose("equipe", "")}
    taken["nobody’s"] = choose("attribution", "personne")
    choose("attribution", "")
    taken["next page"] = page.evaluate(f"bench.click('queue', {_NEXT!r})")
    taken["previous page"] = page.evaluate(f"bench.click('queue', {_PREVIOUS!r})")
    return taken


def _fill(connection: Connection, count: int, staff: int, now: datetime) -> None:
    members = [row[0] for row in connection.execute(text("SELECT id FROM member ORDER BY id"))]
    rows = []
    for number in range(count):
        at = now - timedelta(seconds=30 * (count - number))
        rows.append(
            {
                "reference": f"X-{number}",
                "member": members[number % len(members)],
                "team": _TEAMS[number % len(_TEAMS)],
                "assignee": staff if number % 2 else None,
                "at": at.isoformat(sep=" ").removesuffix("+00:00"),
                "due": (at + timedelta(days=2)).isoformat(sep=" ").removesuffix("+00:00"),
            }
        )
    connection.execute(_INSERT, rows)


def _sign_in(*, session: Session, portal: Portal) -> str:
    now = portal.clock.now()
    staff = demo_staff(session=session)[0]
    ticket = issue_ticket(session, now=now, account_id=staff.account_id, browser="bench")
    opened = redeem_ticket(
        session=session,
        now=now,
        limits=portal.settings.limits,
        ticket=ticket,
        browser="bench",
        user_agent="bench",
        network="127.0.0.1",
    )
    return opened.token
