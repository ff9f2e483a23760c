"""Importing files: what is created, updated, left alone, and what goes with it."""

import threading
from datetime import timedelta

import pytest

from portal.services.imports import ImportReport
from tests.import_files import (
    CLAIMS_HEADER,
    MEMBERS,
    Desk,
    as_data,
    claim,
    counts,
    refusals,
)


def test_files_are_taken_in_the_order_of_their_references(desk: Desk) -> None:
    report = desk.take(
        "num_contrat;echeance;montant\n123456;2026-12-05;45,90\n",
        CLAIMS_HEADER + claim(),
        "num_contrat;num_adherent;produit;formule;date_debut\n123456;A1;Santé;Confort;01/01/2025\n",
        "num_adherent;rang;nom;prenom;date_naissance;lien\nA1;2;Moreau;Zoé;2015-05-05;Enfant\n",
        MEMBERS,
        "id_ps;nom;specialite;optam\n10101010101;Dr Petit;Généraliste;oui\n",
    )
    assert report.ok
    assert [file.created for file in report.files] == [1] * 6
    assert desk.rows("SELECT amount_cents, status FROM contribution") == [(4590, "a_venir")]
    assert desk.rows("SELECT product FROM contract") == [("sante",)]


def test_the_same_files_twice_change_nothing(desk: Desk) -> None:
    people = (
        "num_adherent;nom;prenom;date_naissance;nir;email;telephone\n"
        "A1;Moreau;Élise;1980-03-12;184127645108946;elise@example.org;06 12 34 56 78\n"
    )
    desk.take(people, CLAIMS_HEADER + claim())
    sealed = desk.rows("SELECT nir_encrypted FROM member")
    news = desk.count("live_event")
    report = desk.take(people, CLAIMS_HEADER + claim())
    assert [counts(report, i) for i in (0, 1)] == [(1, 0, 0, 1, 0)] * 2
    assert desk.rows("SELECT nir_encrypted FROM member") == sealed
    assert desk.count("live_event") == news


def test_a_row_with_a_known_key_updates_it(desk: Desk) -> None:
    desk.take(MEMBERS)
    report = desk.take(MEMBERS.replace("Moreau", "Diallo"))
    assert counts(report) == (1, 0, 1, 0, 0)
    assert desk.rows("SELECT last_name FROM member") == [("Diallo",)]


def test_the_nir_is_stored_encrypted_and_a_new_one_replaces_it(desk: Desk) -> None:
    header = "num_adherent;nom;prenom;date_naissance;nir\nA1;Moreau;Élise;1980-03-12;"
    desk.take(header + "1 84 12 76 451 089 46\n")
    [(sealed, print_)] = desk.rows("SELECT nir_encrypted, nir_fingerprint FROM member")
    cipher = desk.portal.cipher
    assert cipher.decrypt(sealed) == "184127645108946"
    assert print_ == cipher.fingerprint("184127645108946")
    desk.take(header + "2 69 05 49 588 157 80\n")
    [(sealed,)] = desk.rows("SELECT nir_encrypted FROM member")
    assert cipher.decrypt(sealed) == "269054958815780"


def test_a_column_that_the_file_lacks_is_left_alone_and_an_empty_cell_is_not(desk: Desk) -> None:
    desk.take(MEMBERS, CLAIMS_HEADER + claim(label="Visite", category="dentaire"))
    short = (
        "id_ligne;num_adherent;date_soins;code_acte;depense;montant_ro;montant_rc;"
        "reste_a_charge;statut\n"
    )
    desk.take(short + "L1;A1;2026-11-02;HBLD634;30;19;9;2;effectue\n")
    [(label, category, status, search)] = desk.rows(
        "SELECT act_label, category, status, search_text FROM claim"
    )
    assert (label, category, status) == ("Visite", "dentaire", "effectue")
    assert "visite" in search
    assert "couronne" in search
    desk.take(CLAIMS_HEADER + claim(status_date=""))
    assert desk.rows("SELECT status_date FROM claim") == [(None,)]


def test_the_status_that_a_claim_leaves_is_kept_with_its_date(desk: Desk) -> None:
    desk.take(MEMBERS, CLAIMS_HEADER + claim(status="recu", status_date="2026-11-03"))
    desk.take(CLAIMS_HEADER + claim(status="effectue", status_date="2026-11-05"))
    [(status, day)] = desk.rows("SELECT status, status_date FROM claim_status_change")
    assert (status, str(day)) == ("recu", "2026-11-03")
    desk.take(CLAIMS_HEADER + claim(status="effectue", status_date="2026-11-06"))
    assert desk.count("claim_status_change") == 1


def test_open_pages_are_told_once_a_member_and_only_of_what_changed(desk: Desk) -> None:
    people = MEMBERS + "A2;Petit;Luc;1970-01-01\n"
    two = CLAIMS_HEADER + claim("L1") + claim("L2") + claim("L3", member="A2")
    desk.take(people, two)
    told = "SELECT audience FROM live_event WHERE topic = 'claims'"
    assert len(desk.rows(told)) == 2
    desk.take(two.replace("recu", "effectue", 1))
    assert len(desk.rows(told)) == 3


def test_a_claim_that_moves_to_another_member_is_told_to_both(desk: Desk) -> None:
    people = MEMBERS + "A2;Petit;Luc;1970-01-01\n"
    desk.take(people, CLAIMS_HEADER + claim())
    before = desk.count("live_event")
    assert counts(desk.take(CLAIMS_HEADER + claim(member="A2"))) == (1, 0, 1, 0, 0)
    assert desk.count("live_event") == before + 2


def test_an_import_is_audited_and_says_that_the_data_is_real(desk: Desk) -> None:
    desk.take(MEMBERS)
    assert desk.rows("SELECT act FROM audit_entry") == [("files.imported",)]
    assert desk.rows("SELECT data_origin FROM installation") == [("real",)]


def test_lines_for_the_invented_members_leave_a_demonstration_one(desk: Desk) -> None:
    desk.take(MEMBERS, data_origin="demo")
    desk.take(MEMBERS.replace("Élise", "Élisa"), CLAIMS_HEADER + claim())
    assert desk.rows("SELECT data_origin FROM installation") == [("demo",)]


def test_a_demonstration_that_takes_in_people_is_one_no_more(desk: Desk) -> None:
    desk.take(MEMBERS, data_origin="demo")
    desk.take(MEMBERS.replace("A1", "A2"))
    assert desk.rows("SELECT data_origin FROM installation") == [("real",)]


def test_one_bad_row_in_one_file_keeps_all_files_out(desk: Desk) -> None:
    report = desk.take(MEMBERS, CLAIMS_HEADER + claim("L1") + claim("L2", expense="31,00"))
    assert not report.applied
    assert counts(report, 0) == (1, 0, 0, 0, 0)
    assert counts(report, 1) == (2, 0, 0, 0, 1)
    for table in ("member", "claim", "live_event", "audit_entry", "installation"):
        assert desk.count(table) == 0


def test_a_file_that_cannot_be_taken_keeps_the_others_out(desk: Desk) -> None:
    report = desk.take(MEMBERS, "foo;bar\n1;2\n")
    assert report.files[1].error
    assert not report.ok
    assert desk.count("member") == 0


def test_good_rows_are_kept_when_asked(desk: Desk) -> None:
    bad = CLAIMS_HEADER + claim("L1") + claim("L2", member="A9") + claim("L3", origin="L2")
    report = desk.take(MEMBERS, bad, "foo;bar\n", skip_bad_rows=True)
    assert counts(report, 1) == (3, 1, 0, 0, 2)
    assert refusals(report, 1) == [(3, "num_adherent", "A9"), (4, "id_ligne_origine", "L2")]
    assert report.files[2].error
    assert not report.ok
    assert desk.rows("SELECT line_number FROM claim") == [("L1",)]


def test_a_dry_run_reports_the_same_and_changes_nothing(desk: Desk) -> None:
    files = (CLAIMS_HEADER + claim(), MEMBERS)
    dry = as_data(desk.take(*files, dry_run=True))
    assert desk.count("member") == desk.count("claim") == desk.count("installation") == 0
    assert as_data(desk.take(*files)) == dry


@pytest.mark.parametrize("order", [1, -1])
def test_an_origin_may_stand_anywhere_in_the_files(desk: Desk, order: int) -> None:
    back = {"expense": "-30,00", "ro": "-19,00", "rc": "-9,00", "remaining": "-2,00"}
    first = CLAIMS_HEADER + claim("L1", origin="L2", **back) + claim("L2")
    second = CLAIMS_HEADER + claim("L3", origin="L2", **back)
    assert desk.take(*[MEMBERS, first, second][::order]).ok
    assert desk.take(CLAIMS_HEADER + claim("L4", origin="L1", **back)).ok


def test_an_origin_that_is_nowhere_or_the_line_itself_is_refused(desk: Desk) -> None:
    report = desk.take(MEMBERS, CLAIMS_HEADER + claim("L1", origin="L0") + claim("L2", origin="L2"))
    assert refusals(report, 1) == [(2, "id_ligne_origine", "L0"), (3, "id_ligne_origine", "L2")]


def test_a_key_that_comes_twice_in_one_file_is_refused(desk: Desk) -> None:
    report = desk.take(MEMBERS + "A2;B;C;1990-01-01\nA1;D;E;1990-01-01\n")
    [issue] = report.files[0].refused
    assert issue == (4, "num_adherent", "A1", "num_adherent figure déjà à la ligne 2.")


def test_the_later_of_two_files_with_one_key_updates_the_first(desk: Desk) -> None:
    report = desk.take(MEMBERS, MEMBERS.replace("Moreau", "Diallo"))
    assert [counts(report, i) for i in (0, 1)] == [(1, 1, 0, 0, 0), (1, 0, 1, 0, 0)]


def test_an_unknown_contract_is_refused(desk: Desk) -> None:
    report = desk.take("num_contrat;echeance;montant\n999999;2026-12-05;45,90\n")
    assert refusals(report) == [(2, "num_contrat", "999999")]


def test_the_same_file_imported_twice_at_once_is_there_once(desk: Desk) -> None:
    desk.take(MEMBERS)
    path = desk.write("claims.csv", CLAIMS_HEADER + "".join(claim(f"L{n}") for n in range(500)))
    reports: list[ImportReport] = []
    threads = [
        threading.Thread(target=lambda: reports.append(desk.take_paths(path))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.files[0].created for report in reports) == [0, 500]
    assert desk.count("claim") == 500


def test_an_import_that_dies_before_its_end_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("portal.services.imports.use_case._record", die)
    with pytest.raises(KeyboardInterrupt):
        desk.take(MEMBERS, CLAIMS_HEADER + claim())
    assert desk.count("member") == desk.count("claim") == 0


def test_thousands_of_refusals_are_all_told(desk: Desk) -> None:
    report = desk.take(CLAIMS_HEADER + "".join(claim(f"L{n}") for n in range(3_000)))
    data = as_data(report)["files"][0]
    assert [issue["line"] for issue in data["refused"]] == list(range(2, 3_002))


def test_today_is_where_the_members_live(desk: Desk) -> None:
    # 23 h 30 in UTC on the 20th: the 21st in Paris.
    desk.portal.clock.advance(timedelta(hours=14, minutes=30))  # pyright: ignore[reportAttributeAccessIssue]
    assert desk.take(MEMBERS, CLAIMS_HEADER + claim(care="2026-11-21")).ok
