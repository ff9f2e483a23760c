"""``python -m portal flows``: what the product team edits."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from portal.adapters.flow_files import Fault
from portal.adapters.flows import FOLDER, check
from portal.cli.app import app
from portal.domain.french import plural

flows = typer.Typer(help="Contenus modifiables\u00a0: messagerie, aide…", no_args_is_help=True)
app.add_typer(flows, name="flows")


@flows.callback()
def _flows() -> None:
    """Contenus modifiables\u00a0: messagerie, aide…"""


@flows.command("check")
def check_flows(
    folder: Annotated[Path, typer.Argument(help="Le dossier à vérifier.")] = FOLDER,
) -> None:
    """Vérifier tous les contenus, et dire à quelle ligne est chaque défaut."""
    # By name: pages are above the command line, and only this command needs them.
    pages = import_module("portal.pages.page").routes()
    faults = check(folder, pages)
    for fault in faults:
        typer.echo(_told(fault), err=True)
    if faults:
        typer.echo(f"{plural(len(faults), 'défaut')}.", err=True)
        raise typer.Exit(1)
    typer.echo("Aucun défaut.")


def _told(fault: Fault) -> str:
    """The fault with its file as one would open it from here."""
    here = Path.cwd()
    file = fault.file.relative_to(here) if fault.file.is_relative_to(here) else fault.file
    return f"{file}:{fault.line}: {fault.reason}"
