"""The help: its articles as typed blocks, its categories and its glossary.

An article is written in Markdown; what is read from it is this tree, which pages draw and guides
print. Nothing in it is HTML.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from portal.domain.text import fold

HELP = "/aide"
GLOSSARY = f"{HELP}/glossaire"
PHISHING = "reconnaitre-un-message-frauduleux"


class RunKind(StrEnum):
    """What a run of text is."""

    TEXT = "text"
    LINK = "link"  # to a page of the portal
    OUTSIDE = "outside"  # to another site, a phone or a file: the browser follows it
    TERM = "term"  # a word of the glossary


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line. ``target``: an address, or the code of a term."""

    text: str
    kind: RunKind = RunKind.TEXT
    target: str = ""
    strong: bool = False


Line = tuple[Run, ...]


class BlockKind(StrEnum):
    """What a block of an article is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    STEPS = "steps"
    NOTE = "note"
    TABLE = "table"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Block:
    """One block. What is empty does not concern its kind.

    ``lines``: of a paragraph or a note, its only line; of a list, one an item; of a heading, its
    text. ``rows``: of a table, the first being its headings. ``picture``: an address under
    ``/help/``, described by ``text``. ``source_line``: where it is in its file, from 1.
    """

    kind: BlockKind
    source_line: int
    lines: tuple[Line, ...] = ()
    level: int = 0
    anchor: str = ""
    rows: tuple[tuple[Line, ...], ...] = ()
    picture: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class HelpCategory:
    """A shelf of the help. ``icon``: a lucide name."""

    code: str
    label: str
    summary: str
    icon: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary. ``short``: its initials or usual form, shown as its heading."""

    code: str
    short: str
    name: str
    definition: str
    article: str = ""

    @property
    def anchor(self) -> str:
        """Its place on the page of the glossary."""
        return f"terme-{self.code}"


@dataclass(frozen=True, slots=True)
class Article:
    """A page of the help. ``pages``: routes where it is offered; ``guide``: printable as PDF."""

    slug: str
    title: str
    summary: str
    category: str
    keywords: tuple[str, ...]
    updated: date
    blocks: tuple[Block, ...]
    related: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    guide: bool = False
    popular: int = 0

    @property
    def href(self) -> str:
        """Its page."""
        return f"{HELP}/{self.slug}"

    @property
    def headings(self) -> list[Block]:
        """What its table of contents lists."""
        return [b for b in self.blocks if b.kind is BlockKind.HEADING and b.level == 2]

    @property
    def words(self) -> int:
        """How long it is to read."""
        return sum(len(text.split()) for text in texts_of(self.blocks))


@dataclass(frozen=True)
class Help:
    """All of the help."""

    categories: tuple[HelpCategory, ...]
    articles: tuple[Article, ...]
    terms: tuple[Term, ...]

    @cached_property
    def by_slug(self) -> dict[str, Article]:
        """The articles by the last part of their address."""
        return {article.slug: article for article in self.articles}

    @cached_property
    def by_code(self) -> dict[str, Term]:
        """The terms by their code."""
        return {term.code: term for term in self.terms}

    @cached_property
    def sorted_terms(self) -> list[Term]:
        """The terms in the order of the alphabet."""
        return sorted(self.terms, key=lambda term: fold(term.short))

    def of_category(self, code: str) -> list[Article]:
        """The articles of a category, by title."""
        found = [article for article in self.articles if article.category == code]
        return sorted(found, key=lambda article: fold(article.title))

    def related_to(self, article: Article) -> list[Article]:
        """What to read next."""
        return [self.by_slug[slug] for slug in article.related if slug in self.by_slug]

    def for_page(self, route: str) -> list[Article]:
        """What helps on a page of the portal, by its route."""
        return [article for article in self.articles if route in article.pages]

    @property
    def popular(self) -> list[Article]:
        """The questions asked most, in their order."""
        found = [article for article in self.articles if article.popular]
        return sorted(found, key=lambda article: article.popular)


def texts_of(blocks: tuple[Block, ...]) -> list[str]:
    """Every line of some blocks as plain text."""
    found = []
    for block in blocks:
        lines = [*block.lines, *(cell for row in block.rows for cell in row)]
        found += ["".join(run.text for run in line) for line in lines]
    return found


def anchor_of(heading: str) -> str:
    """The place of a heading in its page: ``Que faire ?`` → ``que-faire``."""
    words = "".join(c if c.isalnum() else " " for c in fold(heading)).split()
    return "-".join(words)
