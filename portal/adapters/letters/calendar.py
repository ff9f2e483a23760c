"""The calendar file that goes with what is written about a booking."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from portal.adapters.calendars import FILE_NAME, Entry, calendar_file
from portal.domain.letters import Letter
from portal.services.ports import Attachment

WITH_CALENDAR = frozenset(
    {
        Letter.BOOKING_MADE,
        Letter.BOOKING_MOVED,
        Letter.BOOKING_CANCELLED,
        Letter.CALLBACK_BOOKED,
        Letter.CALLBACK_MOVED,
    }
)
_LONGEST_MINUTES = 24 * 60


def calendar_of(
    letter: Letter, values: Mapping[str, str], writer: str, public_url: str
) -> Attachment | None:
    """The file, or nothing when the values tell no moment; ``writer``: the organisation."""
    host = urlsplit(public_url).hostname or "localhost"
    try:
        entry = Entry(
            reference=values["reference"],
            starts_at=datetime.fromisoformat(values["when"]).astimezone(UTC),
            minutes=min(int(values["minutes"]), _LONGEST_MINUTES),
            sequence=int(values["sequence"]),
            title=f"{values['what']} · {writer}",
            text=entry_text(values["reference"]),
            is_cancelled=letter is Letter.BOOKING_CANCELLED,
        )
        content = calendar_file(entry, writer=writer, host=host, now=datetime.now(UTC))
    except (ValueError, OverflowError):
        return None
    parameters = (("method", entry.method), ("charset", "utf-8"))
    return Attachment(FILE_NAME, "text/calendar", parameters, content)


def entry_text(reference: str) -> str:
    """What the entry says under its title."""
    return (
        f"Référence {reference}. Au téléphone, nous ne vous demanderons jamais votre mot de passe "
        "ni un code."
    )
