"""Files as they come: encodings, separators, and hostile ones. Nothing wrong is ever half taken."""

import os
from pathlib import Path

import pytest

from portal.adapters.encodings import CHUNK
from tests.import_files import CLAIMS_HEADER, MEMBERS, Desk, claim, counts, refusals


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends_are_detected(
    desk: Desk, encoding: str, separator: str, newline: str
) -> None:
    text = MEMBERS.replace("Moreau", "L’Œillet «\u00a0É…\u00a0» €")
    content = text.replace(";", separator).replace("\n", newline).encode(encoding)
    assert desk.take(content).ok
    assert desk.rows("SELECT first_name FROM member") == [("Élise",)]


def test_an_accent_across_the_border_of_two_chunks_is_whole(desk: Desk) -> None:
    row = "B{:07d};Nom;Prénom;1990-01-01\n"
    content = (MEMBERS + "".join(row.format(n) for n in range(40_000))).encode()
    accent = content.rindex(b"\xc3", 0, CHUNK - 1)
    content = content.replace(b"Moreau", b"M" * (len("Moreau") + CHUNK - 1 - accent), 1)
    assert content[CHUNK - 1 : CHUNK + 1] == "é".encode()
    assert desk.take(content).ok


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf", "vide"),
        (b"\n\n", "en-tête"),
        (MEMBERS.encode("utf-16"), "UTF-16"),
        (MEMBERS.encode("utf-16-le"), "UTF-16"),
        (MEMBERS.encode("utf-16-be"), "UTF-16"),
        (b"%PDF-1.7\x00\x01\x02", "binaires"),
        (b"PK\x03\x04" + bytes(range(256)), "binaires"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "en-tête|Windows-1252"),
        (MEMBERS.encode() + "A2;É;é;1990-01-01\n".encode("cp1252"), "Windows-1252"),
        (MEMBERS.encode("cp1252") + "A2;Léa;é;1990-01-01\n".encode(), "Windows-1252"),
        (MEMBERS.encode("mac-roman"), "Windows-1252"),
        (MEMBERS.replace("Élise", "Renée").encode("cp850"), "Windows-1252"),
        (MEMBERS.encode() + b"A2;\x81\xff;B;1990-01-01\n", "Windows-1252"),
        (MEMBERS.encode()[:-15] + b"\xc3", "Windows-1252"),
        (MEMBERS.encode() + b"x" * 10_000_000, "ligne 3 est trop longue"),
        (b"x" * 10_000_000, "ligne 1 est trop longue"),
        ("num_adherent;nom;nom;prenom;date_naissance\n", "nom figure deux fois"),
        ("num_adherent;nom;prenom\nA1;B;C\n", "date_naissance"),
        ("foo;bar\n1;2\n", "aucun fichier connu"),
        ("un texte sans colonnes\n", "aucun fichier connu"),
        (MEMBERS + 'A2;"B;C;1990-01-01\nA3;B;C;1990-01-01\n', "ligne 3"),
        (MEMBERS + 'A2;"B;C\nA3;"B";C;1990-01-01\n', "ligne 3"),
        (MEMBERS + 'A2;"B' + "\n" * 60 + '";C;1990-01-01\n', "ligne 3"),
    ],
)
def test_a_file_that_cannot_be_taken_gives_one_sentence_and_nothing_else(
    desk: Desk, content: str | bytes, sentence: str
) -> None:
    report = desk.take(content, skip_bad_rows=True)
    error = report.files[0].error or ""
    assert any(part in error for part in sentence.split("|")), error
    assert "\n" not in error
    assert not list(report.files[0].refused)
    assert desk.count("member") == 0


def test_paths_that_are_no_readable_file_give_a_sentence(desk: Desk) -> None:
    link, pipe = desk.folder / "link.csv", desk.folder / "pipe.csv"
    link.symlink_to(desk.folder / "nowhere.csv")
    os.mkfifo(pipe)
    paths = (desk.folder / "none.csv", desk.folder, link, pipe, desk.folder / ("x" * 300))
    report = desk.take_paths(*paths)
    errors = [file.error or "" for file in report.files]
    for error, words in zip(
        errors, ("n’existe pas", "dossier", "lien", "ordinaire", "lu"), strict=True
    ):
        assert words in error


def test_a_file_that_may_not_be_read_gives_a_sentence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.write("a.csv", MEMBERS)

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "droit" in (desk.take_paths(path).files[0].error or "")


def test_a_header_without_rows_is_fine(desk: Desk) -> None:
    assert counts(desk.take(CLAIMS_HEADER)) == (0, 0, 0, 0, 0)


def test_unknown_columns_are_named_and_left_out(desk: Desk) -> None:
    report = desk.take("num_adherent;nom;prenom;date_naissance;iban;\nA1;B;C;1990-01-01;FR76;\n")
    assert report.ok
    warnings = [(issue.line, issue.column) for issue in report.files[0].warnings]
    assert warnings == [(1, "iban"), (1, "colonne 6, sans nom")]


def test_headers_are_read_whatever_their_case_and_accents(desk: Desk) -> None:
    assert desk.take("Num_Adhérent;NOM; Prénom ;Date naissance\nA1;B;C;1990-01-01\n").ok


def test_each_refused_row_is_told_with_its_own_line_column_and_value(desk: Desk) -> None:
    people = (
        "num_adherent;nom;prenom;date_naissance;nir;email;telephone\n"  # 1
        "A1;Moreau;Élise;1980-03-12;;;\n"  # 2
        'A2;"Le\nGoff";X;1980-03-12;;;\n'  # 3 and 4
        "A3;;X;1980-03-12;;;\n"  # 5
        "\n"  # 6
        "A4;B;X;2030-01-01;;;\n"  # 7
        "A5;B;X;1980-03-12;123;;\n"  # 8
        "A6;B;X;1980-03-12;;chez moi;\n"  # 9
        "A7;B;X;1980-03-12;;;12\n"  # 10
        "A8;B;X;1980-03-12;;\n"  # 11
        "A9;B;X;1980-03-12;;;;\n"  # 12
        'A10;"B"C;X;1980-03-12;;;\n'  # 13
        "A11;B\x00;X;1980-03-12;;;\n"  # 14
        f"A12;{'x' * 501};X;1980-03-12;;;\n"  # 15
        "A13;=cmd|' /C calc'!A0;X;1980-03-12;;;\n"  # 16
    )
    report = desk.take(people, skip_bad_rows=True)
    assert refusals(report) == [
        (3, "nom", "Le\nGoff"),
        (5, "nom", ""),
        (7, "date_naissance", "2030-01-01"),
        (8, "nir", "123"),
        (9, "email", "chez moi"),
        (10, "telephone", "12"),
        (11, "", ""),
        (12, "", ""),
        (13, "", ""),
        (14, "nom", "B\x00"),
        (15, "nom", "x" * 80 + "…"),
    ]
    assert counts(report) == (13, 2, 0, 0, 11)
    assert desk.rows("SELECT last_name FROM member WHERE number = 'A13'") == [
        ("=cmd|' /C calc'!A0",)
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (claim(expense="30,01"), "depense"),
        (claim(expense="-30", ro="-19", rc="-9", remaining="-2"), "depense"),
        (claim(rc="11,50", remaining="-0,50"), "reste_a_charge"),
        (claim(care="2026-11-21"), "date_soins"),
        (claim(care="21-11-2026"), "date_soins"),
        (claim(status="perdu"), "statut"),
        (claim(member=""), "num_adherent"),
        (claim(member="A9"), "num_adherent"),
        (claim("x" * 65), "id_ligne"),
        (claim(ro="dix-neuf"), "montant_ro"),
    ],
)
def test_a_claim_that_breaks_a_rule_is_refused(desk: Desk, row: str, column: str) -> None:
    report = desk.take(MEMBERS, CLAIMS_HEADER + row)
    [(line, found, _)] = refusals(report, 1)
    assert (line, found) == (2, column)


def test_an_unknown_category_and_an_old_claim_are_warnings(desk: Desk) -> None:
    rows = claim("L1", category="Homéopathie") + claim("L2", care="2024-11-19") + claim("L3")
    report = desk.take(MEMBERS, CLAIMS_HEADER + rows)
    warnings = [issue[:3] for issue in report.files[1].warnings]
    assert warnings == [(2, "categorie", "Homéopathie"), (3, "date_soins", "2024-11-19")]
    stored = desk.rows("SELECT category FROM claim ORDER BY line_number")
    assert stored == [("autre",), ("soins_courants",), ("soins_courants",)]
