"""``python -m portal api-key``: keys of the programs that send files over HTTP."""

from typing import Annotated, NoReturn

import typer

from portal.bootstrap import portal
from portal.cli.app import app
from portal.domain.actors import Operator
from portal.domain.errors import Refusal
from portal.services.api_keys import create_api_key, revoke_api_key

keys = typer.Typer(help="Clés des programmes qui envoient des fichiers.", no_args_is_help=True)
app.add_typer(keys, name="api-key")

Name = Annotated[str, typer.Argument(help="Nom de la clé, par exemple celui du programme.")]


@keys.command("create")
def create(name: Name) -> None:
    """Créer une clé, montrée cette seule fois."""
    wired = portal()
    try:
        key = wired.write(create_api_key, clock=wired.clock, actor=Operator(), name=name)
    except Refusal as refusal:
        _refuse(refusal)
    typer.echo(key)


@keys.command("revoke")
def revoke(name: Name) -> None:
    """Révoquer une clé."""
    wired = portal()
    try:
        wired.write(revoke_api_key, clock=wired.clock, actor=Operator(), name=name)
    except Refusal as refusal:
        _refuse(refusal)
    typer.echo("Clé révoquée.")


def _refuse(refusal: Refusal) -> NoReturn:
    typer.echo(refusal.sentence, err=True)
    raise typer.Exit(1)
