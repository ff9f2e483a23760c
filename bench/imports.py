"""How long an import takes beside the database's own bulk load: ``python -m bench.imports``.

A file of claims (one million lines unless told) is imported into an empty database, and the same
lines, already in the shape of the table, are loaded by ``COPY`` on PostgreSQL, by the ``csv``
module and ``executemany`` on SQLite. Each run is a process of its own, so that its memory is its
own too. PostgreSQL is looked for at ``PORTAL_TEST_POSTGRES_URL``; without a server it is skipped.
"""

import argparse
import csv
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from portal.adapters.csv_files import CsvFile
from portal.bootstrap import Portal, wire
from portal.domain.actors import Operator
from portal.domain.files.claims import euros
from portal.services.imports import import_files
from portal.settings import Settings

POSTGRES_URL = os.environ.get(
    "PORTAL_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres"
)
MEMBERS = 20_000
ACTS = (
    ("G", "Consultation généraliste", "soins_courants", 3000, 1900),
    ("MK", "Séance de kinésithérapie", "soins_courants", 1790, 974),
    ("HBLD634", "Couronne céramo-métallique", "dentaire", 50000, 7200),
    ("VER_A", "Verre unifocal classe A", "optique", 3750, 675),
    ("PH7", "Médicament remboursé à 65 %", "pharmacie", 1000, 650),
    ("BIO", "Bilan sanguin", "biologie_imagerie", 2500, 1500),
    ("FJH", "Forfait journalier hospitalier", "hospitalisation", 2300, 0),
)
FILE_COLUMNS = (
    "id_ligne;id_ligne_origine;num_adherent;rang_beneficiaire;date_soins;code_acte;libelle_acte;"
    "categorie;professionnel;specialite;quantite;depense;base_remboursement;montant_ro;montant_rc;"
    "participation;reste_a_charge;destinataire;statut;date_statut;date_paiement;"
    "reference_paiement;motif_rejet"
)
TABLE_COLUMNS = (
    "line_number,origin_line_number,member_id,beneficiary_rank,care_date,act_code,act_label,"
    "category,practitioner,specialty,quantity_hundredths,expense_cents,base_cents,ro_cents,"
    "rc_cents,deduction_cents,remaining_cents,payee,status,status_date,payment_date,"
    "payment_reference,rejection_reason,search_text"
)


def write_files(folder: Path, lines: int) -> None:
    """Write the members, the claims as a file to import, and the claims as table rows."""
    chance, today = random.Random(1), date.today()  # noqa: DTZ011
    with (folder / "members.csv").open("w") as members:
        members.write("num_adherent;nom;prenom;date_naissance\n")
        members.writelines(f"{i:08d};Nom{i};Prénom;1970-01-01\n" for i in range(1, MEMBERS + 1))
    with (folder / "claims.csv").open("w") as given, (folder / "rows.csv").open("w") as ready:
        given.write(FILE_COLUMNS + "\n")
        to_import, to_load = csv.writer(given, delimiter=";"), csv.writer(ready)
        for number in range(lines):
            code, label, category, typical, ro = chance.choice(ACTS)
            member, care = chance.randint(1, MEMBERS), today - timedelta(chance.randint(0, 700))
            expense = typical + chance.randint(0, 4000)
            rc = chance.randint(0, expense - ro)
            who = f"Dr {chance.choice('ABCDEFGH')}. Martin-{chance.randint(1, 5000)}"
            head = [f"D{number:010d}", None]
            act = [care, code, label, category, who, "Spécialité"]
            money = [expense, typical, ro, rc, 200, expense - ro - rc]
            end = ["assure", "effectue", care, care, f"VIR{number // 3:09d}", None]
            amounts = [euros(cents) for cents in money]
            to_import.writerow([*head, f"{member:08d}", 1, *act, 1, *amounts, *end])
            to_load.writerow([*head, member, 1, *act, 100, *money, *end, ""])


def import_claims(wired: Portal, folder: Path, name: str) -> None:
    """Import one file."""
    report = import_files(
        engine=wired.engine,
        actor=Operator("bench"),
        clock=wired.clock,
        cipher=wired.cipher,
        files=[CsvFile(folder / name)],
        zone=wired.settings.zone,
    )
    if not report.ok:
        raise SystemExit(f"refused: {report.files[0].error} {list(report.files[0].refused)[:3]}")


def bulk_load(wired: Portal, folder: Path) -> None:
    """Load the same lines as fast as the database's own means go."""
    names = TABLE_COLUMNS.split(",")
    if wired.engine.dialect.name == "sqlite":
        database = sqlite3.connect(wired.settings.data_dir / "portal.db")
        marks = ",".join("?" * len(names))
        with (folder / "rows.csv").open(newline="") as rows, database:
            statement = f"INSERT INTO claim ({TABLE_COLUMNS}) VALUES ({marks})"
            database.executemany(statement, csv.reader(rows))
        database.close()
        return
    with wired.engine.begin() as connection, (folder / "rows.csv").open("rb") as rows:
        cursor = connection.connection.cursor()
        with cursor.copy(  # pyright: ignore[reportAttributeAccessIssue]
            f"COPY claim ({TABLE_COLUMNS}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL (search_text))"
        ) as copy:
            while chunk := rows.read(1 << 20):
                copy.write(chunk)


def one_run(what: str, url: str, folder: Path) -> None:
    """Do one thing on a fresh database, and print its seconds and peak memory in MB."""
    with tempfile.TemporaryDirectory(dir=folder) as data:
        wired = wire(Settings(data_dir=Path(data), database_url=url))
        import_claims(wired, folder, "members.csv")
        start = time.perf_counter()
        if what == "bulk":
            bulk_load(wired, folder)
        else:
            import_claims(wired, folder, "claims.csv")
        seconds = time.perf_counter() - start
        if what == "again":
            start = time.perf_counter()
            import_claims(wired, folder, "claims.csv")
            seconds = time.perf_counter() - start
        wired.engine.dispose()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([seconds, memory]))


def measure(what: str, engine: str, folder: Path) -> tuple[float, float]:
    """Run ``one_run`` in a process of its own, on a fresh database."""
    name = f"portal_bench_{os.getpid()}"
    url = POSTGRES_URL.rpartition("/")[0] + "/" + name if engine == "postgresql" else ""
    if url:
        _administer(f'CREATE DATABASE "{name}"')
    try:
        command = [sys.executable, "-m", "bench.imports", "--one", what, url, str(folder)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    finally:
        if url:
            _administer(f'DROP DATABASE "{name}" WITH (FORCE)')
    seconds, memory = json.loads(done.stdout)
    return seconds, memory


def _administer(statement: str) -> None:
    url = Settings(database_url=POSTGRES_URL).sqlalchemy_url
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--one", nargs=3, metavar=("WHAT", "URL", "FOLDER"))
    options = parser.parse_args()
    if options.one:
        what, url, folder = options.one
        one_run(what, url, Path(folder))
        return
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        write_files(Path(folder), options.lines)
        for engine in ("sqlite", "postgresql"):
            try:
                compare(engine, Path(folder))
            except OperationalError as error:
                print(f"{engine}: skipped, {str(error.orig).splitlines()[0]}")


def compare(engine: str, folder: Path) -> None:
    """Measure one engine and print a line for each run."""
    bulk, _ = measure("bulk", engine, folder)
    print(f"{engine}: bulk load {bulk:.1f} s", flush=True)
    for what, name in (("import", "import"), ("again", "same file again")):
        seconds, memory = measure(what, engine, folder)
        ratio = f"{seconds / bulk:.2f} times the bulk load"
        print(f"{engine}: {name} {seconds:.1f} s, {ratio}, peak memory {memory:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
