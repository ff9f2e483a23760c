"""What is wrong in the help that reading it does not show: links, words, pictures, order."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from portal.adapters.flow_files import Document, Fault, FlowError, read_yaml
from portal.adapters.help_files import FOLDER, front_matter, load_help
from portal.domain.help import HELP, Article, Block, BlockKind, Help, Run, RunKind
from portal.domain.help_filling import PLACEHOLDERS, placeholders_of

ASSETS = Path(__file__).parents[2] / "assets"
PICTURES = "/help/"
LONGEST, SHORTEST = 900, 60  # words
HEAVIEST = 60 * 1024  # bytes of a picture
_SHORTEST_DESCRIPTION = 15  # characters
# What the typeface of the guides has.
_UNPRINTABLE = re.compile(r"[^ -~\u00a0-\u00ff\u0152\u0153\u2010-\u2026\u202f\u20ac\u2122\u2212]")


def check_help(folder: Path, pages: frozenset[str]) -> list[Fault]:
    """Everything wrong in the help of a folder of flows, for a portal that has these routes."""
    try:
        found = load_help(folder)
        place = folder / FOLDER
        shelves = read_yaml(place / "categories.yaml")
        words = read_yaml(place / "glossaire.yaml")
    except FlowError as error:
        return list(error.faults)
    checker = _Checker(found, pages)
    faults = [*checker.categories(shelves), *checker.terms(words)]
    for article in found.articles:
        file = place / f"{article.slug}.md"
        faults += checker.front(article, front_matter(file))
        faults += [Fault(file, line, reason) for line, reason in checker.body(article)]
    return faults


class _Checker:
    def __init__(self, found: Help, pages: frozenset[str]) -> None:
        self._help = found
        self._routes = [_pattern(route) for route in pages]
        self._pages = {route.strip("/") for route in pages}

    def categories(self, shelves: Document) -> Iterator[Fault]:
        """Shelves with nothing on them, or twice there."""
        used = {article.category for article in self._help.articles}
        seen: set[str] = set()
        for position, shelf in enumerate(self._help.categories):
            place = ("categories", position, "code")
            if shelf.code not in used:
                yield shelves.fault(place, f"Aucun article dans «\u00a0{shelf.code}\u00a0».")
            if shelf.code in seen:
                yield shelves.fault(place, f"«\u00a0{shelf.code}\u00a0» y est deux fois.")
            seen.add(shelf.code)

    def terms(self, words: Document) -> Iterator[Fault]:
        """Words twice there, or that lead to no article."""
        seen: set[str] = set()
        for position, term in enumerate(self._help.terms):
            place = ("terms", position)
            if term.code in seen:
                yield words.fault((*place, "code"), f"«\u00a0{term.code}\u00a0» y est deux fois.")
            if term.article and term.article not in self._help.by_slug:
                yield words.fault((*place, "article"), _no_article(term.article))
            seen.add(term.code)

    def front(self, article: Article, head: Document) -> Iterator[Fault]:
        """What the front matter names and does not exist."""
        if article.category not in {shelf.code for shelf in self._help.categories}:
            reason = f"La catégorie «\u00a0{article.category}\u00a0» n’existe pas."
            yield head.fault(("category",), reason)
        for position, slug in enumerate(article.related):
            if slug == article.slug or slug not in self._help.by_slug:
                yield head.fault(("related", position), _no_article(slug))
        for position, page in enumerate(article.pages):
            if page.strip("/") not in self._pages:
                reason = f"La page «\u00a0{page}\u00a0» n’existe pas."
                yield head.fault(("pages", position), reason)

    def body(self, article: Article) -> Iterator[tuple[int, str]]:
        """What is wrong in the text, as (line, reason)."""
        start = article.blocks[0].source_line if article.blocks else 1
        if article.words > LONGEST:
            yield start, f"L’article est trop long\u00a0: {article.words} mots, {LONGEST} au plus."
        if article.words < SHORTEST:
            yield start, f"L’article est trop court\u00a0: {SHORTEST} mots au moins."
        yield from _order(article.blocks)
        for block in article.blocks:
            for run in _runs(block):
                yield from ((block.source_line, reason) for reason in self._run(run))
                unknown = _UNPRINTABLE.search(run.text) if article.guide else None
                if unknown:
                    reason = f"«\u00a0{unknown[0]}\u00a0» ne peut pas être imprimé dans un guide."
                    yield block.source_line, reason
            if block.kind is BlockKind.PICTURE:
                yield from ((block.source_line, reason) for reason in _picture(block))

    def _run(self, run: Run) -> Iterator[str]:
        for name in placeholders_of(run.text):
            if name not in PLACEHOLDERS:
                yield f"Rien ne remplit «\u00a0{{{{{name}}}}}\u00a0»."
        if "<" in run.text or "](" in run.text:
            yield "Du HTML ou un lien mal écrit serait montré tel quel."
        if run.kind is RunKind.TERM and run.target not in self._help.by_code:
            yield f"«\u00a0{run.target}\u00a0» n’est pas dans le glossaire."
        if run.kind is RunKind.LINK:
            yield from self._link(run.target)

    def _link(self, target: str) -> Iterator[str]:
        address = urlsplit(target)
        slug = address.path.removeprefix(f"{HELP}/")
        if address.path.startswith(f"{HELP}/") and slug.strip("/") != "glossaire":
            article = self._help.by_slug.get(slug)
            if article is None:
                yield _no_article(slug)
            elif address.fragment and address.fragment not in {
                block.anchor for block in article.blocks
            }:
                yield f"«\u00a0{target}\u00a0»\u00a0: cet endroit de la page n’existe pas."
        elif not any(route.fullmatch(address.path.strip("/")) for route in self._routes):
            yield f"La page «\u00a0{address.path}\u00a0» n’existe pas."


def _pattern(route: str) -> re.Pattern[str]:
    """What the addresses of a route look like: ``/aide/[slug]`` has one part that varies."""
    parts = ("[^/]+" if part.startswith("[") else re.escape(part) for part in route.split("/"))
    return re.compile("/".join(parts).strip("/"))


def _no_article(slug: str) -> str:
    return f"L’article «\u00a0{slug}\u00a0» n’existe pas, ou c’est lui-même."


def _runs(block: Block) -> Iterator[Run]:
    for line in (*block.lines, *(cell for row in block.rows for cell in row)):
        yield from line


def _order(blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    above, seen = 1, set()
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            continue
        if block.level > above + 1:
            yield block.source_line, "Un titre ### vient sous un titre ##."
        if block.anchor in seen:
            yield block.source_line, "Ce titre est déjà dans l’article."
        above = block.level
        seen.add(block.anchor)


def _picture(block: Block) -> Iterator[str]:
    if len(block.text) < _SHORTEST_DESCRIPTION:
        yield "Décrivez l’image entre crochets, pour qui ne la voit pas."
    if not block.picture.startswith(PICTURES) or ".." in block.picture:
        yield f"Les images sont dans «\u00a0{PICTURES}\u00a0»."
        return
    file = ASSETS / block.picture.lstrip("/")
    if not file.is_file():
        yield f"L’image «\u00a0{block.picture}\u00a0» n’existe pas."
    elif file.stat().st_size > HEAVIEST:
        yield f"L’image «\u00a0{block.picture}\u00a0» est trop lourde\u00a0: 60\u00a0ko au plus."
