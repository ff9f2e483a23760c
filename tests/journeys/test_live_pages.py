"""What changes elsewhere shows on the open page."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NewPage
from tests.journeys.steps import SEARCH, count, lines, open_list, search
from tests.server import Cluster, Server

_HEADER = (
    "id_ligne;num_adherent;rang_beneficiaire;date_soins;code_acte;libelle_acte;"
    "depense;montant_ro;montant_rc;reste_a_charge;statut;date_statut"
)


def take_in(server: Server, folder: Path, line: str, label: str, status: str = "recu") -> None:
    """Import one line of Claire's, as the insurer's system would."""
    file = folder / f"{line}-{status}.csv"
    file.write_text(
        f"{_HEADER}\n{line};10000001;1;2026-11-19;G;{label};30;19;9;2;{status};2026-11-20\n",
        encoding="utf-8",
    )
    server.command("import", str(file))


def test_a_line_taken_in_shows_at_once_and_disturbs_nothing(
    server: Server, new_page: NewPage, tmp_path: Path
) -> None:
    page = new_page("family")
    open_list(page)
    search(page, "consultation")
    expect(lines(page).first).to_be_visible()
    before = count(page).inner_text()
    field = page.get_by_label(SEARCH)
    field.focus()
    page.evaluate("window.scrollTo(0, 300)")
    take_in(server, tmp_path, "LIVE-1", "Consultation du matin")
    expect(page.get_by_role("link", name="Consultation du matin")).to_be_visible()
    expect(page.get_by_text("Votre liste vient d’être mise à jour")).to_be_visible()
    expect(count(page)).not_to_have_text(before)
    expect(field).to_be_focused()
    expect(field).to_have_value("consultation")
    assert page.evaluate("window.scrollY") == 300


def test_a_new_status_shows_on_the_open_line_and_keeps_the_old_one_in_its_steps(
    server: Server, new_page: NewPage, tmp_path: Path
) -> None:
    take_in(server, tmp_path, "LIVE-2", "Consultation du soir")
    page = new_page("family")
    open_list(page, "q=soir")
    lines(page).first.click()
    steps = page.get_by_role("list", name="Étapes")
    expect(steps).to_contain_text("Reçu par votre complémentaire")
    take_in(server, tmp_path, "LIVE-2", "Consultation du soir", "effectue")
    expect(steps).to_contain_text("Remboursement effectué")
    expect(steps).to_contain_text("Reçu par votre complémentaire")


def test_the_dashboard_follows_too(server: Server, new_page: NewPage, tmp_path: Path) -> None:
    page = new_page("family")
    page.goto("/espace")
    expect(page.get_by_role("heading", name="Derniers remboursements")).to_be_visible()
    file = tmp_path / "today.csv"
    file.write_text(
        f"{_HEADER}\nLIVE-3;10000001;1;2026-11-20;G;Visite toute neuve;30;19;9;2;recu;2026-11-20\n"
    )
    server.command("import", str(file))
    expect(page.get_by_role("link", name="Visite toute neuve")).to_be_visible()


def test_pages_served_by_several_processes_all_follow(
    cluster: Cluster, new_page: NewPage, tmp_path: Path
) -> None:
    pages = [new_page("family", on=cluster) for _ in range(4)]
    for page in pages:
        open_list(page)
    take_in(cluster, tmp_path, "LIVE-4", "Consultation partagée")
    for page in pages:
        expect(page.get_by_role("link", name="Consultation partagée")).to_be_visible()


@pytest.mark.parametrize("query", ["", "categorie=soins_courants"])
def test_losing_redis_signs_nobody_out(cluster: Cluster, new_page: NewPage, query: str) -> None:
    assert cluster.redis is not None
    page = new_page("retired", on=cluster, allowed="WebSocket")
    open_list(page, query)
    found = count(page).inner_text()
    cluster.redis.lose_everything()
    page.reload()
    expect(count(page)).to_have_text(found)
    page.get_by_label("Trier par").select_option("anciens")
    expect(page).to_have_url(re.compile("tri=anciens"))
