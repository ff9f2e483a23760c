"""By when the present step of a reimbursement line should be over."""

from datetime import date

from portal.domain.claims import Status
from portal.domain.working_days import after_working_days

LONGEST_WORKING_DAYS: dict[Status, int] = {
    Status.SENT: 1,
    Status.AT_HEALTH_INSURANCE: 3,
    Status.RECEIVED: 2,
    Status.PAID: 5,
}


def expected_by(status: Status, since: date) -> date | None:
    """The working day by which a step begun on ``since`` is usually over; ``None`` at rest."""
    days = LONGEST_WORKING_DAYS.get(status)
    return None if days is None else after_working_days(since, days)


def is_late(status: Status, by: date | None, today: date) -> bool:
    """Whether somebody is late. A transfer sent is with the bank: nobody's step is late."""
    return status is not Status.PAID and by is not None and today > by
