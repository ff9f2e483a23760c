"""Opening hours, as managers read them."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from portal.domain.bookings import Kind, Opening
from portal.domain.french import NO_BREAK, long_date, plural
from portal.services.hours_page import DaySlots, HoursPage
from portal.views.banners import clock
from portal.views.shapes import OptionView, RecordView

WEEKDAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
KINDS = {Kind.CALLBACK: "Rappels", Kind.APPOINTMENT: "Rendez-vous"}


@dataclass(frozen=True, slots=True)
class DayView:
    """One day of the preview."""

    key: str
    title: str
    summary: str
    slots: str


@dataclass(frozen=True, slots=True)
class HoursView:
    """The page. Rules are in the units of their fields: hours, days, hours."""

    openings: list[RecordView]
    notice_hours: str
    horizon_days: str
    cutoff_hours: str
    closures: list[RecordView]
    left_out_title: str
    left_out: list[RecordView]
    preview: list[DayView]
    holidays: list[str]


def nothing() -> HoursView:
    """Before anything is read."""
    return HoursView([], "", "", "", [], "", [], [], [])


def kinds(chosen: Kind) -> list[OptionView]:
    """What one can set hours of."""
    return [OptionView(kind.value, label, kind is chosen) for kind, label in KINDS.items()]


def hours(page: HoursPage, zone: ZoneInfo) -> HoursView:
    """Everything about one kind, in words."""
    count = len(page.left_out)
    return HoursView(
        openings=[_opening(one) for one in page.openings],
        notice_hours=_in_hours(page.rules.notice),
        horizon_days=str(page.rules.horizon_days),
        cutoff_hours=_in_hours(page.rules.cutoff),
        closures=[
            RecordView(
                key=one.day.isoformat(),
                title=weekday_date(one.day),
                detail=one.reason,
                badge=f"{plural(one.bookings, 'réservation')} à déplacer" if one.bookings else "",
                tone="warning",
            )
            for one in page.closures
        ],
        left_out_title=f"{plural(count, 'réservation')} hors des créneaux ouverts",
        left_out=[
            RecordView(key=one.reference, title=one.reference, detail=clock(one.starts_at, zone))
            for one in page.left_out
        ],
        preview=[_day(one, zone) for one in page.preview],
        holidays=[weekday_date(day) for day in page.holidays],
    )


def weekday_date(day: date) -> str:
    """``Lundi 23 novembre 2026``."""
    return f"{WEEKDAYS[day.weekday()]} {long_date(day)}"


def opening_key(weekday: int, starts_minute: int) -> str:
    """Names a range of hours: ``0-510`` begins on Monday at half past eight."""
    return f"{weekday}-{starts_minute}"


def minutes_of(text: str) -> int:
    """``08:30`` as minutes after midnight. Raises ``ValueError``."""
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and minute[:2].isdecimal()):
        raise ValueError(text)
    return int(hour) * 60 + int(minute[:2])


def _clock(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    return f"{hour}{NO_BREAK}h" + (f"{NO_BREAK}{rest:02d}" if rest else "")


def _opening(one: Opening) -> RecordView:
    return RecordView(
        key=opening_key(one.weekday, one.starts_minute),
        title=f"{WEEKDAYS[one.weekday]}, "
        f"de {_clock(one.starts_minute)} à {_clock(one.ends_minute)}",
        detail=f"Créneaux de {one.slot_minutes}{NO_BREAK}minutes, "
        f"{plural(one.capacity, 'personne')} à la fois",
    )


def _in_hours(length: timedelta) -> str:
    return f"{length.total_seconds() / 3600:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _day(one: DaySlots, zone: ZoneInfo) -> DayView:
    starts = [start.astimezone(zone) for start in one.starts]
    return DayView(
        key=one.day.isoformat(),
        title=weekday_date(one.day),
        summary=f"{plural(len(starts), 'créneau', 'créneaux')}, {plural(one.places, 'place')}"
        if starts
        else "Fermé",
        slots=" · ".join(_clock(start.hour * 60 + start.minute) for start in starts),
    )
