"""The message tree that comes with the portal, and what the lint finds in broken ones."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from portal.adapters.flow_files import FlowError
from portal.adapters.flows import FOLDER, Flows, check
from portal.adapters.message_files import check_messages, leads_somewhere, load_messages
from portal.cli import flows as cli
from portal.cli.app import app
from portal.domain.message_tree import Profile
from portal.pages.page import routes

TREE = Flows().messages
THEMES = [
    "Remboursements",
    "Garanties",
    "Cotisations",
    "Carte de tiers payant",
    "Mon dossier",
    "Santé",
    "Invalidité",
    "Famille et logement",
    "RSA et prime d’activité",
    "Handicap",
    "Retraite",
    "Exploitants et cotisations",
]
CLAIMS = "messages/01-remboursements.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the flows, to break."""
    return Path(shutil.copytree(FOLDER, tmp_path / "flows"))


def edit(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first ``old`` of a file; return the line where ``new`` begins."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


# ------------------------------------------------------------------------- the tree of today


def test_the_flows_that_come_with_the_portal_have_no_fault() -> None:
    assert check(FOLDER, routes()) == []


def test_every_theme_is_there_with_at_least_three_subjects_of_two_motives() -> None:
    assert [theme.label for theme in TREE.themes] == THEMES
    for theme in TREE.themes:
        assert len(theme.subjects) >= 3, theme.id
        assert all(len(subject.motives) >= 2 for subject in theme.subjects), theme.id


def test_each_profile_has_its_own_themes_and_none_of_them_is_a_dead_end() -> None:
    for profile in Profile:
        themes = TREE.themes_of(profile)
        assert len(themes) >= 2
        assert all(len(TREE.subjects_of(theme, profile)) >= 3 for theme in themes)
    assert TREE.themes_of(Profile.PERSON) != TREE.themes_of(Profile.FARMER)


def test_every_motive_can_be_found_again_by_its_identifier() -> None:
    for theme, subject, motive in TREE.ways():
        way = TREE.way_to(motive.id)
        assert way is not None
        assert (way.theme, way.subject, way.motive) == (theme, subject, motive)
        assert TREE.way(way.profile, theme.id, subject.id, motive.id) == way


def test_a_motive_is_found_for_the_profile_that_asks_when_it_is_theirs() -> None:
    farmer, employer = Profile.FARMER, Profile.EMPLOYER
    shared, employers = (
        TREE.way_to("employeur-dsn", employer),
        TREE.way_to("employeur-devis", farmer),
    )
    assert shared is not None
    assert employers is not None
    assert (shared.profile, employers.profile) == (employer, employer)


def test_links_of_the_portal_name_motives_that_exist() -> None:
    files = [*FOLDER.parent.rglob("*.py"), *FOLDER.rglob("*.md"), *FOLDER.rglob("*.yaml")]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    named = set(re.findall(r"/messagerie/nouveau\?motif=([a-z-]+)", text))
    assert {motive for motive in named if TREE.way_to(motive) is None} == set()


def test_words_have_the_typography_of_french() -> None:
    words = [motive.label for _, _, motive in TREE.ways()]
    words += [theme.label for theme in TREE.themes] + [one.text for one in TREE.services]
    assert [text for text in words if "'" in text or " ?" in text or " :" in text] == []


def test_a_reimbursement_leads_to_its_theme() -> None:
    way = TREE.way_to_claims()
    assert way.theme is not None
    assert way.theme.id == "remboursements"


# ------------------------------------------------------------------------------- the lint

BROKEN: dict[str, tuple[str, str, str, str]] = {
    "an unknown team": (CLAIMS, "team: sante", "team: nobody", "L’équipe «\u00a0nobody\u00a0»"),
    "an unknown service": (
        CLAIMS,
        "service: suivi-remboursements",
        "service: magie",
        "Le service «\u00a0magie\u00a0»",
    ),
    "a motive twice": (
        CLAIMS,
        "id: remboursement-en-retard",
        "id: remboursement-absent",
        "déjà pris",
    ),
    "a subject of another file": (
        "messages/02-garanties.yaml",
        "id: garantie-devis",
        "id: remboursement-suivi",
        "déjà pris (01-remboursements.yaml, ligne 8)",
    ),
    "a theme of another file": (
        "messages/02-garanties.yaml",
        "id: garanties",
        "id: remboursements",
        "déjà pris",
    ),
    "a team twice": ("teams.yaml", "id: accueil", "id: sante", "déjà pris"),
    "a service twice": ("online_services.yaml", "id: rappel", "id: profil", "déjà pris"),
    "no motives": (
        "messages/11-retraite.yaml",
        "    motives:\n      - id: retraite-releve",
        "    motives: []\n    other:\n      - id: retraite-releve",
        "pas assez d’éléments",
    ),
    "a long label": (CLAIMS, "Mon remboursement n'apparaît pas", "Mon " * 20, "trop long"),
    "an unknown field": (CLAIMS, "service: suivi", "servise: suivi", "pas un champ connu"),
    "an unknown profile": (CLAIMS, "exploitant]", "agriculteur]", "pas une valeur admise"),
    "an identifier with spaces": (
        CLAIMS,
        "id: releve-annuel",
        "id: Relevé annuel",
        "forme attendue",
    ),
    "an address elsewhere": (
        "online_services.yaml",
        "href: /r",
        "href: https://r",
        "forme attendue",
    ),
    "a second theme for reimbursements": (
        "messages/02-garanties.yaml",
        "subjects:",
        "for_claims: true\nsubjects:",
        "Un seul thème",
    ),
    "a subject that its theme hides": (
        "messages/12-exploitants-cotisations.yaml",
        "    profiles: [employeur]",
        "    profiles: [particulier]",
        "ce sujet ne sera jamais vu",
    ),
}


@pytest.mark.parametrize("kind", list(BROKEN))
def test_the_lint_finds(folder: Path, kind: str) -> None:
    name, old, new, reason = BROKEN[kind]
    line = edit(folder, name, old, new)
    with pytest.raises(FlowError) as raised:
        load_messages(folder)
    told = [(fault.file.name, fault.reason) for fault in raised.value.faults]
    assert any(reason in why for _, why in told), told
    assert any(abs(fault.line - line) <= 2 for fault in raised.value.faults)


def test_the_lint_finds_dead_ends(folder: Path) -> None:
    (folder / "messages/13-impasse.yaml").write_text(
        """id: impasse
label: Impasse
description: Un thème sans issue
profiles: [particulier, employeur]
subjects:
  - id: impasse-sujet
    label: Un sujet
    profiles: [particulier]
    motives:
      - {id: impasse-motif, label: Un motif, team: accueil}
""",
        encoding="utf-8",
    )
    with pytest.raises(
        FlowError, match="aucun sujet pour le profil «\u00a0employeur\u00a0»"
    ) as raised:
        load_messages(folder)
    assert raised.value.line == 4


def test_the_lint_finds_profiles_that_nobody_serves(folder: Path) -> None:
    edit(folder, "messages/05-mon-dossier.yaml", ", employeur]", "]")
    (folder / "messages/12-exploitants-cotisations.yaml").unlink()
    with pytest.raises(FlowError, match="Aucun thème pour le profil «\u00a0Employeur\u00a0»"):
        load_messages(folder)


def test_the_lint_finds_pages_that_do_not_exist_and_what_serves_nothing(folder: Path) -> None:
    edit(folder, "online_services.yaml", "href: /rappel", "href: /telepathie")
    edit(folder, "online_services.yaml", "href: /aide/montant-negatif", "href: /aide/montant")
    edit(folder, "teams.yaml", "teams:", "teams:\n  - id: oisive\n    label: Personne")
    told = [str(fault) for fault in check_messages(folder, routes())]
    assert len(told) == 3
    assert "online_services.yaml:42" in told[0]
    assert "«\u00a0/telepathie\u00a0» n’est pas une page du portail" in told[0]
    assert "«\u00a0/aide/montant\u00a0» n’est pas une page du portail" in told[1]
    assert "teams.yaml:3" in told[2]
    assert "ne sert à aucun motif" in told[2]


def test_the_lint_says_everything_at_once(folder: Path) -> None:
    edit(folder, CLAIMS, "team: sante", "team: 12")
    edit(folder, "teams.yaml", "label: Retraite", "libelle: Retraite")
    edit(folder, "messages/11-retraite.yaml", "id: retraite", "id: [")
    with pytest.raises(FlowError) as raised:
        load_messages(folder)
    assert {fault.file.name for fault in raised.value.faults} == {
        "01-remboursements.yaml",
        "teams.yaml",
        "11-retraite.yaml",
    }


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("/aide", True),
        ("/aide/?q=carte#x", True),
        ("/aide/carte", True),
        ("/aide/carte/plus", False),
        ("/aide/", True),
        ("/nulle-part", False),
        ("/", True),
    ],
)
def test_an_address_is_compared_with_the_routes(href: str, leads: bool) -> None:
    assert leads_somewhere(href, ["/", "/aide", "/aide/[slug]"]) is leads


# ---------------------------------------------------------------------------- the command


def lint(folder: Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["flows", "check", str(folder)])
    return result.exit_code, result.output


def test_the_command_says_that_all_is_well(folder: Path) -> None:
    assert cli.FOLDER == FOLDER
    assert lint(folder) == (0, "Aucun défaut.\n")


def test_the_command_names_files_and_lines(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    line = edit(folder, CLAIMS, "team: sante", "team: nobody")
    status, said = lint(folder)
    assert status == 1
    assert f"{CLAIMS}:{line}: L’équipe" in said
    assert "défaut" in said.splitlines()[-1]
