"""An article's Markdown as the typed blocks of ``domain.help``.

A small part of Markdown is meant: headings of two levels, paragraphs, flat lists, notes (``>``),
tables, pictures in a paragraph of their own, bold, links. Whatever else is a fault, HTML included.
Links: ``/page``, ``https://``, ``mailto:``, ``tel:``, and ``terme:br`` for a word of the glossary.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from portal.adapters.flow_files import Fault
from portal.domain.french import NARROW_NO_BREAK, set_spaces
from portal.domain.help import Block, BlockKind, Line, Run, RunKind, anchor_of

_LEVELS = {"h2": 2, "h3": 3}
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_TERM = "terme:"
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_markdown.validateLink = lambda url: url.startswith(("/", "https://", "mailto:", "tel:", _TERM))


class _Unmeant(Exception):  # noqa: N818 - told as a fault of the file
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


def read_blocks(text: str, *, file: Path, first_line: int = 1) -> tuple[list[Block], list[Fault]]:
    """The blocks of a Markdown text that begins at ``first_line`` of ``file``, and its faults."""
    blocks, faults = [], []
    for node in SyntaxTreeNode(_markdown.parse(text)).children:
        try:
            blocks.append(_block(node, first_line))
        except _Unmeant as unmeant:
            faults.append(Fault(file, unmeant.line, unmeant.reason))
    return blocks, faults


def typeset(text: str) -> str:
    """``text`` with the no-break spaces of French, also within ``1 700``."""
    return set_spaces(_THOUSANDS.sub(NARROW_NO_BREAK, text))


def _block(node: SyntaxTreeNode, first_line: int) -> Block:
    line = first_line + (node.map[0] if node.map else 0)
    match node.type:
        case "heading" if node.tag in _LEVELS:
            words = _line(node.children[0], line)
            level = _LEVELS[node.tag]
            anchor = anchor_of("".join(run.text for run in words))
            return Block(BlockKind.HEADING, line, (words,), level=level, anchor=anchor)
        case "heading":
            reason = (
                "Les titres ont deux niveaux (## et ###)\u00a0: le titre est en tête du fichier."
            )
            raise _Unmeant(line, reason)
        case "paragraph" if _is_picture(node.children[0]):
            image = node.children[0].children[0]
            picture = str(image.attrs.get("src", ""))
            return Block(BlockKind.PICTURE, line, picture=picture, text=typeset(image.content))
        case "paragraph":
            return Block(BlockKind.PARAGRAPH, line, (_line(node.children[0], line),))
        case "bullet_list" | "ordered_list":
            kind = BlockKind.BULLETS if node.type == "bullet_list" else BlockKind.STEPS
            return Block(kind, line, tuple(_item(item, first_line) for item in node.children))
        case "blockquote":
            return Block(BlockKind.NOTE, line, (_item(node, first_line),))
        case "table":
            return Block(BlockKind.TABLE, line, rows=tuple(_rows(node, line)))
    raise _Unmeant(line, "Cette mise en forme n’est pas prévue ici.")


def _is_picture(inline: SyntaxTreeNode) -> bool:
    return [child.type for child in inline.children] == ["image"]


def _item(node: SyntaxTreeNode, first_line: int) -> Line:
    line = first_line + (node.map[0] if node.map else 0)
    if [child.type for child in node.children] != ["paragraph"]:
        raise _Unmeant(line, "Un point de liste ou une note tient en un seul paragraphe.")
    return _line(node.children[0].children[0], line)


def _rows(table: SyntaxTreeNode, line: int) -> Iterator[tuple[Line, ...]]:
    for part in table.children:
        for row in part.children:
            yield tuple(_line(cell.children[0], line) for cell in row.children)


def _line(inline: SyntaxTreeNode, line: int) -> Line:
    return tuple(run for child in inline.children for run in _runs(child, line))


def _runs(node: SyntaxTreeNode, line: int, *, strong: bool = False) -> Iterator[Run]:
    match node.type:
        case "text":
            yield Run(typeset(node.content), strong=strong)
        case "softbreak":
            yield Run(" ", strong=strong)
        case "strong":
            for child in node.children:
                yield from _runs(child, line, strong=True)
        case "link":
            words = "".join(run.text for child in node.children for run in _runs(child, line))
            kind, target = _target(str(node.attrs.get("href", "")))
            yield Run(words, kind, target, strong)
        case "image":
            raise _Unmeant(line, "Une image se met dans un paragraphe à elle.")
        case _:
            raise _Unmeant(line, "Dans une ligne, seuls le gras et les liens sont prévus.")


def _target(href: str) -> tuple[RunKind, str]:
    if href.startswith(_TERM):
        return RunKind.TERM, href.removeprefix(_TERM)
    return (RunKind.LINK if href.startswith("/") else RunKind.OUTSIDE), href
