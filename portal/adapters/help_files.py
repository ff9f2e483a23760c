"""The help, from the files of ``portal/flows/help``.

``<slug>.md``: an article, its front matter in YAML between two lines of ``---``;
``categories.yaml`` and ``glossaire.yaml``. ``portal.adapters.help_check`` finds what is wrong
between them.
"""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from portal.adapters.flow_files import Document, Fault, FlowError, load_yaml, parse_yaml
from portal.adapters.help_markdown import read_blocks, typeset
from portal.domain.help import Article, Help, HelpCategory, Term

FOLDER = "help"
_FENCE = "---"
_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, Field(pattern=_SLUG, max_length=80)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FrontMatter(_Model):
    """What stands before an article. ``popular``: its rank among the popular questions, or 0."""

    title: Annotated[str, Field(min_length=5, max_length=80)]
    summary: Annotated[str, Field(min_length=20, max_length=200)]
    category: Slug
    keywords: Annotated[
        list[Annotated[str, Field(min_length=2, max_length=60)]], Field(min_length=3, max_length=24)
    ]
    updated: date
    related: Annotated[list[Slug], Field(max_length=6)] = []
    pages: Annotated[list[str], Field(max_length=8)] = []
    guide: bool = False
    popular: Annotated[int, Field(ge=0, le=20)] = 0


class CategoryModel(_Model):
    """A shelf of the help."""

    code: Slug
    label: Annotated[str, Field(min_length=3, max_length=40)]
    summary: Annotated[str, Field(min_length=10, max_length=120)]
    icon: Annotated[str, Field(pattern=_SLUG, max_length=40)]


class CategoriesFile(_Model):
    """``categories.yaml``."""

    categories: Annotated[list[CategoryModel], Field(min_length=1, max_length=12)]


class TermModel(_Model):
    """A word of the glossary."""

    code: Slug
    short: Annotated[str, Field(min_length=2, max_length=60)]
    name: Annotated[str, Field(max_length=100)] = ""
    definition: Annotated[str, Field(min_length=20, max_length=400)]
    article: Slug | None = None


class GlossaryFile(_Model):
    """``glossaire.yaml``."""

    terms: Annotated[list[TermModel], Field(min_length=1, max_length=100)]


def load_help(folder: Path) -> Help:
    """The help of a folder of flows. Raises ``FlowError`` with everything that cannot be read."""
    place = folder / FOLDER
    articles, faults = [], []
    for file in sorted(place.glob("*.md")):
        try:
            articles.append(read_article(file))
        except FlowError as error:
            faults += error.faults
    if faults:
        raise FlowError(faults)
    return Help(
        categories=tuple(
            HelpCategory(one.code, typeset(one.label), typeset(one.summary), one.icon)
            for one in load_yaml(place / "categories.yaml", CategoriesFile).categories
        ),
        articles=tuple(articles),
        terms=tuple(
            Term(
                one.code,
                typeset(one.short),
                typeset(one.name),
                typeset(one.definition),
                one.article or "",
            )
            for one in load_yaml(place / "glossaire.yaml", GlossaryFile).terms
        ),
    )


def read_article(file: Path) -> Article:
    """One article. Raises ``FlowError``."""
    front, body, first_line = _split(file)
    head = front.as_model(FrontMatter)
    blocks, faults = read_blocks(body, file=file, first_line=first_line)
    if faults:
        raise FlowError(faults)
    return Article(
        slug=file.stem,
        title=typeset(head.title),
        summary=typeset(head.summary),
        category=head.category,
        keywords=tuple(head.keywords),
        updated=head.updated,
        blocks=tuple(blocks),
        related=tuple(head.related),
        pages=tuple(head.pages),
        guide=head.guide,
        popular=head.popular,
    )


def front_matter(file: Path) -> Document:
    """The front matter of an article with its lines. Raises ``FlowError``."""
    return _split(file)[0]


def _split(file: Path) -> tuple[Document, str, int]:
    """The front matter, the Markdown after it, and the line at which that begins."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise FlowError([Fault(file, 1, "Le fichier n’est pas enregistré en UTF-8.")]) from error
    if not lines or lines[0] != _FENCE or _FENCE not in lines[1:]:
        reason = "Le fichier commence par ses informations, entre deux lignes «\u00a0---\u00a0»."
        raise FlowError([Fault(file, 1, reason)])
    end = lines.index(_FENCE, 1)
    front = parse_yaml("\n".join(lines[1:end]), file=file, first_line=2)
    return front, "\n".join(lines[end + 1 :]), end + 2
