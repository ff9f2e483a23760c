"""A search of the audit log as the query of an address, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from portal.domain.text import tidy

_USUAL = timedelta(days=30)
_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is looked for. ``who``: an account's e-mail or a member's number; ``text``: in the
    details, a reference for instance; days are local and both count.

    ``before`` and ``after`` are numbers of entries: the page before or after them.
    """

    since: date
    until: date
    act: str = ""
    who: str = ""
    text: str = ""
    before: int = 0
    after: int = 0


def read_audit_query(parameters: Mapping[str, Any], today: date) -> AuditFilter:
    """The search that an address describes: the last thirty days unless it says otherwise."""
    given = {name: str(value)[:300] for name, value in parameters.items()}
    until = _day(given.get("au", ""), today)
    return AuditFilter(
        since=_day(given.get("du", ""), until - _USUAL),
        until=until,
        act=tidy(given.get("acte", ""))[:48],
        who=tidy(given.get("qui", ""))[:120],
        text=tidy(given.get("q", ""))[:80],
        before=_number(given.get("avant", "")),
        after=_number(given.get("apres", "")),
    )


def write_audit_query(wanted: AuditFilter) -> str:
    """The query string, without ``?``."""
    fields = {
        "du": wanted.since.isoformat(),
        "au": wanted.until.isoformat(),
        "acte": wanted.act,
        "qui": wanted.who,
        "q": wanted.text,
        "avant": str(wanted.before or ""),
        "apres": str(wanted.after or ""),
    }
    return urlencode({name: value for name, value in fields.items() if value})


def _day(text: str, usual: date) -> date:
    try:
        day = date.fromisoformat(text) if text else usual
    except ValueError:
        day = usual
    return min(max(day, _EARLIEST), _LATEST)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0
