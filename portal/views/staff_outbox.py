"""The outbox, as the staff looks after it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain.french import NO_BREAK, plural
from portal.services.outbox_review import OutboxLine
from portal.views.banners import clock
from portal.views.member_files import CHANNELS, SENT
from portal.views.outbox import letter_name
from portal.views.shapes import OptionView, RecordView

TABS = {"dead": "Échecs", "waiting": "En attente", "sent": "Partis"}


def tabs(counts: dict[str, int], chosen: str) -> list[OptionView]:
    """The three lists and how long each is."""
    return [
        OptionView(status, f"{label} ({counts.get(status, 0)})", selected=status == chosen)
        for status, label in TABS.items()
    ]


def rows(lines: list[OutboxLine], now: datetime, zone: ZoneInfo) -> list[RecordView]:
    """The messages: what each is about, for whom, and what became of it."""
    return [
        RecordView(
            key=str(line.id),
            title=f"{letter_name(line.letter)} · {CHANNELS.get(line.channel, line.channel)}",
            detail=_detail(line, now, zone),
            badge=SENT[line.status][0],
            tone=SENT[line.status][1],
        )
        for line in lines
    ]


def _detail(line: OutboxLine, now: datetime, zone: ZoneInfo) -> str:
    parts = [
        f"N°{NO_BREAK}{line.id}, à {line.recipient or 'une adresse illisible'}",
        f"écrit le {clock(line.created_at, zone)}",
    ]
    if line.sent_at is not None:
        parts.append(f"parti le {clock(line.sent_at, zone)}")
    elif line.tries:
        parts.append(plural(line.tries, "essai"))
    if line.next_try_at is not None and line.next_try_at > now:
        parts.append(f"prochain essai le {clock(line.next_try_at, zone)}")
    if line.last_error:
        parts.append(f"raison{NO_BREAK}: {line.last_error[:200]}")
    return " · ".join(parts)
