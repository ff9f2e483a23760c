"""Databases of example data, made once and kept by size, and sessions opened in them."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import Session, col

from bench.place import ROOT, place
from bench.place import environment as common_environment
from portal.bootstrap import Portal, wire
from portal.models.accounts import Account
from portal.models.claims import Claim
from portal.services.sessions import issue_ticket, redeem_ticket
from portal.settings import Settings

HEAVY_LINES = 2_000


@dataclass(frozen=True)
class Base:
    """Example data of a size; its first member has ``HEAVY_LINES`` lines whatever the size."""

    members: int
    claims: int

    @property
    def folder(self) -> Path:
        """Where it is kept."""
        return place(f"base-{self.members}-{self.claims}")

    def make(self) -> "Base":
        """Make it, unless it is there."""
        done = self.folder / "done"
        if done.exists():
            return self
        print(f"Making {self.claims:,} lines for {self.members:,} members…", flush=True)
        (self.folder / "portal.db").unlink(missing_ok=True)
        size = ["--members", self.members, "--claims", self.claims, "--heavy-lines", HEAVY_LINES]
        subprocess.run(
            [sys.executable, "-m", "portal", "demo", "--load", *map(str, size)],
            check=True,
            cwd=ROOT,
            env=_environment(self.folder),
            stdout=subprocess.DEVNULL,
        )
        done.touch()
        return self

    def cookies(self, count: int) -> list[str]:
        """Sign in as the ``count`` members who have the most lines; return their cookies."""
        wired = wire(Settings(data_dir=self.folder, database_url=""))
        try:
            return wired.write(_sign_in, portal=wired, count=count)
        finally:
            wired.engine.dispose()


SMALL = Base(members=1_000, claims=10_000)
LARGE = Base(members=100_000, claims=1_000_000)
BUSY = Base(members=1_000, claims=60_000)  # everybody has several pages of lines


def _environment(folder: Path) -> dict[str, str]:
    """What a process of the portal needs to use the base in ``folder``."""
    return {**common_environment(), "PORTAL_DATA_DIR": str(folder), "PORTAL_DATABASE_URL": ""}


def _sign_in(*, session: Session, portal: Portal, count: int) -> list[str]:
    busiest = (
        select(col(Claim.member_id))
        .group_by(col(Claim.member_id))
        .order_by(func.count().desc(), col(Claim.member_id))
        .limit(count)
    )
    members = session.execute(busiest).scalars().all()
    return [_open(session, portal, member_id) for member_id in members]


def _open(session: Session, portal: Portal, member_id: int) -> str:
    now = portal.clock.now()
    account = session.scalar(select(Account).where(col(Account.member_id) == member_id))
    if account is None:
        email = f"bench-{member_id}@example.org"
        account = Account(member_id=member_id, email=email, password_hash="!", created_at=now)
        session.add(account)
        session.flush()
    assert account.id is not None
    ticket = issue_ticket(session, now=now, account_id=account.id, browser="bench")
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
