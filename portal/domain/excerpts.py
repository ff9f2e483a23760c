"""The part of a text that answers a search, its words marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.text import fold

MAX_TERMS = 8
_ELLIPSIS = "…"
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # a no-break space stays one


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt; ``is_match``: one of the words looked for."""

    text: str
    is_match: bool


def search_terms(text: str) -> tuple[str, ...]:
    """The folded words of a search, each of which has to be found; at most ``MAX_TERMS``."""
    return tuple(dict.fromkeys(fold(text).split()))[:MAX_TERMS]


def excerpt(text: str, terms: Sequence[str] = (), length: int = 140) -> tuple[Piece, ...]:
    """About ``length`` characters of ``text`` around the first of ``terms``, on one line.

    ``terms`` are folded; without any of them it is the beginning of the text.
    """
    line = _BLANKS.sub(" ", text).strip()
    marks = _matches(line, terms)
    start = _start(line, marks[0][0] if marks else 0, length)
    end = _end(line, start + length)
    pieces = [] if start == 0 else [Piece(_ELLIPSIS, False)]
    place = start
    for first, last in marks:
        if first < place or first >= end:
            continue
        pieces.append(Piece(line[place:first], False))
        place = min(last, end)
        pieces.append(Piece(line[first:place], True))
    pieces.append(Piece(line[place:end] + (_ELLIPSIS if end < len(line) else ""), False))
    return tuple(piece for piece in pieces if piece.text)


def _matches(line: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Where the terms are in ``line``, first and last place, in order, without overlaps."""
    if not terms:
        return []
    folded, places = _folded(line)
    found: list[tuple[int, int]] = []
    for term in terms:
        at = folded.find(term)
        while at >= 0:
            # Up to the next letter: the marks that follow the last one are part of it.
            found.append((places[at], places[at + len(term)]))
            at = folded.find(term, at + len(term))
    apart: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if not apart or first >= apart[-1][1]:
            apart.append((first, last))
    return apart


def _folded(line: str) -> tuple[str, list[int]]:
    """``line`` folded, and where each of its characters comes from, its end included."""
    if line.isascii():
        return line.lower(), list(range(len(line) + 1))
    parts = [fold(character) for character in line]
    places = [place for place, part in enumerate(parts) for _ in part]
    return "".join(parts), [*places, len(line)]


def _start(line: str, first: int, length: int) -> int:
    """Where to begin so that what is at ``first`` shows, at the beginning of a word."""
    if first < length * 2 // 3:
        return 0
    wanted = first - length // 3
    space = line.find(" ", wanted, first)
    return wanted if space < 0 else space + 1


def _end(line: str, wanted: int) -> int:
    if wanted >= len(line):
        return len(line)
    space = line.rfind(" ", wanted - 20, wanted)
    return wanted if space < 0 else space
