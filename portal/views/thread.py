"""One conversation as text."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain.conversations import STATUS_MEANINGS, Author, NextActor, Status
from portal.domain.french import clock, long_date, plural
from portal.services.own_thread import MessageLine, Thread
from portal.views.claims import claim_href
from portal.views.conversations import TONES, day_name, moment
from portal.views.files import FileView, files
from portal.views.shapes import StatusView

_ACTORS = {NextActor.US: "Nous", NextActor.YOU: "Vous", NextActor.NOBODY: ""}


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message.

    ``day``: the heading above the first of a day; ``read``: when the other side saw it, or the
    reader did; ``fresh``: it was new when the page showed it first; ``note``: the staff's own, of
    which members see nothing.
    """

    id: str
    mine: bool
    day: str
    who: str
    when: str
    iso: str
    body: str
    read: str
    files: list[FileView]
    fresh: bool
    note: bool = False


@dataclass(frozen=True, slots=True)
class ThreadView:
    """What is above and below the messages.

    ``usual``: what to expect from past answers; ``claim_label``: the line it is about;
    ``can_nudge``: a late answer can be asked for; ``chased``: it was; ``closed``: it is over.
    """

    reference: str
    title: str
    opened: str
    status: StatusView
    usual: str
    claim_label: str
    claim_href: str
    can_nudge: bool
    chased: bool
    closed: bool
    nudge_text: str
    print_line: str


NO_THREAD = ThreadView(
    "", "", "", StatusView("", "", "", "", ""), "", "", "", False, False, False, "", ""
)


def thread(found: Thread, zone: ZoneInfo) -> ThreadView:
    """The head of the page."""
    opened = found.created_at.astimezone(zone)
    return ThreadView(
        reference=found.reference,
        title=found.title,
        opened=f"Ouverte le {moment(found.created_at, zone)}",
        status=_status(found, zone),
        usual=_usual(found.usual_days),
        claim_label=_claim_label(found),
        claim_href=claim_href(found.claim.id) if found.claim else "",
        can_nudge=found.is_late and not found.chased,
        chased=found.is_late and found.chased,
        closed=found.status is Status.CLOSED,
        nudge_text=_nudge(found, zone),
        print_line=f"Conversation {found.reference}, ouverte le {long_date(opened.date())}",
    )


def messages(
    found: Thread, now: datetime, zone: ZoneInfo, *, organisation: str, fresh: Collection[int] = ()
) -> list[MessageView]:
    """The messages, oldest first.

    ``organisation``: who the staff writes for; ``fresh``: those that were unread when they came.
    """
    today, shown, before = now.astimezone(zone).date(), [], None
    for line in found.messages:
        day = line.created_at.astimezone(zone).date()
        heading = day_name(day, today) if day != before else ""
        shown.append(_message(line, heading, zone, organisation, line.id in fresh))
        before = day
    return shown


def _message(
    line: MessageLine, day: str, zone: ZoneInfo, organisation: str, fresh: bool
) -> MessageView:
    mine = line.author is Author.MEMBER
    first_name = line.staff_name.partition(" ")[0]
    them = f"{first_name}, {organisation}" if first_name else organisation
    return MessageView(
        id=str(line.id),
        mine=mine,
        day=day,
        who="Vous" if mine else them,
        when=clock(line.created_at.astimezone(zone)),
        iso=line.created_at.isoformat(),
        body=line.body,
        read=_read(line, zone, mine=mine),
        files=files(line.files, zone),
        fresh=fresh,
    )


def _read(line: MessageLine, zone: ZoneInfo, *, mine: bool) -> str:
    if line.read_at is None:
        return "Pas encore lu" if mine else ""
    local = line.read_at.astimezone(zone)
    when = f"le {long_date(local.date())} à {clock(local)}"
    return f"Lu {when}" if mine else f"Vous l’avez lu {when}"


def _status(found: Thread, zone: ZoneInfo) -> StatusView:
    said = STATUS_MEANINGS[found.status]
    return StatusView(
        code=found.status,
        label=said.label,
        tone="warning" if found.is_late else TONES[found.status],
        meaning=said.meaning,
        next_actor=_ACTORS[said.next_actor],
        due=_due(found, zone),
        late=found.is_late,
    )


def _due(found: Thread, zone: ZoneInfo) -> str:
    if found.due_at is None:
        return "si votre question n’est pas réglée" if found.status is Status.ANSWERED else ""
    by = moment(found.due_at, zone)
    return f"réponse promise pour le {by}" if found.is_late else f"réponse au plus tard le {by}"


def _usual(days: int | None) -> str:
    if days is None:
        return ""
    within = plural(days, "jour ouvré", "jours ouvrés")
    return f"En ce moment, 9\u00a0messages sur 10 ont une réponse en {within}."


def _claim_label(found: Thread) -> str:
    if found.claim is None:
        return ""
    return f"{found.claim.act_label}, soins du {long_date(found.claim.care_date)}"


def _nudge(found: Thread, zone: ZoneInfo) -> str:
    """What a member who waits too long can send as it is."""
    if found.due_at is None:
        return ""
    asked = max(m.created_at for m in found.messages if m.author is Author.MEMBER)
    on = long_date(asked.astimezone(zone).date())
    by = long_date(found.due_at.astimezone(zone).date())
    return (
        f"Bonjour, je vous ai écrit le {on} et une réponse était promise pour le {by}. "
        "Pouvez-vous me dire où en est ma demande\u00a0? Merci."
    )
