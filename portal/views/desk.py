"""The staff's queue as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from portal.domain.conversations import Status, is_late
from portal.domain.desk import COUNTED, QueueFilter, Whose, status_code
from portal.domain.french import NO_BREAK, clock, number, plural, short_date, weekday_date
from portal.domain.message_tree import Team
from portal.domain.paths import STAFF_HOME
from portal.services.desk import DeskCounts, QueueLine, QueuePage
from portal.views.shapes import ActiveFilterView, OptionView, PageView

MESSAGES = f"{STAFF_HOME}/messages"

STATUS_LABELS = {
    Status.WAITING: "À traiter",
    Status.ANSWERED: "Répondues",
    Status.CLOSED: "Closes",
}
_ROW_STATUS = {Status.WAITING: "", Status.ANSWERED: "Répondu", Status.CLOSED: "Close"}
_WHOSE_LABELS = {
    Whose.ALL: "Toute l’équipe",
    Whose.MINE: "À moi",
    Whose.NOBODY: "À personne",
}


@dataclass(frozen=True, slots=True)
class QueueRowView:
    """One conversation of the queue.

    ``due``: "En retard de 3 h", "Pour demain, 9 h 00", or what became of it; ``tone``: danger,
    warning, neutral or success; ``unread``: "1 message non lu", or empty; ``whose``: who takes care
    of it; ``is_free``: nobody does.
    """

    id: int
    href: str
    reference: str
    title: str
    member: str
    team: str
    age: str
    due: str
    tone: str
    unread: str
    whose: str
    is_free: bool
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class CountView:
    """One figure of the staff's home: what waits, and where it is dealt with."""

    key: str
    figure: str
    label: str
    href: str
    tone: str


def rows(
    lines: Sequence[QueueLine],
    *,
    actor_id: int,
    teams: Sequence[Team],
    now: datetime,
    zone: tzinfo,
) -> list[QueueRowView]:
    """The conversations of a page."""
    labels = {team.id: team.label for team in teams}
    return [_row(line, actor_id, labels.get(line.team, line.team), now, zone) for line in lines]


def page_of(page: QueuePage) -> PageView:
    """Where one is: the queue has no numbered pages, it moves under the reader."""
    return PageView(
        label="",
        result_label=result_label(page.count, page.wanted),
        has_previous=page.previous is not None,
        has_next=page.next is not None,
    )


def result_label(count: int, wanted: QueueFilter) -> str:
    """``12 messages à traiter``; ``plus de 1 000`` when nobody counts further."""
    kind = {
        Status.WAITING: (" à traiter", " à traiter"),
        Status.ANSWERED: (" répondue", " répondues"),
        Status.CLOSED: (" close", " closes"),
    }[wanted.status]
    one, many = f"conversation{kind[0]}", f"conversations{kind[1]}"
    if wanted.is_searched:
        one, many = "conversation trouvée", "conversations trouvées"
    if count > COUNTED:
        return f"Plus de {number(COUNTED)}{NO_BREAK}{many}"
    return plural(count, one, many) if count else f"Aucune {one}"


def fresh_label(count: int) -> str:
    """What has come in since the list was drawn; empty when nothing has."""
    return plural(count, "nouveau message", "nouveaux messages") if count else ""


def team_options(teams: Sequence[Team]) -> list[OptionView]:
    """The teams, after all of them together."""
    return [OptionView("", "Toutes les équipes"), *(OptionView(t.id, t.label) for t in teams)]


def target_options(teams: Sequence[Team]) -> list[OptionView]:
    """The teams to hand something to."""
    return [OptionView("", "Transférer à…"), *(OptionView(t.id, t.label) for t in teams)]


def whose_options() -> list[OptionView]:
    """Whose conversations."""
    return [OptionView(whose.value, label) for whose, label in _WHOSE_LABELS.items()]


def status_options() -> list[OptionView]:
    """Where conversations stand."""
    return [OptionView(status_code(status), label) for status, label in STATUS_LABELS.items()]


def active_filters(wanted: QueueFilter, teams: Sequence[Team]) -> list[ActiveFilterView]:
    """What narrows the queue, each to be taken away; the search is in its own field."""
    labels = {team.id: team.label for team in teams}
    found = []
    if wanted.team:
        found.append(ActiveFilterView("team", labels.get(wanted.team, wanted.team)))
    if wanted.whose is not Whose.ALL:
        found.append(ActiveFilterView("whose", _WHOSE_LABELS[wanted.whose]))
    if wanted.late and wanted.status is Status.WAITING:
        found.append(ActiveFilterView("late", "En retard"))
    if wanted.status is not Status.WAITING:
        found.append(ActiveFilterView("status", STATUS_LABELS[wanted.status]))
    return found


def selected_label(count: int) -> str:
    """How many are ticked; empty when none is."""
    return plural(count, "sélectionnée") if count else ""


def taken_sentence(count: int, others: Sequence[str]) -> str:
    """What came of taking some."""
    done = f"{plural(count, 'conversation')} pour vous." if count else ""
    if not others:
        return done or "Ces conversations étaient déjà à vous."
    names = " et ".join(others)
    kept = f"{names} s’en occupe déjà" if len(others) == 1 else f"{names} s’en occupent déjà"
    return f"{done} {kept}\u00a0: ce qui est à eux le reste.".strip()


def moved_sentence(count: int, team: str) -> str:
    """What came of handing some to a team."""
    return f"{plural(count, 'conversation transférée', 'conversations transférées')}\u00a0: {team}."


def counts(desk: DeskCounts, calls: int, letters: int) -> list[CountView]:
    """The figures of the staff's home."""
    return [
        _count("waiting", desk.waiting, "message{s} à traiter", MESSAGES),
        _count("late", desk.late, "en retard", f"{MESSAGES}?retard=1", alarm="danger"),
        _count("mine", desk.mine, "à vous", f"{MESSAGES}?a=moi"),
        _count("calls", calls, "appel{s} à passer aujourd’hui", f"{STAFF_HOME}/rappels"),
        _count("letters", letters, "envoi{s} en échec", f"{STAFF_HOME}/envois", alarm="warning"),
    ]


def _count(key: str, count: int, label: str, href: str, alarm: str = "") -> CountView:
    figure = f"{number(COUNTED)}+" if count > COUNTED else number(count)
    words = label.format(s="s" if count > 1 else "")
    return CountView(key, figure, words, href, alarm if count else "")


def age(since: datetime, now: datetime) -> str:
    """``il y a 3 h``: how long something has waited."""
    minutes = int((now - since).total_seconds()) // 60
    if minutes < 1:
        return "à l’instant"
    return f"il y a {span(minutes)}"


def span(minutes: int) -> str:
    """``25 min``, ``3 h``, ``2 jours``."""
    if minutes < 60:
        return f"{minutes}{NO_BREAK}min"
    hours = minutes // 60
    return f"{hours}{NO_BREAK}h" if hours < 24 else plural(hours // 24, "jour")


def due(due_at: datetime, now: datetime, zone: tzinfo) -> tuple[str, str]:
    """By when an answer is promised, in words, and the tone it is said in."""
    if is_late(due_at, now):
        return f"En retard de {span(max(1, int((now - due_at).total_seconds()) // 60))}", "danger"
    local, today = due_at.astimezone(zone), now.astimezone(zone).date()
    hour = clock(local)
    if local.date() == today:
        return f"Avant {hour} aujourd’hui", "warning"
    if local.date() == today + timedelta(days=1):
        return f"Demain avant {hour}", "neutral"
    if local.date() < today + timedelta(days=7):
        return f"{weekday_date(local.date()).split()[0].capitalize()} avant {hour}", "neutral"
    return f"Le {short_date(local.date())} avant {hour}", "neutral"


def _row(line: QueueLine, actor_id: int, team: str, now: datetime, zone: tzinfo) -> QueueRowView:
    when, tone = _ROW_STATUS[line.status], "success"
    if line.status is Status.WAITING and line.due_at is not None:
        when, tone = due(line.due_at, now, zone)
    elif line.status is Status.CLOSED:
        tone = "neutral"
    unread = plural(line.unread, "message non lu", "messages non lus") if line.unread else ""
    return QueueRowView(
        id=line.id,
        href=f"{MESSAGES}/{line.reference}",
        reference=line.reference,
        title=line.title,
        member=f"{line.member_name} · n°{NO_BREAK}{line.member_number}",
        team=team,
        age=age(line.last_message_at, now),
        due=when,
        tone=tone,
        unread=unread,
        whose="Vous" if line.assignee_id == actor_id else line.assignee,
        is_free=line.assignee_id is None,
        is_waiting=line.status is Status.WAITING,
    )
