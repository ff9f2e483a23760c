"""``python -m portal maintenance``: encryption keys and expired rows."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from portal.bootstrap import cipher_of, key_file, portal
from portal.cli.accounts import AsJson
from portal.cli.app import app
from portal.cli.failures import told_in_words
from portal.domain.actors import Operator
from portal.domain.french import plural
from portal.services.file_sweep import sweep_files
from portal.services.purge import purge
from portal.services.rotation import renew_sealed

maintenance = typer.Typer(help="Entretien de la base.", no_args_is_help=True)
app.add_typer(maintenance, name="maintenance")


@maintenance.command("rotate-key")
def rotate_key(as_json: AsJson = False) -> None:
    """Chiffrer de nouveau toutes les données avec la clé la plus récente.

    Sans PORTAL_ENCRYPTION_KEYS, une nouvelle clé est d’abord ajoutée au fichier des clés.
    """
    with told_in_words():
        here = portal()
        if not here.settings.encryption_keys:
            key_file(here.settings).add()
        count = here.write(
            renew_sealed,
            actor=Operator(),
            cipher=cipher_of(here.settings),
            now=here.clock.now(),
        )
    if as_json:
        typer.echo(json.dumps({"renewed": count}))
    else:
        values = plural(count, "valeur chiffrée", "valeurs chiffrées")
        typer.echo(f"{values} avec la clé la plus récente. Gardez aussi la plus ancienne.")


@maintenance.command("purge")
def purge_expired(as_json: AsJson = False) -> None:
    """Effacer ce qui a expiré\u00a0: codes, liens, sessions, vieux messages partis."""
    with told_in_words():
        gone = portal().write(purge, now=portal().clock.now())
    if as_json:
        typer.echo(json.dumps(gone))
        return
    for table, count in gone.items():
        typer.echo(f"{table}\u00a0: {count}")
    typer.echo(f"{plural(sum(gone.values()), 'ligne effacée', 'lignes effacées')}.")


@maintenance.command("sweep-files")
def sweep_stored_files(
    force: Annotated[
        bool, typer.Option("--force", help="Même s’ils sont plus nombreux que les autres.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Effacer les fichiers qu’aucune ligne de la base ne désigne, vieux d’une heure au moins.

    Le serveur le fait de lui-même toutes les heures.
    """
    with told_in_words():
        here = portal()
        swept = here.read(sweep_files, store=here.files, now=here.clock.now(), force=force)
    if as_json:
        typer.echo(json.dumps(asdict(swept)))
    elif swept.spared:
        several = plural(swept.spared, "fichier inconnu", "fichiers inconnus")
        typer.echo(
            f"{several} de la base, plus que de fichiers connus\u00a0: rien n’a été effacé. "
            "Cette base est-elle bien celle de ces fichiers\u00a0? Si oui, ajoutez --force."
        )
    else:
        typer.echo(
            f"{plural(swept.orphans + swept.unfinished, 'fichier effacé', 'fichiers effacés')}."
        )
