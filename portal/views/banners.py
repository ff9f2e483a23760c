"""The banners of the staff's page, and the moments typed there."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from portal.domain.banners import LEVEL_LABELS, BannerLine, Moment
from portal.domain.errors import InvalidInput
from portal.domain.french import NO_BREAK, long_date


@dataclass(frozen=True, slots=True)
class BannerRowView:
    """One banner of the list; ``can_withdraw``: it shows, or is still to come."""

    id: int
    text: str
    level: str
    level_label: str
    when: str
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class BannerListsView:
    """Those that show, those to come, those that are over."""

    current: list[BannerRowView]
    planned: list[BannerRowView]
    past: list[BannerRowView]


def lists(lines: list[BannerLine], now: datetime, zone: ZoneInfo) -> BannerListsView:
    """The banners, by where they are in their life."""

    def of(moment: Moment) -> list[BannerRowView]:
        return [_row(line, moment, zone) for line in lines if line.moment(now) is moment]

    return BannerListsView(of(Moment.CURRENT), of(Moment.PLANNED), of(Moment.PAST))


def typed_moment(text: str, zone: ZoneInfo, *, field: str) -> datetime | None:
    """What a ``datetime-local`` field holds, as a moment; nothing when it is empty.

    Raises ``InvalidInput``.
    """
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput(field, "Choisissez une date et une heure.") from None


def clock(at: datetime, zone: ZoneInfo) -> str:
    """``20 novembre 2026 à 10 h 05``."""
    there = at.astimezone(zone)
    return f"{long_date(there.date())} à {there.hour}{NO_BREAK}h{NO_BREAK}{there.minute:02d}"


def _row(line: BannerLine, moment: Moment, zone: ZoneInfo) -> BannerRowView:
    when = f"À partir du {clock(line.starts_at, zone)}"
    if line.withdrawn_at is not None:
        when += f", retiré le {clock(line.withdrawn_at, zone)}"
    elif line.ends_at is not None:
        when += f", jusqu’au {clock(line.ends_at, zone)}"
    else:
        when += ", jusqu’à son retrait"
    return BannerRowView(
        id=line.id,
        text=line.text,
        level=line.level.value,
        level_label=LEVEL_LABELS[line.level],
        when=when,
        can_withdraw=moment is not Moment.PAST,
    )
