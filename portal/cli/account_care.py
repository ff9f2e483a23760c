"""``python -m portal account unlock|revoke-sessions|disable|enable|change``."""

import json
from typing import Annotated

import typer

from portal.bootstrap import portal
from portal.cli.accounts import AsJson, accounts
from portal.cli.failures import told_in_words
from portal.domain.actors import Operator
from portal.domain.french import plural
from portal.services.account_care import revoke_sessions, set_disabled, unlock
from portal.services.contact_changes import change_contact

Email = Annotated[str, typer.Option(help="Adresse e-mail du compte.")]


@accounts.command("unlock")
def unlock_account(email: Email, as_json: AsJson = False) -> None:
    """Laisser un compte réessayer tout de suite après trop d’essais."""
    with told_in_words():
        portal().write(unlock, actor=Operator(), now=portal().clock.now(), email=email)
    _say(as_json, {"unlocked": email}, f"{email} peut se connecter de nouveau.")


@accounts.command("revoke-sessions")
def revoke(email: Email, as_json: AsJson = False) -> None:
    """Fermer toutes les sessions d’un compte, sur tous ses appareils."""
    with told_in_words():
        count = portal().write(
            revoke_sessions, actor=Operator(), now=portal().clock.now(), email=email
        )
    closed = plural(count, "session fermée", "sessions fermées")
    _say(as_json, {"revoked": count, "account": email}, f"{closed} pour {email}.")


@accounts.command()
def disable(email: Email, as_json: AsJson = False) -> None:
    """Fermer un compte\u00a0: ses sessions se terminent et personne n’y entre plus."""
    _set_disabled(email, disabled=True)
    _say(as_json, {"disabled": email}, f"Le compte {email} est fermé.")


@accounts.command()
def enable(email: Email, as_json: AsJson = False) -> None:
    """Rouvrir un compte fermé."""
    _set_disabled(email, disabled=False)
    _say(as_json, {"enabled": email}, f"Le compte {email} est ouvert.")


@accounts.command("change")
def change(
    email: Email,
    new_email: Annotated[str, typer.Option(help="Nouvelle adresse e-mail.")] = "",
    phone: Annotated[str, typer.Option(help="Nouveau numéro de mobile.")] = "",
    as_json: AsJson = False,
) -> None:
    """Changer l’adresse ou le mobile d’un compte\u00a0; l’ancienne adresse est prévenue aussi."""
    with told_in_words():
        portal().write(
            change_contact,
            cipher=portal().cipher,
            now=portal().clock.now(),
            actor=Operator(),
            email=email,
            new_email=new_email,
            new_phone=phone,
        )
    _say(as_json, {"changed": email}, "Compte modifié. La personne est prévenue.")


def _set_disabled(email: str, *, disabled: bool) -> None:
    with told_in_words():
        portal().write(
            set_disabled,
            actor=Operator(),
            now=portal().clock.now(),
            email=email,
            disabled=disabled,
        )


def _say(as_json: bool, result: dict[str, object], sentence: str) -> None:
    typer.echo(json.dumps(result, ensure_ascii=False) if as_json else sentence)
