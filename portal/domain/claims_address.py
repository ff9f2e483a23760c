"""A claim filter as the query string of a page's address, and back."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from portal.domain.claims_filter import ClaimFilter, Sort

_READ_AT_MOST = 4_000
_FIELDS_AT_MOST = 100
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FRENCH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_AMOUNT = re.compile(r"(-?)([0-9]{1,8})(?:[.,]([0-9]{1,2}))?")
_WHOLE = re.compile(r"[0-9]{1,6}")

Parameters = str | Mapping[str, Any] | Iterable[tuple[str, str]]


def read_query(parameters: Parameters) -> ClaimFilter:
    """Return the filter that ``parameters`` describe: a query string, a mapping or pairs.

    What is unknown or invalid is ignored. A single-valued name given twice counts once, the last.
    """
    last: dict[str, str] = {}
    several: dict[str, list[str]] = {"categorie": [], "statut": []}
    for name, value in _pairs(parameters):
        last[name] = value
        if name in several:
            several[name] += value[:_READ_AT_MOST].split(",")
    return ClaimFilter(
        text=last.get("q", ""),
        since=_date(last.get("du", "")),
        until=_date(last.get("au", "")),
        beneficiary=_number(last.get("beneficiaire", "")),
        categories=several["categorie"],  # pyright: ignore[reportArgumentType] - bounded inside
        statuses=several["statut"],  # pyright: ignore[reportArgumentType]
        payee=last.get("destinataire"),  # pyright: ignore[reportArgumentType]
        min_cents=read_cents(last.get("min", "")),
        max_cents=read_cents(last.get("max", "")),
        sort=last.get("tri"),  # pyright: ignore[reportArgumentType]
        page=_number(last.get("page", "")) or 1,
    )


def write_query(wanted: ClaimFilter) -> str:
    """Return the query string, without ``?``, of what differs from the default filter."""
    fields = {
        "q": wanted.text,
        "du": wanted.since.isoformat() if wanted.since else "",
        "au": wanted.until.isoformat() if wanted.until else "",
        "beneficiaire": "" if wanted.beneficiary is None else str(wanted.beneficiary),
        "categorie": ",".join(wanted.categories),
        "statut": ",".join(wanted.statuses),
        "destinataire": wanted.payee or "",
        "min": _written_cents(wanted.min_cents),
        "max": _written_cents(wanted.max_cents),
        "tri": "" if wanted.sort is Sort.NEWEST else wanted.sort,
        "page": "" if wanted.page == 1 else str(wanted.page),
    }
    given = {name: value for name, value in fields.items() if value}
    return urlencode(given, quote_via=quote, safe=",")


def read_cents(text: str) -> int | None:
    """Euros as people type them (``1 234,56 €``, ``12.5``) in cents; ``None`` when they are not."""
    bare = re.sub(r"[\s€]", "", text[:40]).replace("\u2212", "-")
    match = _AMOUNT.fullmatch(bare)
    if match is None:
        return None
    sign, whole, decimals = match.groups()
    cents = int(whole) * 100 + int((decimals or "").ljust(2, "0"))
    return -cents if sign else cents


def _written_cents(cents: int | None) -> str:
    if cents is None:
        return ""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}" + (f".{rest:02d}" if rest else "")


def _pairs(parameters: Parameters) -> Iterable[tuple[str, str]]:
    if isinstance(parameters, str):
        query = parameters[:_READ_AT_MOST].removeprefix("?")
        given: Iterable[tuple[Any, Any]] = parse_qsl(query)
    elif isinstance(parameters, Mapping):
        given = [
            (name, value)
            for name, values in parameters.items()
            for value in (values if isinstance(values, list | tuple) else [values])
        ]
    else:
        given = parameters
    for seen, (name, value) in enumerate(given):
        if seen >= _FIELDS_AT_MOST:
            return
        if isinstance(name, str) and isinstance(value, str):
            yield name, value


def _date(text: str) -> date | None:
    iso, french = _ISO.fullmatch(text), _FRENCH.fullmatch(text)
    if iso:
        year, month, day = iso.groups()
    elif french:
        day, month, year = french.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None
