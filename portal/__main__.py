"""``python -m portal``: the command line."""

from importlib import import_module
from pkgutil import iter_modules

from portal import cli
from portal.cli.app import app

for module in iter_modules(cli.__path__, f"{cli.__name__}."):
    import_module(module.name)

if __name__ == "__main__":
    app(prog_name="python -m portal")
