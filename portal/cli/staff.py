"""``python -m portal staff``: accounts of the staff, made by operators."""

import json
from typing import Annotated

import typer

from portal.bootstrap import portal
from portal.cli.accounts import typed_password
from portal.cli.app import app
from portal.cli.failures import told_in_words
from portal.domain.actors import Operator, Role
from portal.services.staff import StaffMember, add_staff, disable_staff, list_staff, reset_factors
from portal.settings import brand

staff = typer.Typer(help="Comptes de l’équipe.", no_args_is_help=True)
app.add_typer(staff, name="staff")

AsJson = Annotated[bool, typer.Option("--json", help="Répondre en JSON.")]
Email = Annotated[str, typer.Option(help="Adresse e-mail de connexion.")]


@staff.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="Prénom et nom.")],
    role: Annotated[Role, typer.Option(help="Ce que la personne peut faire.")],
    password_stdin: Annotated[
        bool,
        typer.Option(
            "--password-stdin",
            help="Lire le mot de passe sur l’entrée standard\u00a0; sinon, une lettre "
            "invite à en choisir un.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ouvrir le compte de quelqu’un de l’équipe."""
    with told_in_words():
        account_id = portal().write(
            add_staff,
            cipher=portal().cipher,
            now=portal().clock.now(),
            actor=Operator(),
            email=email,
            name=name,
            role=role,
            password=typed_password(from_stdin=True) if password_stdin else None,
            insurer=brand().name,
        )
    if as_json:
        typer.echo(json.dumps({"account": account_id, "role": role.value}))
    elif password_stdin:
        typer.echo(f"Compte ouvert pour {email}. Un second facteur sera demandé à l’entrée.")
    else:
        typer.echo(f"Compte ouvert. Une lettre invite {email} à choisir son mot de passe (24 h).")


@staff.command("list")
def list_all(as_json: AsJson = False) -> None:
    """Dire qui est de l’équipe."""
    with told_in_words():
        people = portal().read(list_staff, actor=Operator())
    if as_json:
        typer.echo(json.dumps([_plain(person) for person in people], ensure_ascii=False))
        return
    for person in people:
        factor = "second facteur" if person.has_factor else "sans second facteur"
        state = "désactivé" if person.disabled_at else "ouvert"
        typer.echo("\t".join([person.email, person.name, person.role.value, factor, state]))
    if not people:
        typer.echo("Personne pour le moment.")


@staff.command()
def disable(email: Email, as_json: AsJson = False) -> None:
    """Fermer un compte : ses sessions se terminent aussitôt."""
    with told_in_words():
        portal().write(disable_staff, now=portal().clock.now(), actor=Operator(), email=email)
    typer.echo(json.dumps({"disabled": email}) if as_json else "Compte désactivé.")


@staff.command("reset-factor")
def reset_factor(email: Email, as_json: AsJson = False) -> None:
    """Oublier les seconds facteurs : un nouveau sera demandé à la prochaine connexion."""
    with told_in_words():
        portal().write(
            reset_factors,
            cipher=portal().cipher,
            now=portal().clock.now(),
            actor=Operator(),
            email=email,
        )
    typer.echo(json.dumps({"reset": email}) if as_json else "Seconds facteurs oubliés.")


def _plain(person: StaffMember) -> dict[str, object]:
    return {
        "account": person.account_id,
        "name": person.name,
        "email": person.email,
        "role": person.role.value,
        "second_factor": person.has_factor,
        "disabled": person.disabled_at is not None,
    }
