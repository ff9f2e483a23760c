"""What the tests of the import share: making files, importing them, reading what came of it."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from portal.adapters.csv_files import CsvFile
from portal.bootstrap import Portal
from portal.domain.actors import Operator
from portal.services.imports import ImportReport, as_json, import_files

PARIS = ZoneInfo("Europe/Paris")
MEMBERS = "num_adherent;nom;prenom;date_naissance\nA1;Moreau;Élise;1980-03-12\n"
CLAIMS_HEADER = (
    "id_ligne;id_ligne_origine;num_adherent;date_soins;code_acte;libelle_acte;categorie;depense;"
    "montant_ro;montant_rc;reste_a_charge;statut;date_statut\n"
)


def claim(line: str = "L1", **cells: str) -> str:
    """One row of claims: a visit to the doctor, but for the given cells."""
    usual = {
        "origin": "",
        "member": "A1",
        "care": "2026-11-02",
        "code": "G",
        "label": "Consultation",
        "category": "",
        "expense": "30,00",
        "ro": "19,00",
        "rc": "9,00",
        "remaining": "2,00",
        "status": "recu",
        "status_date": "2026-11-03",
    }
    return ";".join([line, *(usual | cells).values()]) + "\n"


class Desk:
    """Imports files that it writes itself."""

    def __init__(self, portal: Portal, folder: Path) -> None:
        self.portal, self.folder = portal, folder

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file, text in UTF-8."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def take(self, *contents: str | bytes, **options: Any) -> ImportReport:
        """Import files of these contents, in this order."""
        paths = [self.write(f"file{i}.csv", content) for i, content in enumerate(contents)]
        return self.take_paths(*paths, **options)

    def take_paths(self, *paths: Path, **options: Any) -> ImportReport:
        """Import these files, in this order."""
        return import_files(
            engine=self.portal.engine,
            actor=Operator("test"),
            clock=self.portal.clock,
            cipher=self.portal.cipher,
            files=[CsvFile(path, name=path.name) for path in paths],
            zone=PARIS,
            **options,
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read the database."""
        with self.portal.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        return self.rows(f'SELECT count(*) FROM "{table}"')[0][0]


def refusals(report: ImportReport, file: int = 0) -> list[tuple[int, str, str]]:
    """The refused rows of a file: line, column and value."""
    return [(issue.line, issue.column, issue.value) for issue in report.files[file].refused]


def counts(report: ImportReport, file: int = 0) -> tuple[int, int, int, int, int]:
    """Rows read, created, updated, unchanged and refused."""
    one = report.files[file]
    return one.read, one.created, one.updated, one.unchanged, len(one.refused)


def as_data(report: ImportReport) -> Any:
    """The report as a program reads it."""
    return json.loads("".join(as_json(report)))
