"""``python -m portal api-key``: keys of the programs that send files over HTTP."""

from typing import Annotated

import typer

from portal.bootstrap import portal
from portal.cli.app import app
from portal.cli.failures import told_in_words
from portal.domain.actors import Operator
from portal.services.api_keys import create_api_key, revoke_api_key

keys = typer.Typer(help="Clés des programmes qui envoient des fichiers.", no_args_is_help=True)
app.add_typer(keys, name="api-key")

Name = Annotated[str, typer.Argument(help="Nom de la clé, par exemple celui du programme.")]


@keys.command("create")
def create(name: Name) -> None:
    """Créer une clé, montrée cette seule fois."""
    with told_in_words():
        wired = portal()
        key = wired.write(create_api_key, now=wired.clock.now(), actor=Operator(), name=name)
    typer.echo(key)


@keys.command("revoke")
def revoke(name: Name) -> None:
    """Révoquer une clé."""
    with told_in_words():
        wired = portal()
        wired.write(revoke_api_key, now=wired.clock.now(), actor=Operator(), name=name)
    typer.echo("Clé révoquée.")
