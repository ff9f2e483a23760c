"""Filling what the help leaves open: who the organisation is, and how it is called.

The files say ``{{nom}}``, ``{{telephone}}`` and ``{{horaires}}``, so that they serve any insurer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.domain.french import NO_BREAK
from portal.domain.help import Article, Block, Help, Line, Run, RunKind, Term

_PLACEHOLDER = re.compile(r"\{\{(\w*)\}\}")
_PHONE = "telephone"
PLACEHOLDERS = frozenset({"nom", _PHONE, "horaires"})


@dataclass(frozen=True, slots=True)
class Organisation:
    """Whose help it is. ``phone_href``: the link that calls ``phone``."""

    name: str
    phone: str
    phone_href: str
    hours: str

    def text(self, name: str) -> str:
        """What stands in place of a placeholder."""
        return {
            "nom": self.name,
            _PHONE: self.phone.replace(" ", NO_BREAK),
            "horaires": self.hours,
        }[name]


def placeholders_of(text: str) -> list[str]:
    """The names of what a text leaves open."""
    return _PLACEHOLDER.findall(text)


def filled(found: Help, organisation: Organisation) -> Help:
    """The help of an organisation. Raises ``KeyError`` for a placeholder that is none."""
    return replace(
        found,
        articles=tuple(_article(article, organisation) for article in found.articles),
        terms=tuple(_term(term, organisation) for term in found.terms),
    )


def _plain(text: str, organisation: Organisation) -> str:
    return _PLACEHOLDER.sub(lambda match: organisation.text(match[1]), text)


def _term(term: Term, organisation: Organisation) -> Term:
    return replace(term, definition=_plain(term.definition, organisation))


def _article(article: Article, organisation: Organisation) -> Article:
    return replace(
        article,
        title=_plain(article.title, organisation),
        summary=_plain(article.summary, organisation),
        blocks=tuple(_block(block, organisation) for block in article.blocks),
    )


def _block(block: Block, organisation: Organisation) -> Block:
    return replace(
        block,
        lines=tuple(_line(line, organisation) for line in block.lines),
        rows=tuple(tuple(_line(cell, organisation) for cell in row) for row in block.rows),
        text=_plain(block.text, organisation),
    )


def _line(line: Line, organisation: Organisation) -> Line:
    return tuple(part for run in line for part in _run(run, organisation))


def _run(run: Run, organisation: Organisation) -> Iterator[Run]:
    """The phone becomes a link that calls it; the rest is text."""
    if run.kind is not RunKind.TEXT or _PHONE not in placeholders_of(run.text):
        yield replace(run, text=_plain(run.text, organisation))
        return
    before, after = run.text.split(f"{{{{{_PHONE}}}}}", maxsplit=1)
    if before:
        yield replace(run, text=_plain(before, organisation))
    phone = organisation.text(_PHONE)
    yield Run(phone, RunKind.OUTSIDE, organisation.phone_href, run.strong)
    if after:
        yield from _run(replace(run, text=after), organisation)
