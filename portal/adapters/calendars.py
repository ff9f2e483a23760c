"""The file that puts a booking in somebody's calendar, moves it there, or takes it away.

Moments are in UTC, which every calendar shows in its owner's own time. The same ``UID`` and a
greater ``SEQUENCE`` make a later file change the entry of an earlier one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress

FILE_NAME = "rendez-vous.ics"
_PRODUCT = "-//Espace adherent//Rendez-vous//FR"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``sequence``: how often it changed; ``title`` and ``text``: what it says."""

    reference: str
    starts_at: datetime
    minutes: int
    sequence: int
    title: str
    text: str
    is_cancelled: bool = False

    @property
    def method(self) -> str:
        """What the file asks of a calendar."""
        return "CANCEL" if self.is_cancelled else "PUBLISH"


def calendar_file(entry: Entry, *, writer: str, host: str, now: datetime) -> bytes:
    """The iCalendar file of an entry. ``writer``: who calls; ``host``: of the portal."""
    event = Event()
    event.add("uid", f"{entry.reference}@{host}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.starts_at.astimezone(UTC) + timedelta(minutes=entry.minutes))
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event["organizer"] = _organizer(writer, host)
    if not entry.is_cancelled:
        event.add_component(_alarm(entry.title))
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", entry.method)
    calendar.add_component(event)
    return calendar.to_ical()


def _organizer(writer: str, host: str) -> vCalAddress:
    address = vCalAddress(f"MAILTO:ne-pas-repondre@{host}")
    address.params["CN"] = writer
    return address


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(minutes=-15))
    return alarm
