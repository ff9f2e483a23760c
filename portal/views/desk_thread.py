"""A conversation as the staff sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from operator import attrgetter
from zoneinfo import ZoneInfo

from portal.domain.canned_replies import CannedText
from portal.domain.conversations import Author, Status
from portal.domain.desk import REASON_LABELS
from portal.domain.french import NO_BREAK, clock, long_date, short_date
from portal.domain.message_tree import Team
from portal.domain.paths import STAFF_HOME
from portal.services.canned_replies import OwnReply
from portal.services.desk_notes import NoteLine
from portal.services.desk_rows import first_name
from portal.services.desk_thread import Thread, ThreadMember, ThreadMessage
from portal.services.presence import Colleague
from portal.views import files as file_views
from portal.views.conversations import TONES, day_name
from portal.views.dashboard import PRODUCTS
from portal.views.desk import due
from portal.views.shapes import OptionView
from portal.views.thread import MessageView

_STATUS = {
    Status.WAITING: "À traiter",
    Status.ANSWERED: "Répondue",
    Status.CLOSED: "Close",
}


@dataclass(frozen=True, slots=True)
class ThreadView:
    """What stands around the messages. ``due``: by when an answer is promised, while one is."""

    reference: str
    title: str
    status: str
    tone: str
    due: str
    due_tone: str
    team: str
    opened: str
    whose: str
    is_mine: bool
    is_free: bool
    is_waiting: bool
    is_closed: bool
    claim: str
    member_name: str
    member_number: str
    member_href: str
    contracts: str
    no_account: bool


NO_THREAD = ThreadView(
    *([""] * 9), is_mine=False, is_free=False, is_waiting=False, is_closed=False,
    claim="", member_name="", member_number="", member_href="", contracts="", no_account=False,
)  # fmt: skip


def thread(
    found: Thread, *, actor_id: int, teams: Sequence[Team], now: datetime, zone: tzinfo
) -> ThreadView:
    """The conversation, without its messages."""
    promised, tone = due(found.due_at, now, zone) if found.due_at else ("", "")
    labels = {team.id: team.label for team in teams}
    mine = found.assignee_id == actor_id
    return ThreadView(
        reference=found.reference,
        title=found.title,
        status=_STATUS[found.status],
        tone=TONES[found.status],
        due=promised,
        due_tone=tone,
        team=labels.get(found.team, found.team),
        opened=f"Ouverte le {_moment(found.created_at, zone)}",
        whose="Vous" if mine else found.assignee or "Personne",
        is_mine=mine,
        is_free=found.assignee_id is None,
        is_waiting=found.status is Status.WAITING,
        is_closed=found.status is Status.CLOSED,
        claim=_claim(found),
        member_name=found.member.name,
        member_number=found.member.number,
        member_href=f"{STAFF_HOME}/adherents/{found.member.number}",
        contracts=_contracts(found.member),
        no_account=not found.member.has_account,
    )


def entries(found: Thread, now: datetime, zone: ZoneInfo) -> list[MessageView]:
    """Messages and notes, as they came, under the names of the days."""
    both = sorted([*found.messages, *found.notes], key=attrgetter("created_at"))
    today, shown, before = now.astimezone(zone).date(), [], None
    for one in both:
        day = one.created_at.astimezone(zone).date()
        heading = day_name(day, today) if day != before else ""
        if isinstance(one, NoteLine):
            shown.append(_note(one, heading, zone))
        else:
            shown.append(_message(one, found.member.name, heading, zone))
        before = day
    return shown


def presence(colleagues: Sequence[Colleague]) -> str:
    """``Nadia Benali consulte aussi ce message``; those who are writing are said first."""
    writers = [one.name for one in colleagues if one.is_writing]
    others = [one.name for one in colleagues if not one.is_writing]
    parts = []
    if writers:
        verb = "est en train de répondre" if len(writers) == 1 else "sont en train de répondre"
        parts.append(f"{_together(writers)} {verb}.")
    if others:
        verb = "consulte aussi ce message" if len(others) == 1 else "consultent aussi ce message"
        parts.append(f"{_together(others)} {verb}.")
    return " ".join(parts)


def canned_options(
    given: Sequence[CannedText], own: Sequence[OwnReply], team: str
) -> list[OptionView]:
    """One's own replies, then those of the team."""
    return [
        OptionView("", "Choisir une réponse type…"),
        *(OptionView(f"mine:{one.id}", f"{one.title} (à moi)") for one in own),
        *(OptionView(f"given:{one.id}", one.title) for one in given if one.is_for(team)),
    ]


def reason_options() -> list[OptionView]:
    """Why a conversation is closed without an answer."""
    return [OptionView(reason.value, label) for reason, label in REASON_LABELS.items()]


def answered_by(found: Thread, after: int, actor_id: int) -> str:
    """The first name of the last colleague who answered after a message; empty when none did."""
    since = [
        one.staff
        for one in found.messages
        if one.id > after and one.author is Author.STAFF and one.staff_id != actor_id
    ]
    return first_name(since[-1]) if since else ""


def _message(message: ThreadMessage, member: str, day: str, zone: ZoneInfo) -> MessageView:
    by_staff = message.author is Author.STAFF
    read = ""
    if by_staff:
        read = f"Lu le {_moment(message.read_at, zone)}" if message.read_at else "Pas encore lu"
    return MessageView(
        id=f"message-{message.id}",
        mine=by_staff,
        day=day,
        who=message.staff if by_staff else member,
        when=clock(message.created_at.astimezone(zone)),
        iso=message.created_at.isoformat(),
        body=message.body,
        read=read,
        files=file_views.files(message.files, zone),
        fresh=False,
    )


def _note(note: NoteLine, day: str, zone: tzinfo) -> MessageView:
    return MessageView(
        id=f"note-{note.id}",
        mine=True,
        day=day,
        who=f"Note interne · {note.author}",
        when=clock(note.created_at.astimezone(zone)),
        iso=note.created_at.isoformat(),
        body=note.body,
        read="",
        files=[],
        fresh=False,
        note=True,
    )


def _claim(found: Thread) -> str:
    if found.claim is None:
        return ""
    day = short_date(found.claim.care_date)
    return f"{found.claim.act_label}, soin du {day} (ligne {found.claim.line_number})"


def _contracts(member: ThreadMember) -> str:
    return (
        ", ".join(
            f"{PRODUCTS.get(product, product)} {plan}".strip() for product, plan in member.contracts
        )
        or "Aucun contrat en cours"
    )


def _together(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


def _moment(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{long_date(local.date())} à{NO_BREAK}{clock(local)}"
