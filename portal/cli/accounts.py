"""``python -m portal account``: online accounts, made by operators."""

import json
import sys
from typing import Annotated

import typer

from portal.bootstrap import portal
from portal.cli.app import app
from portal.cli.failures import told_in_words
from portal.domain.errors import InvalidInput
from portal.services.account_creation import create_account
from portal.settings import brand

accounts = typer.Typer(help="Comptes en ligne des adhérents.", no_args_is_help=True)
app.add_typer(accounts, name="account")

AsJson = Annotated[bool, typer.Option("--json", help="Répondre en JSON.")]


@accounts.command()
def create(
    member: Annotated[str, typer.Option(help="Numéro d’adhérent.")],
    email: Annotated[str, typer.Option(help="Adresse e-mail de connexion.")],
    password_stdin: Annotated[
        bool,
        typer.Option("--password-stdin", help="Lire le mot de passe sur l’entrée standard."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Créer le compte d’un adhérent, ou lui donner un nouvel e-mail et un nouveau mot de passe."""
    with told_in_words():
        password = typed_password(from_stdin=password_stdin)
        account_id = portal().write(
            create_account,
            cipher=portal().cipher,
            now=portal().clock.now(),
            member_number=member,
            email=email,
            password=password,
            insurer=brand().name,
        )
    if as_json:
        typer.echo(json.dumps({"account": account_id, "member": member}))
    else:
        typer.echo(f"Compte prêt pour l’adhérent {member}. Ses anciennes sessions sont fermées.")


def typed_password(*, from_stdin: bool) -> str:
    """One line of standard input, or typed twice without being shown.

    A password given as an argument would stay in the shell's history and in the process list.
    """
    if not from_stdin:
        return typer.prompt("Mot de passe", hide_input=True, confirmation_prompt="Encore une fois")
    try:
        return sys.stdin.readline().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise InvalidInput("password", "Le mot de passe n’est pas du texte UTF-8.") from error
