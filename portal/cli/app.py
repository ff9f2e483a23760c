"""The command line. Each module beside this one registers its commands on ``app``."""

import typer

app = typer.Typer(
    name="portal",
    help="Administration de l’espace adhérent.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _commands() -> None:
    """Administration de l’espace adhérent."""
