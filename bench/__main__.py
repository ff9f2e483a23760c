"""``python -m bench [clicks|desk|load|imports|accounts]``: everything unless told."""

import argparse
import subprocess
import sys

from bench import accounts, clicks, desk, load, report
from bench.place import ROOT, environment

EVERYTHING = ["clicks", "desk", "load", "imports", "accounts"]
IMPORTED_LINES = 200_000  # python -m bench.imports has a million unless told


def main() -> None:
    """Measure what is asked for, and print the tables of docs/performance.md."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=EVERYTHING)
    parser.add_argument("--rounds", type=int, default=clicks.ROUNDS, help="of clicks")
    options = parser.parse_args()
    wanted = [options.what] if options.what else EVERYTHING
    figures = {}
    if "clicks" in wanted:
        figures["clicks"] = clicks.run(options.rounds)
    if "load" in wanted:
        figures["load"] = load.run()
    if figures:
        print(report.write(figures))
    if "desk" in wanted:
        print(desk.write(desk.run(options.rounds)))
    if "accounts" in wanted:
        print(accounts.write(accounts.run()))
    if "imports" in wanted:
        command = [sys.executable, "-m", "bench.imports", "--lines", str(IMPORTED_LINES)]
        subprocess.run(command, check=True, cwd=ROOT, env=environment())


if __name__ == "__main__":
    main()
