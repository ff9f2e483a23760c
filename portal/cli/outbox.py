"""``python -m portal outbox``: e-mails and SMS that have not left, and sending them again."""

import json
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from portal.adapters.letters import moment, subject_of
from portal.bootstrap import portal
from portal.cli.app import app
from portal.cli.failures import told_in_words
from portal.domain.actors import Operator
from portal.domain.errors import InvalidInput
from portal.domain.french import plural
from portal.domain.letters import Letter
from portal.domain.notifications import CHANNEL_LABELS, Channel
from portal.services.outbox_review import (
    LISTED,
    OutboxLine,
    count_outbox,
    list_outbox,
    send_again,
    send_all_again,
)
from portal.settings import brand

outbox = typer.Typer(help="E-mails et SMS à envoyer.", no_args_is_help=True)
app.add_typer(outbox, name="outbox")

AsJson = Annotated[bool, typer.Option("--json", help="Répondre en JSON.")]


class Status(StrEnum):
    """What a message may be, as operators type it."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


_WORDS = {"waiting": "en attente", "sent": "parti", "dead": "abandonné"}


@outbox.command("list")
def list_messages(
    status: Annotated[
        Status | None, typer.Option(help="Un seul état\u00a0; par défaut, ce qui n’est pas parti.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Montrer les messages qui attendent ou qui ont été abandonnés, le plus récent d’abord."""
    with told_in_words():
        here = portal()
        counts = here.read(count_outbox, actor=Operator())
        lines = here.read(
            list_outbox,
            actor=Operator(),
            cipher=here.cipher,
            status=status.value if status else "",
        )
    if as_json:
        messages = [{name: _plain(v) for name, v in asdict(line).items()} for line in lines]
        typer.echo(json.dumps({"counts": counts, "messages": messages}, ensure_ascii=False))
        return
    for line in lines:
        typer.echo(_told(line))
    if len(lines) == LISTED:
        typer.echo(f"… les {LISTED} plus récents seulement.")
    totals = ", ".join(f"{counts.get(name, 0)} {word}" for name, word in _WORDS.items())
    typer.echo(f"Boîte d’envoi\u00a0: {totals}.")
    for channel in (Channel.EMAIL, Channel.SMS):
        if channel not in here.carriers:
            typer.echo(f"Aucun envoi par {CHANNEL_LABELS[channel]} n’est configuré.")


@outbox.command("retry")
def retry(
    message: Annotated[int | None, typer.Argument(help="Numéro du message.", min=1)] = None,
    every_dead: Annotated[
        bool, typer.Option("--all", help="Tous les messages abandonnés.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Renvoyer maintenant un message abandonné ou en attente, ou tous ceux qui sont abandonnés."""
    with told_in_words():
        here = portal()
        now = here.clock.now()
        if (message is None) != every_dead:
            raise InvalidInput("message", "Donnez le numéro d’un message, ou --all.")
        if message is None:
            count = here.write(send_all_again, actor=Operator(), now=now)
        else:
            count = 1
            here.write(
                send_again, actor=Operator(), cipher=here.cipher, now=now, message_id=message
            )
    if as_json:
        typer.echo(json.dumps({"retried": count}))
    elif count:
        typer.echo(f"{plural(count, 'message')} à renvoyer\u00a0: le portail s’en charge.")
    else:
        typer.echo("Aucun message abandonné ne peut être renvoyé.")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _told(line: OutboxLine) -> str:
    posted = _moment(line.created_at)
    parts = [
        f"n°\u00a0{line.id}, {_WORDS[line.status]}",
        f"{CHANNEL_LABELS[Channel(line.channel)]} à {line.recipient}",
        f"«\u00a0{_title(line.letter)}\u00a0» du {posted}",
    ]
    if line.tries:
        parts.append(plural(line.tries, "essai manqué", "essais manqués"))
    if line.tries and line.next_try_at:
        parts.append(f"prochain essai le {_moment(line.next_try_at)}")
    if line.last_error:
        parts.append(line.last_error)
    return " — ".join(parts)


def _title(letter: str) -> str:
    return subject_of(Letter(letter), head=brand()) if letter in set(Letter) else letter


def _moment(when: datetime) -> str:
    return moment(when.isoformat(), portal().settings.zone)
