"""Replies kept ready, and how what they leave open is filled in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MAX_TITLE = 80
MAX_BODY = 5_000

# What a reply may leave open, and what it is filled with.
PLACEHOLDERS: dict[str, str] = {
    "prenom": "le prénom de l’adhérent",
    "reference": "la référence de la conversation",
    "conseiller": "le prénom de qui répond",
}
_OPEN = re.compile(r"\{([^{}]{0,40})\}")


@dataclass(frozen=True, slots=True)
class CannedText:
    """A reply given with the portal. ``teams``: whose it is; everybody's when empty."""

    id: str
    title: str
    body: str
    teams: frozenset[str] = frozenset()

    def is_for(self, team: str) -> bool:
        """Whether it serves in this team's queue."""
        return not self.teams or team in self.teams


def fill(body: str, values: Mapping[str, str]) -> str:
    """``body`` with what it leaves open filled in; what is not known stays as it is written.

    Values are put in as they are: what looks like something to fill in one of them is not.
    """
    return _OPEN.sub(lambda found: values.get(found[1], found[0]), body)


def unknown_placeholders(body: str) -> Iterator[str]:
    """What ``body`` leaves open that nothing fills."""
    return (found[1] for found in _OPEN.finditer(body) if found[1] not in PLACEHOLDERS)


def appended(text: str, addition: str) -> str:
    """``addition`` after what is already written, as a paragraph of its own."""
    return f"{text.rstrip()}\n\n{addition}" if text.strip() else addition
