"""The calls of a day as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from portal.domain.bookings import REASON_LABELS, STATUSES, Kind, Medium, Status, name_of
from portal.domain.french import clock, plural, weekday_date
from portal.domain.paths import STAFF_HOME
from portal.domain.support import SupportKind
from portal.services.bookings import QueueBooking
from portal.services.desk_calls import Request
from portal.views.desk import age, span


@dataclass(frozen=True, slots=True)
class CallView:
    """One call. ``when``: "9 h 00 – 9 h 30"; ``late``: "En retard de 12 min", or empty.

    ``is_next``: the one to make now; ``phone_href``: dials; ``outcome``: what was noted.
    """

    id: int
    version: int
    when: str
    late: str
    is_next: bool
    name: str
    phone: str
    phone_href: str
    what: str
    details: str
    reference: str
    status: str
    tone: str
    is_open: bool
    whose: str
    is_free: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """Somebody to call as soon as possible."""

    reference: str
    title: str
    name: str
    phone: str
    phone_href: str
    about: str
    is_urgent: bool
    member_href: str


def calls(
    bookings: Sequence[QueueBooking], *, actor_id: int, now: datetime, zone: tzinfo
) -> list[CallView]:
    """The calls of a day: those still to make first, in order of time, then those made."""
    waiting = [one for one in bookings if one.status == Status.BOOKED]
    done = [one for one in bookings if one.status != Status.BOOKED]
    following = waiting[0].id if waiting else 0
    return [_call(one, one.id == following, actor_id, now, zone) for one in (*waiting, *done)]


def requests(found: Sequence[Request], now: datetime) -> list[RequestView]:
    """Who waits without an hour."""
    return [_request(one, now) for one in found]


def day_label(day: date, today: date) -> str:
    """``Aujourd’hui, lundi 23 novembre 2026``."""
    names = {0: "Aujourd’hui", 1: "Demain", -1: "Hier"}
    name = names.get((day - today).days)
    return f"{name}, {weekday_date(day)}" if name else weekday_date(day).capitalize()


def count_label(found: Sequence[CallView]) -> str:
    """How many are still to make."""
    left = sum(one.is_open for one in found)
    if not found:
        return "Aucun appel prévu ce jour-là"
    return (
        plural(left, "appel à passer", "appels à passer") if left else "Tous les appels sont faits"
    )


def spoken_phone(phone: str) -> str:
    """A number in E.164 as French people read it: ``06 12 34 56 78``."""
    if phone.startswith("+33") and len(phone) == 12:
        national = "0" + phone[3:]
        return "\u00a0".join(national[i : i + 2] for i in range(0, 10, 2))
    return phone


def _call(one: QueueBooking, is_next: bool, actor_id: int, now: datetime, zone: tzinfo) -> CallView:
    waits = one.status == Status.BOOKED
    minutes = int((now - one.starts_at).total_seconds()) // 60
    starts, ends = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
    words = STATUSES[Status(one.status)]
    reason = next((label for code, label in REASON_LABELS.items() if code == one.reason), "")
    return CallView(
        id=one.id,
        version=one.version,
        when=f"{clock(starts)} – {clock(ends)}",
        late=f"En retard de {span(minutes)}" if waits and now > one.ends_at else "",
        is_next=is_next,
        name=one.name,
        phone=spoken_phone(one.phone),
        phone_href=f"tel:{one.phone}",
        what=" · ".join(
            part for part in (name_of(Kind(one.kind), Medium(one.medium)), reason) if part
        ),
        details=one.details,
        reference=one.reference,
        status=words.label,
        tone=words.tone,
        is_open=waits,
        whose="Vous" if one.assignee_id == actor_id else one.assignee,
        is_free=one.assignee_id is None,
        outcome=one.outcome,
    )


def _request(one: Request, now: datetime) -> RequestView:
    urgent = one.kind is SupportKind.NOT_ME
    href = f"{STAFF_HOME}/adherents/{one.member_number}" if one.member_number else ""
    return RequestView(
        reference=one.reference,
        title="Connexion non reconnue\u00a0: compte à sécuriser" if urgent else "Demande de rappel",
        name=one.name,
        phone=spoken_phone(one.phone),
        phone_href=f"tel:{one.phone}" if one.phone else "",
        about=f"{one.reference} · demandé {age(one.created_at, now)}",
        is_urgent=urgent,
        member_href=href,
    )
