"""The help as pages show it: lines of text cut into runs, each of one kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.domain.french import long_date, plural
from portal.domain.help import (
    GLOSSARY,
    Article,
    Block,
    BlockKind,
    Help,
    Line,
    Run,
    RunKind,
    Term,
)

LONG_ENOUGH_FOR_CONTENTS = 3  # headings


@dataclass(frozen=True, slots=True)
class RunView:
    """A piece of a line. ``kind``: text, strong, link, outside or term.

    Of a term, ``key`` also names its explanation in the page, ``title`` and ``definition`` are
    what it says and ``href`` where the glossary has it.
    """

    key: str
    kind: str
    text: str
    href: str = ""
    title: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """A line: a paragraph, an item of a list, a cell of a table."""

    key: str
    runs: list[RunView] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a table."""

    key: str
    cells: list[LineView] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of an article; ``kind`` as in ``domain.help``, headings being h2 or h3."""

    key: str
    kind: str
    lines: list[LineView] = field(default_factory=list)
    head: list[LineView] = field(default_factory=list)
    rows: list[RowView] = field(default_factory=list)
    anchor: str = ""
    text: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class ArticleLinkView:
    """The way to an article."""

    href: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class HeadingView:
    """A line of a table of contents."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article around its blocks. ``guide``: the address of its PDF, or empty."""

    title: str = ""
    summary: str = ""
    category: str = ""
    updated: str = ""
    guide: str = ""


def article(one: Article, found: Help, guide: str) -> ArticleView:
    """The head and the foot of an article; ``guide``: where its PDF would be."""
    labels = {category.code: category.label for category in found.categories}
    return ArticleView(
        title=one.title,
        summary=one.summary,
        category=labels.get(one.category, ""),
        updated=f"Mis à jour le {long_date(one.updated)}",
        guide=guide if one.guide else "",
    )


def contents(one: Article) -> list[HeadingView]:
    """The table of contents of a long article; nothing for a short one."""
    headings = one.headings
    if len(headings) < LONG_ENOUGH_FOR_CONTENTS:
        return []
    return [HeadingView(f"#{block.anchor}", _plain(block)) for block in headings]


def links(articles: Sequence[Article]) -> list[ArticleLinkView]:
    """The way to some articles."""
    return [ArticleLinkView(one.href, one.title, one.summary) for one in articles]


def count_label(count: int) -> str:
    """How many answers a search found."""
    return f"{plural(count, 'réponse')}" if count else "Aucune réponse"


def blocks(one: Article, found: Help) -> list[BlockView]:
    """What an article says."""
    return [_block(f"b{place}", block, found.by_code) for place, block in enumerate(one.blocks)]


def _block(key: str, block: Block, terms: dict[str, Term]) -> BlockView:
    kind = f"h{block.level}" if block.kind is BlockKind.HEADING else str(block.kind)
    rows = [
        RowView(f"{key}r{place}", _lines(f"{key}r{place}", row, terms))
        for place, row in enumerate(block.rows[1:])
    ]
    return BlockView(
        key=key,
        kind=kind,
        lines=_lines(key, block.lines, terms),
        head=_lines(f"{key}h", block.rows[0], terms) if block.rows else [],
        rows=rows,
        anchor=block.anchor,
        text=_plain(block) if block.kind is BlockKind.HEADING else block.text,
        picture=block.picture,
    )


def _lines(key: str, lines: Sequence[Line], terms: dict[str, Term]) -> list[LineView]:
    return [
        LineView(f"{key}l{place}", _runs(f"{key}l{place}", line, terms))
        for place, line in enumerate(lines)
    ]


def _runs(key: str, line: Line, terms: dict[str, Term]) -> list[RunView]:
    return [_run(f"{key}t{place}", run, terms) for place, run in enumerate(line)]


def _run(key: str, run: Run, terms: dict[str, Term]) -> RunView:
    if run.kind is RunKind.TERM:
        term = terms[run.target]
        return RunView(
            key, "term", run.text, f"{GLOSSARY}#{term.anchor}", term.short, term.definition
        )
    if run.kind is RunKind.TEXT:
        return RunView(key, "strong" if run.strong else "text", run.text)
    return RunView(key, str(run.kind), run.text, run.target)


def _plain(block: Block) -> str:
    return "".join(run.text for line in block.lines for run in line)
