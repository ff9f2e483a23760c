"""The staff's queue of messages: what it can be narrowed to, and where one is in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from portal.domain.conversations import Status
from portal.domain.text import tidy

PAGE_SIZE = 20
# A queue is counted up to here; beyond, one only says that there are more.
COUNTED = 1_000
MAX_TEXT = 120
# What a field of the staff's takes, in characters as one sees them.
MAX_ANSWER = 5_000
MAX_NOTE = 2_000

# How long somebody who gives no sign of life still counts as looking at an item.
PRESENCE_LIFE = timedelta(seconds=60)
WRITING_LIFE = timedelta(seconds=15)

_LARGEST_ID = 2**31 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Whose(StrEnum):
    """Who the conversations are assigned to."""

    ALL = ""
    MINE = "moi"
    NOBODY = "personne"


class Reason(StrEnum):
    """Why a conversation is closed without an answer."""

    SOLVED = "regle"
    DUPLICATE = "doublon"
    BY_PHONE = "telephone"
    NOT_OURS = "hors-sujet"
    ABUSIVE = "abusif"


REASON_LABELS = {
    Reason.SOLVED: "C’est déjà réglé",
    Reason.DUPLICATE: "Même demande dans une autre conversation",
    Reason.BY_PHONE: "Réponse donnée par téléphone",
    Reason.NOT_OURS: "Ne concerne pas la mutuelle",
    Reason.ABUSIVE: "Message abusif ou publicitaire",
}


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the queue: beside the conversation of this date and id.

    ``backwards``: what comes before it is wanted, not what comes after.
    """

    due_at: datetime | None
    id: int
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What of the queue is shown. ``team``: its identifier, or empty for all teams."""

    status: Status = Status.WAITING
    team: str = ""
    whose: Whose = Whose.ALL
    late: bool = False
    text: str = ""
    at: Cursor | None = None

    def narrowed(self, **changes: Any) -> "QueueFilter":
        """The same with some changes, from its first page."""
        return replace(self, at=None, **changes)

    @property
    def is_searched(self) -> bool:
        """Whether somebody or something is looked for: then the whole desk is searched."""
        return self.text != ""


def read_query(parameters: Mapping[str, Any]) -> QueueFilter:
    """The filter that the parameters of an address describe; what is not understood is ignored."""
    given = {name: str(value)[:200] for name, value in parameters.items()}
    status, whose = given.get("etat", ""), given.get("a", "")
    known = {code: status for status, code in _CODES.items()}
    backwards = "avant" in given
    return QueueFilter(
        status=known.get(status, Status.WAITING),
        team=_slug(given.get("equipe", "")),
        whose=Whose(whose) if whose in set(Whose) else Whose.ALL,
        late=given.get("retard") == "1",
        text=tidy(given.get("q", ""))[:MAX_TEXT],
        at=_read_cursor(given.get("avant" if backwards else "apres", ""), backwards),
    )


def write_query(wanted: QueueFilter) -> str:
    """The query string, without ``?``, of what differs from the whole queue."""
    place = "avant" if wanted.at and wanted.at.backwards else "apres"
    fields = {
        "q": wanted.text,
        "etat": "" if wanted.status is Status.WAITING else _CODES[wanted.status],
        "equipe": wanted.team,
        "a": wanted.whose.value,
        "retard": "1" if wanted.late else "",
        place: _write_cursor(wanted.at) if wanted.at else "",
    }
    return urlencode({name: value for name, value in fields.items() if value})


_CODES = {
    Status.WAITING: "a-traiter",
    Status.ANSWERED: "repondues",
    Status.CLOSED: "closes",
}


def status_code(status: Status) -> str:
    """A status as addresses and selects name it."""
    return _CODES[status]


def status_of(code: str) -> Status:
    """The status of a code; those that wait for one that is unknown."""
    return next((status for status, known in _CODES.items() if known == code), Status.WAITING)


def _slug(text: str) -> str:
    return text if text.isascii() and text.replace("-", "").isalnum() and len(text) <= 24 else ""


def _write_cursor(at: Cursor) -> str:
    if at.due_at is None:
        return f"-{at.id}"
    return f"{(at.due_at - _EPOCH) // timedelta(microseconds=1)}-{at.id}"


def _read_cursor(text: str, backwards: bool) -> Cursor | None:
    moment, dash, number = text.partition("-")
    digits = (moment + number).isascii() and (moment + number).isdecimal()
    if not dash or not number or not digits or len(moment) > 16 or len(number) > 10:
        return None
    if int(number) > _LARGEST_ID:
        return None
    due_at = _EPOCH + timedelta(microseconds=int(moment)) if moment else None
    return Cursor(due_at, int(number), backwards)
