"""Guides: articles of the help as PDFs that everybody can read."""

import io
import re
from dataclasses import replace

import pikepdf
import pytest
import typst

from portal.adapters.guide_pdf import GuideHead, guide_pdf
from portal.bootstrap import the_help
from portal.domain.help import Article, Block, BlockKind, Run, RunKind
from tests.hostile import HOSTILE_TEXTS

HEAD = GuideHead(
    "Mutuelle Horizon", "09 69 39 00 00", "Le matin.", "#0b6e5f", "https://espace.example.fr"
)
GUIDES = [article.slug for article in the_help().articles if article.guide]

# What Typst would read as markup, as code, or as the way out of a string.
INJECTIONS = (
    "#sys.version",
    '#read("/etc/passwd")',
    '") #panic("non") ("',
    "*gras* _penché_ `code` $x^2$ <ancre> @renvoi",
    "= Titre\n- point\n+ pas\n/ mot: sens",
    "\\u{41} \\n \\",
    "// commentaire /* */",
    "[crochet] {accolade} ~ -- ... ''",
)


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """The text of a PDF: what its fonts say each of its glyphs stands for."""
    found = []
    with opened(content) as pdf:
        for page in pdf.pages:
            tables = {
                f"/{name.strip('/')}": _unicode(font.ToUnicode.read_bytes().decode("latin-1"))
                for name, font in page.resources.Font.items()
                if "/ToUnicode" in font
            }
            table: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    table = tables.get(str(operands[0]), {})
                elif str(operator) in {"Tj", "TJ"}:
                    parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                    for part in parts:
                        if isinstance(part, pikepdf.String):
                            codes = bytes(part)
                            found += [
                                table.get(int.from_bytes(codes[at : at + 2], "big"), "")
                                for at in range(0, len(codes), 2)
                            ]
    return "".join(found)


def _unicode(cmap: str) -> dict[int, str]:
    """What a font's ToUnicode table says, by glyph."""
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(
            r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block
        ):
            start = bytes.fromhex(text).decode("utf-16-be")
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return found


def an_article(*texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Article:
    lines = tuple((Run(text),) for text in texts)
    return replace(the_help().articles[0], blocks=(Block(kind, 1, lines),))


@pytest.mark.parametrize("slug", GUIDES)
def test_every_guide_is_tagged_titled_and_in_french(slug: str) -> None:
    article = the_help().by_slug[slug]
    with opened(guide_pdf(article, the_help(), HEAD)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).startswith("fr")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == article.title
            assert metadata["pdfuaid:part"] == "1"
        assert 1 <= len(pdf.pages) <= 6


def test_a_guide_says_what_the_article_says_whose_it_is_and_explains_its_words() -> None:
    article = the_help().by_slug["lire-un-remboursement"]
    text = _spaceless(text_of(guide_pdf(article, the_help(), HEAD)))
    said = (article.title, "Participation ou franchise", "Mutuelle Horizon", HEAD.phone)
    for words in (*said, "Les mots de ce guide", "Base de remboursement (BR)"):
        assert _spaceless(words) in text, words


def _spaceless(text: str) -> str:
    return "".join(text.split())


def test_links_to_pages_lead_to_the_portal() -> None:
    link = (Run("ici", RunKind.LINK, "/rappel"), Run("là", RunKind.OUTSIDE, "tel:0969390000"))
    article = replace(an_article(), blocks=(Block(BlockKind.PARAGRAPH, 1, (link,)),))
    with opened(guide_pdf(article, the_help(), HEAD)) as pdf:
        places = [str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", [])]
    assert places == ["https://espace.example.fr/rappel", "tel:0969390000"]


@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.BULLETS, BlockKind.NOTE])
def test_markup_in_a_text_is_printed_as_it_is(kind: BlockKind) -> None:
    text = _spaceless(text_of(guide_pdf(an_article(*INJECTIONS, kind=kind), the_help(), HEAD)))
    for injected in INJECTIONS:
        assert _spaceless(injected) in text, injected


def test_hostile_texts_are_printed_or_refused_and_never_run() -> None:
    outcomes = {
        _outcome(text[:2_000].encode("utf-8", "replace").decode()) for text in HOSTILE_TEXTS
    }
    assert outcomes <= {"printed", "could not be displayed"}


def _outcome(text: str) -> str:
    try:
        guide_pdf(an_article(text), the_help(), HEAD)
    except typst.TypstError as refusal:
        known = "could not be displayed"
        return known if known in str(refusal) else str(refusal)
    return "printed"


def test_a_picture_outside_of_the_help_is_out_of_reach() -> None:
    picture = Block(BlockKind.PICTURE, 1, picture="/../pyproject.toml", text="Un autre fichier")
    article = replace(an_article(), blocks=(picture,))
    with pytest.raises(typst.TypstError):
        guide_pdf(article, the_help(), HEAD)


def test_the_same_guide_is_made_once() -> None:
    article = the_help().by_slug[GUIDES[0]]
    assert guide_pdf(article, the_help(), HEAD) is guide_pdf(article, the_help(), HEAD)
