"""So many times in so long: what may be asked for again and again is counted and stopped.

Counts are rows, as those of wrong passwords: they outlive a restart and every process sees them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.models.accounts import SignInFailure
from portal.services.turns import one_at_a_time


@dataclass(frozen=True, slots=True)
class Quota:
    """``most`` times ``within`` so long, for each person, address or number."""

    name: str
    most: int
    within: timedelta

    def key(self, who: str) -> str:
        """What it is counted under."""
        return f"{self.name}:{sha256(who.encode('utf-8', 'surrogatepass')).hexdigest()}"


def is_spent(session: Session, *, now: datetime, quota: Quota, who: str) -> bool:
    """Whether ``who`` has done it as often as may be."""
    count = session.scalar(
        select(func.count()).where(
            col(SignInFailure.key) == quota.key(who), col(SignInFailure.at) > now - quota.within
        )
    )
    return (count or 0) >= quota.most


def spend(session: Session, *, now: datetime, quota: Quota, who: str) -> bool:
    """Count once more, or return False when it is spent already."""
    one_at_a_time(session, quota.key(who))
    if is_spent(session, now=now, quota=quota, who=who):
        return False
    session.add(SignInFailure(key=quota.key(who), at=now))
    session.flush()
    return True
