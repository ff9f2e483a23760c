"""Serves the pages already built: ``reflex run --env prod --single-port`` without its build.

``python -m tests.serve 127.0.0.2 3055``. One build serves several servers, each on a loopback
address of its own: what is built in is the port, the page takes the host from its own address.
"""

import sys

from reflex.utils.exec import run_backend_prod
from reflex_base import constants
from reflex_base.environment import environment


def main(host: str, port: int) -> None:
    """Serve until told to stop."""
    environment.REFLEX_ENV_MODE.set(constants.Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    run_backend_prod(host, port, constants.LogLevel.INFO, True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
