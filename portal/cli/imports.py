"""``python -m portal import``: takes in the files of the insurer's core system."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from portal.adapters.csv_files import CsvFile
from portal.bootstrap import portal
from portal.cli.app import app
from portal.cli.failures import told_in_words
from portal.domain.actors import Operator
from portal.services import imports
from portal.services.imports import FileReport, ImportReport, Issues
from portal.services.ports import Progress as Told

SHOWN = 20


@app.command("import")
def import_command(
    files: Annotated[list[Path], typer.Argument(help="Fichiers CSV, dans n’importe quel ordre.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tout vérifier sans rien changer.")
    ] = False,
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Garder les bonnes lignes malgré les autres.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Écrire le compte rendu en JSON.")
    ] = False,
) -> None:
    """Importer des fichiers du système de gestion."""
    with told_in_words("Rien n’a été importé. "), _bar() as progress:
        wired = portal()
        report = imports.import_files(
            engine=wired.engine,
            actor=Operator(),
            clock=wired.clock,
            cipher=wired.cipher,
            files=[CsvFile(path) for path in files],
            zone=wired.settings.zone,
            dry_run=dry_run,
            skip_bad_rows=skip_bad_rows,
            progress=progress,
        )
    if as_json:
        for piece in imports.as_json(report):
            sys.stdout.write(piece)
    else:
        _tell(report, dry_run=dry_run)
    raise typer.Exit(0 if report.ok else 1)


@contextmanager
def _bar() -> Iterator[Told | None]:
    """A progress bar on the error output, when that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        tasks = {}

        def progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step)
            bar.update(tasks[step], completed=done, total=total or None)

        yield progress


def _tell(report: ImportReport, *, dry_run: bool) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for file in report.files:
        console.print(f"[bold]{escape(file.file)}[/bold] {file.kind and f'({file.kind})'}")
        _tell_file(console, file)
    if not report.applied:
        console.print("Rien n’a été importé\u00a0: c’est tout ou rien. Corrigez, puis recommencez.")
    elif dry_run:
        console.print("Essai à blanc\u00a0: rien n’a été changé.")


def _tell_file(console: Console, file: FileReport) -> None:
    if file.error:
        console.print(f"  [red]{escape(file.error)}[/red]")
        return
    counts = (
        (file.read, "lues"),
        (file.created, "créées"),
        (file.updated, "mises à jour"),
        (file.unchanged, "inchangées"),
        (len(file.refused), "refusées"),
    )
    console.print("  Lignes\u00a0: " + ", ".join(f"{number} {what}" for number, what in counts))
    _tell_issues(console, file.refused, "refusée", "red")
    _tell_issues(console, file.warnings, "à vérifier", "yellow")


def _tell_issues(console: Console, issues: Issues, what: str, colour: str) -> None:
    for issue in islice(issues, SHOWN):
        place = f"Ligne {issue.line} {what}"
        cell = f"{issue.column} = «\u00a0{_visible(issue.value)}\u00a0»" if issue.column else ""
        text = " — ".join(part for part in (place, cell, issue.reason) if part)
        console.print(f"  [{colour}]{escape(text)}[/{colour}]")
    if len(issues) > SHOWN:
        console.print(f"  … et {len(issues) - SHOWN} autres (toutes avec --json).")


def _visible(value: str) -> str:
    """What comes from a file must not steer the terminal."""
    return "".join(c if c.isprintable() else "·" for c in value)
