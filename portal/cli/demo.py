"""``python -m portal demo``: example data, as files or straight into an empty database."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from portal.adapters.clock import SystemClock
from portal.bootstrap import portal
from portal.cli.app import app
from portal.cli.failures import told_in_words
from portal.demo.dataset import Order, write_dataset
from portal.demo.load import Loaded, load
from portal.domain.errors import NotAllowed
from portal.services.demo import data_origin
from portal.settings import settings

_DISABLED = (
    "Le mode démonstration est désactivé\u00a0: retirez PORTAL_DEMO=false pour charger l’exemple."
)


@app.command()
def demo(
    *,
    output: Annotated[
        Path | None, typer.Option(help="Dossier où écrire les fichiers CSV.", file_okay=False)
    ] = None,
    load_them: Annotated[
        bool, typer.Option("--load", help="Charger dans la base, qui doit être vide.")
    ] = False,
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="Avec --load\u00a0: ne rien dire ni faire sinon.")
    ] = False,
    members: Annotated[
        int | None, typer.Option(help="Nombre d’adhérents en tout (grand jeu).", min=1)
    ] = None,
    claims: Annotated[
        int | None, typer.Option(help="Nombre de lignes en tout (grand jeu).", min=0)
    ] = None,
    heavy_lines: Annotated[
        int | None, typer.Option(help="Nombre exact de lignes du premier adhérent.", min=0)
    ] = None,
    seed: Annotated[int, typer.Option(help="Graine du tirage.")] = 1,
    today: Annotated[
        datetime | None,
        typer.Option(
            help="Jour de référence\u00a0; aujourd’hui par défaut.",
            formats=["%Y-%m-%d"],
            metavar="AAAA-MM-JJ",
        ),
    ] = None,
) -> None:
    """Fabriquer les données d’exemple : dix adhérents et deux ans de remboursements."""
    day = (today or SystemClock().now().astimezone(settings().zone)).date()
    order = Order(day, seed, members, claims, heavy_lines)
    with told_in_words():
        if load_them:
            _load(order, output, quiet=if_empty)
        else:
            _write(order, output or settings().data_dir / "demo")


def _write(order: Order, folder: Path) -> None:
    for path in write_dataset(order, folder):
        typer.echo(path)
    typer.echo(
        "Fichiers écrits. Pour les charger dans une base vide, avec un compte par membre\u00a0:\n"
        "    python -m portal demo --load"
    )


def _load(order: Order, output: Path | None, *, quiet: bool) -> None:
    if not settings().demo:
        if quiet:
            return
        raise NotAllowed(_DISABLED)
    here = portal()
    if quiet and here.read(data_origin) == "real":
        return
    with TemporaryDirectory(prefix="portal-demo-") as temporary:
        loaded = load(here, order, output or Path(temporary))
    if loaded.report or not quiet:
        typer.echo(_told(loaded))


def _told(loaded: Loaded) -> str:
    if not loaded.report:
        return "Les données d’exemple sont déjà chargées\u00a0: il n’y a rien à faire."
    return (
        f"Données d’exemple chargées\u00a0: {loaded.rows('adherents')} adhérents, "
        f"{loaded.rows('remboursements')} lignes de remboursement, "
        f"{loaded.accounts} comptes de démonstration.\n"
        "Ouvrez la page de connexion et choisissez «\u00a0Entrer comme\u00a0»."
    )
