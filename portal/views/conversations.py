"""The list of conversations as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from portal.domain.conversations import STATUS_MEANINGS, Author, Status
from portal.domain.excerpts import Piece
from portal.domain.french import clock, long_date, plural, weekday_date
from portal.services.conversations import page_of as address_of
from portal.services.own_conversations import (
    MOST_COUNTED,
    ConversationLine,
    ConversationPage,
    UnreadAnswer,
)
from portal.views.shapes import PageView, TaskView

TONES = {Status.WAITING: "info", Status.ANSWERED: "success", Status.CLOSED: "neutral"}


@dataclass(frozen=True, slots=True)
class ConversationRowView:
    """One conversation of a list.

    ``unread``: "1 réponse non lue", or empty; ``who``: who acts next, and by when; ``said_by``:
    whose words ``preview`` is made of.
    """

    reference: str
    href: str
    title: str
    status: str
    status_label: str
    tone: str
    who: str
    late: bool
    when: str
    unread: str
    said_by: str
    preview: list[Piece]
    has_draft: bool


def rows(
    lines: Sequence[ConversationLine], now: datetime, zone: tzinfo
) -> list[ConversationRowView]:
    """The conversations of a list."""
    return [_row(line, now, zone) for line in lines]


def page_of(page: ConversationPage) -> PageView:
    """Where one is in the list."""
    return PageView(
        label=f"Page {page.page} sur {page.pages}",
        result_label=_result(page),
        has_previous=page.page > 1,
        has_next=page.page < page.pages,
        number=page.page,
        count=page.pages,
    )


def closed_label(page: ConversationPage) -> str:
    """How many conversations are over, to show or to hide; empty when none is."""
    if not page.closed:
        return ""
    return plural(page.closed, "conversation terminée", "conversations terminées")


def badge(unread: int) -> str:
    """What the entry of the navigation wears: nothing, or a count."""
    if unread == 0:
        return ""
    return str(unread) if unread < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def moment(at: datetime, zone: tzinfo) -> str:
    """``mardi 24 novembre 2026 à 10 h 05``."""
    local = at.astimezone(zone)
    return f"{weekday_date(local.date())} à {clock(local)}"


def day_name(day: date, today: date) -> str:
    """``Aujourd’hui``, ``Hier`` or the date in full."""
    if day == today:
        return "Aujourd’hui"
    if day == today - timedelta(days=1):
        return "Hier"
    return weekday_date(day).capitalize()


def tasks(answers: Sequence[UnreadAnswer], zone: tzinfo) -> list[TaskView]:
    """What the dashboard says of answers not read yet."""
    return [
        TaskView(
            id=answer.reference,
            icon="ic-info",
            title="Une réponse à lire",
            detail=f"{answer.title}, reçue le "
            f"{long_date(answer.answered_at.astimezone(zone).date())}.",
            action_label="Lire la réponse",
            href=address_of(answer.reference),
        )
        for answer in answers
    ]


def _row(line: ConversationLine, now: datetime, zone: tzinfo) -> ConversationRowView:
    return ConversationRowView(
        reference=line.reference,
        href=address_of(line.reference),
        title=line.title,
        status=line.status,
        status_label=STATUS_MEANINGS[line.status].label,
        tone=TONES[line.status],
        who=_who(line, zone),
        late=line.is_late,
        when=_when(line.last_message_at.astimezone(zone), now.astimezone(zone)),
        unread=_unread(line.unread),
        said_by={Author.MEMBER: "Vous", Author.STAFF: "Nous", None: ""}[line.preview_author],
        preview=list(line.preview),
        has_draft=line.has_draft,
    )


def _who(line: ConversationLine, zone: tzinfo) -> str:
    if line.status is Status.WAITING and line.due_at is not None:
        by = moment(line.due_at, zone)
        return f"Réponse promise pour le {by}" if line.is_late else f"Réponse au plus tard le {by}"
    if line.status is Status.ANSWERED and not line.unread:
        return "Vous pouvez écrire à la suite"
    return ""


def _when(local: datetime, now: datetime) -> str:
    if local.date() == now.date():
        return f"Aujourd’hui à {clock(local)}"
    if local.date() == now.date() - timedelta(days=1):
        return f"Hier à {clock(local)}"
    return long_date(local.date())


def _unread(count: int) -> str:
    return plural(count, "réponse non lue", "réponses non lues") if count else ""


def _result(page: ConversationPage) -> str:
    if page.wanted.search:
        found = plural(page.count, "conversation trouvée", "conversations trouvées")
        return found if page.count else "Aucune conversation trouvée"
    if page.unread:
        return plural(page.unread, "conversation non lue", "conversations non lues")
    return plural(page.count, "conversation")
