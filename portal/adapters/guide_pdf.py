"""Guides: articles of the help as PDFs tagged for accessibility (PDF/UA-1), made by Typst.

The template is fixed and what it shows is given as data, so that nothing in a text can be read as
markup. Typst sees the pictures of the help and our typeface, no other file, and no network.
"""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from portal.domain.french import NARROW_NO_BREAK, NO_BREAK, long_date
from portal.domain.help import Article, Block, BlockKind, Help, Line, Run, RunKind

ASSETS = Path(__file__).parents[2] / "assets"
_FOLDER = Path(__file__).parent / "guides"
_KEPT = 64  # guides, a few tens of kilobytes each


@dataclass(frozen=True, slots=True)
class GuideHead:
    """Whose guide it is. ``site``: the origin that its links to pages begin with."""

    organisation: str
    phone: str
    hours: str
    accent: str
    site: str


def guide_pdf(article: Article, found: Help, head: GuideHead) -> bytes:
    """The guide of an article, as a PDF. The same content is made once."""
    data = {
        "organisation": head.organisation,
        "phone": head.phone,
        "hours": head.hours,
        "accent": head.accent,
        "title": article.title,
        "summary": article.summary,
        "updated": f"mis à jour le {long_date(article.updated)}",
        "blocks": [_block(block, head) for block in article.blocks],
        "terms": [
            {"short": term.short, "definition": term.definition}
            for term in found.terms
            if term.code in _terms_of(article)
        ],
    }
    # The typeface has no narrow no-break space.
    return _made(json.dumps(data, ensure_ascii=False).replace(NARROW_NO_BREAK, NO_BREAK))


@lru_cache(maxsize=_KEPT)
def _made(data: str) -> bytes:
    return typst.compile(
        (_FOLDER / "guide.typ").read_bytes(),
        root=ASSETS,  # pyright: ignore[reportArgumentType] - the stubs want bytes, as the input
        font_paths=_fonts(),
        sys_inputs={"guide": data},
        format="pdf",
        pdf_standards=["ua-1"],
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[_FOLDER / "fonts"])


def _terms_of(article: Article) -> set[str]:
    return {run.target for block in article.blocks for run in _runs(block) if run.kind is _TERM}


_TERM = RunKind.TERM


def _runs(block: Block) -> list[Run]:
    lines = [*block.lines, *(cell for row in block.rows for cell in row)]
    return [run for line in lines for run in line]


def _block(block: Block, head: GuideHead) -> dict[str, Any]:
    kind = f"h{block.level}" if block.kind is BlockKind.HEADING else str(block.kind)
    return {
        "kind": kind,
        "text": "".join(run.text for line in block.lines for run in line) or block.text,
        "lines": [_line(line, head) for line in block.lines],
        "head": [_line(cell, head) for cell in block.rows[0]] if block.rows else [],
        "rows": [[{"runs": _line(cell, head)} for cell in row] for row in block.rows[1:]],
        "picture": block.picture,
    }


def _line(line: Line, head: GuideHead) -> list[dict[str, str]]:
    return [_run(run, head) for run in line]


def _run(run: Run, head: GuideHead) -> dict[str, str]:
    match run.kind:
        case RunKind.TEXT:
            return {"kind": "strong" if run.strong else "text", "text": run.text}
        case RunKind.TERM:
            return {"kind": "term", "text": run.text}
        case RunKind.LINK:
            return {"kind": "link", "text": run.text, "href": head.site + run.target}
    return {"kind": "link", "text": run.text, "href": run.target}
