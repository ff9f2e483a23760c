"""The help: its articles as they are written, checked and shown."""

from dataclasses import replace
from pathlib import Path

import pytest

import portal.pages  # noqa: F401 - declares every route
from portal.adapters.flow_files import FlowError
from portal.adapters.flows import FOLDER, Flows
from portal.adapters.help_check import check_help
from portal.adapters.help_files import load_help
from portal.bootstrap import the_help
from portal.domain.help import BlockKind, RunKind, anchor_of, texts_of
from portal.domain.help_filling import Organisation, filled, placeholders_of
from portal.pages.page import routes
from portal.settings import brand
from portal.views import help as views

ROUTES = frozenset({"/", "/rappel", "/remboursements", "/aide/[slug]", "/aide/glossaire"})
ARTICLE = """---
title: Un article d’essai
summary: Ce que l’on essaie ici, en une phrase assez longue.
category: soins
keywords: [essai, exemple, test]
updated: 2026-11-22
---

"""
BODY = "## Un titre\n\n" + "Des mots qui suivent, en nombre suffisant pour un article. " * 8


def write(folder: Path, article: str = ARTICLE + BODY, **others: str) -> Path:
    """A folder of flows whose help has an article, a category and a word."""
    place = folder / "help"
    place.mkdir(exist_ok=True)
    (place / "categories.yaml").write_text(
        "categories:\n  - code: soins\n    label: Vos soins\n"
        "    summary: Ce que l’on vous soigne.\n    icon: heart\n"
    )
    (place / "glossaire.yaml").write_text(
        "terms:\n  - code: br\n    short: Base de remboursement\n"
        "    definition: Le tarif de référence de l’Assurance Maladie.\n"
    )
    (place / "essai.md").write_text(article)
    for name, text in others.items():
        (place / name.replace("_", ".")).write_text(text)
    return folder


def faults(folder: Path) -> list[str]:
    """What is wrong, as ``file:line: reason``."""
    return [
        f"{fault.file.name}:{fault.line}: {fault.reason}" for fault in check_help(folder, ROUTES)
    ]


def test_nothing_is_wrong_in_the_help() -> None:
    assert list(map(str, check_help(FOLDER, routes()))) == []


def test_there_is_enough_to_read_and_every_category_has_some() -> None:
    found = the_help()
    assert len(found.articles) >= 45
    for category in found.categories:
        assert len(found.of_category(category.code)) >= 2, category.code
    assert len([article for article in found.articles if article.guide]) >= 10


def test_no_article_names_the_organisation_or_its_phone() -> None:
    for article in Flows().help.articles:
        whole = " ".join([article.title, article.summary, *texts_of(article.blocks)])
        assert brand().name not in whole
        assert brand().phone not in whole


def test_no_article_says_tu_or_promises_what_is_not_there() -> None:
    for article in the_help().articles:
        words = " ".join(texts_of(article.blocks)).lower().replace("\u00a0", " ").split()
        assert not {"tu", "toi", "ton", "tes"} & set(words), article.slug


def test_a_sound_article_has_no_fault(tmp_path: Path) -> None:
    assert faults(write(tmp_path)) == []


@pytest.mark.parametrize(
    ("added", "line", "reason"),
    [
        ("[Là](/aide/nulle-part)", 13, "« nulle-part » n’existe pas"),
        ("[Là](/aide/essai#ailleurs)", 13, "cet endroit de la page n’existe pas"),
        ("[Là](/ailleurs)", 13, "La page « /ailleurs » n’existe pas"),
        ("[mot](terme:inconnu)", 13, "« inconnu » n’est pas dans le glossaire"),
        ("Appelez le {{numero}}.", 13, "Rien ne remplit"),
        ("<b>gras</b>", 13, "HTML"),
        ("[piège](javascript:alert(1))", 13, "lien mal écrit"),
        ("[site](http://example.org)", 13, "lien mal écrit"),
        ("### Sous-titre\n\n#### Trop bas", 15, "deux niveaux"),
        ("# Trop haut", 13, "deux niveaux"),
        ("## Un titre", 13, "déjà dans l’article"),
        ("![](/help/absente.webp)", 13, "Décrivez l’image"),
        ("![Une image qui n’est pas là](/help/absente.webp)", 13, "n’existe pas"),
        ("![Une image venue d’ailleurs](/logo.svg)", 13, "Les images sont dans"),
        ("![Une image hors du dossier](/help/../logo.svg)", 13, "Les images sont dans"),
        ("Du texte *penché*.", 13, "seuls le gras et les liens"),
        ("- Un\n  - Deux", 13, "un seul paragraphe"),
        ("```\ncode\n```", 13, "pas prévue"),
        ("mot " * 1_000, 9, "trop long"),
    ],
)
def test_what_is_wrong_is_said_with_its_file_and_line(
    tmp_path: Path, added: str, line: int, reason: str
) -> None:
    found = faults(write(tmp_path, ARTICLE + BODY + "\n\n" + added + "\n"))
    known = [fault.replace("\u00a0", " ") for fault in found]
    assert any(f.startswith(f"essai.md:{line}: ") and reason in f for f in known), known


@pytest.mark.parametrize(
    ("before", "after", "line", "reason"),
    [
        ("category: soins", "category: rien", 4, "La catégorie « rien » n’existe pas"),
        ("title: Un article d’essai\n", "", 2, "Il manque « title »"),
        ("updated: 2026-11-22", "updated: hier", 6, "une date"),
        ("updated: 2026-11-22", "updated: 2026-11-22\nrelated: [essai]", 7, "n’existe pas"),
        ("updated: 2026-11-22", "updated: 2026-11-22\npages: [/nulle-part]", 7, "n’existe pas"),
        ("updated: 2026-11-22\n---\n", "updated: 2026-11-22\nguide: true\n---\n🦷 ", 9, "imprimé"),
        ("updated: 2026-11-22", "updated: 2026-11-22\nauteur: moi", 7, "pas un champ connu"),
        ("keywords: [essai, exemple, test]", "keywords: []", 5, "pas assez d’éléments"),
        ("---\ntitle", "title", 1, "commence par ses informations"),
    ],
)
def test_front_matter_is_checked(
    tmp_path: Path, before: str, after: str, line: int, reason: str
) -> None:
    found = faults(write(tmp_path, (ARTICLE + BODY).replace(before, after, 1)))
    known = [fault.replace("\u00a0", " ") for fault in found]
    assert any(f.startswith(f"essai.md:{line}: ") and reason in f for f in known), known


def test_an_empty_category_and_a_word_without_its_article_are_found(tmp_path: Path) -> None:
    folder = write(tmp_path)
    shelves = folder / "help" / "categories.yaml"
    shelves.write_text(shelves.read_text() + shelves.read_text().split("\n", 1)[1] * 2)
    words = folder / "help" / "glossaire.yaml"
    words.write_text(words.read_text() + "    article: rien\n")
    known = faults(folder)
    assert any("deux fois" in fault for fault in known)
    assert any("glossaire.yaml" in fault and "rien" in fault for fault in known)
    other = shelves.read_text().replace("code: soins", "code: vide", 1)
    shelves.write_text(other)
    assert any("Aucun article dans" in fault for fault in faults(folder))


def test_broken_files_are_told_all_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path, deux_md="rien", trois_md="---\ntitle: x\n---\n")
    with pytest.raises(FlowError) as told:
        load_help(folder)
    assert {fault.file.name for fault in told.value.faults} == {"deux.md", "trois.md"}


def test_the_organisation_fills_what_the_files_leave_open(tmp_path: Path) -> None:
    text = BODY + "\n\nAppelez {{nom}} au {{telephone}}, {{horaires}}\n"
    who = Organisation("La Bonne", "01 23 45 67 89", "tel:0123456789", "le matin.")
    (article,) = filled(load_help(write(tmp_path, ARTICLE + text)), who).articles
    line = article.blocks[-1].lines[0]
    assert [run.text for run in line] == [
        "Appelez La Bonne au ",
        "01\u00a023\u00a045\u00a067\u00a089",
        ", le matin.",
    ]
    assert (line[1].kind, line[1].target) == (RunKind.OUTSIDE, "tel:0123456789")
    assert [placeholders_of(text) for text in texts_of(article.blocks)] == [[], [], []]


def test_markdown_becomes_blocks_and_html_stays_text(tmp_path: Path) -> None:
    text = (
        "## Titre\u00a0!\n\nDu **gras**, un [lien](/rappel) et un [mot](terme:br).\n\n"
        "- Un\n- Deux\n\n1. Fait\n\n> À noter : oui\n\n| A | B |\n|---|---|\n| 1 700 € | non |\n"
    )
    (article,) = load_help(write(tmp_path, ARTICLE + text)).articles
    heading, paragraph, bullets, steps, note, table = article.blocks
    assert (heading.kind, heading.anchor) == (BlockKind.HEADING, "titre")
    assert [(run.kind, run.strong) for run in paragraph.lines[0]] == [
        (RunKind.TEXT, False),
        (RunKind.TEXT, True),
        (RunKind.TEXT, False),
        (RunKind.LINK, False),
        (RunKind.TEXT, False),
        (RunKind.TERM, False),
        (RunKind.TEXT, False),
    ]
    assert (len(bullets.lines), steps.kind, note.kind) == (2, BlockKind.STEPS, BlockKind.NOTE)
    assert note.lines[0][0].text == "À noter\u00a0: oui"
    assert [[cell[0].text for cell in row] for row in table.rows] == [
        ["A", "B"],
        ["1\u202f700\u00a0€", "non"],
    ]


def test_an_article_is_shown_with_its_words_explained_and_a_table_of_contents() -> None:
    found = the_help()
    article = found.by_slug["lire-un-remboursement"]
    blocks = views.blocks(article, found)
    terms = [
        run for block in blocks for row in block.rows for cell in row.cells for run in cell.runs
    ]
    explained = [run for run in terms if run.kind == "term"]
    assert explained[0].title == "Base de remboursement (BR)"
    assert len({run.key for run in terms}) == len(terms)
    anchors = {block.anchor for block in blocks if block.kind == "h2"}
    assert {heading.href.removeprefix("#") for heading in views.contents(article)} == anchors
    short = replace(article, blocks=article.blocks[:2])
    assert views.contents(short) == []
    head = views.article(article, found, "/guide.pdf")
    assert (head.guide, head.category) == ("/guide.pdf", "Vos remboursements")
    assert head.updated == "Mis à jour le 22\u00a0novembre 2026" or "22 novembre" in head.updated
    assert views.article(replace(article, guide=False), found, "/guide.pdf").guide == ""


def test_pages_know_what_helps_on_them() -> None:
    slugs = [article.slug for article in the_help().for_page("/remboursements")]
    assert "ou-en-est-mon-remboursement" in slugs
    assert the_help().for_page("/nulle-part") == []
    for route in ("/connexion", "/inscription", "/securite", "/profil", "/rappel", "/messagerie"):
        assert the_help().for_page(route), route


def test_anchors_are_plain() -> None:
    assert anchor_of("« Nous n’avons pas pu vous reconnaître »") == (
        "nous-n-avons-pas-pu-vous-reconnaitre"
    )
