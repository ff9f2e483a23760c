"""What the staff tell everybody at the top of every page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_TEXT = 300


class Level(StrEnum):
    """How much it matters. Only the least can be put away by its reader."""

    INFO = "info"
    WARNING = "warning"
    DANGER = "danger"


LEVEL_LABELS: dict[Level, str] = {
    Level.INFO: "Information",
    Level.WARNING: "Perturbation",
    Level.DANGER: "Panne ou alerte",
}


class Moment(StrEnum):
    """Where a banner is in its life."""

    CURRENT = "current"
    PLANNED = "planned"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class BannerLine:
    """A banner. ``ends_at``: none while it stays until it is withdrawn."""

    id: int
    text: str
    level: Level
    starts_at: datetime
    ends_at: datetime | None
    withdrawn_at: datetime | None = None

    def moment(self, now: datetime) -> Moment:
        """Whether it shows, will, or no longer does."""
        if self.withdrawn_at is not None or (self.ends_at is not None and self.ends_at <= now):
            return Moment.PAST
        return Moment.CURRENT if self.starts_at <= now else Moment.PLANNED
