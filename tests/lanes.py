"""The attacks and the journeys, side by side where the machine has the addresses for it.

``python -m tests.lanes`` builds the pages once, then runs both against servers of their own. What
each says is shown when it is done.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.server import ROOT, Server, is_of_this_machine

_LANES = ("tests/journeys", "tests/attacks")


def build() -> None:
    """Build the pages, as ``make run`` does."""
    with tempfile.TemporaryDirectory(prefix="portal-test-build-") as folder:
        server = Server("localhost", "127.0.0.1", Path(folder))
        server.build_and_start()
        server.stop()


def run(lane: int, *tests: str) -> subprocess.CompletedProcess[str]:
    """Run some tests in a lane, and show what they said."""
    chosen = {"PORTAL_TEST_BUILT": "1", "PORTAL_TEST_LANE": str(lane)}
    cache = f"cache_dir=.pytest_cache/lane-{lane}"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-o", cache, *tests],
        cwd=ROOT,
        env={**os.environ, **chosen},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(done.stdout, flush=True)
    return done


def main() -> int:
    """Run all; say whether all passed."""
    build()
    if is_of_this_machine("127.0.0.3") and is_of_this_machine("127.0.0.4"):
        with ThreadPoolExecutor() as lanes:
            ran = list(lanes.map(run, range(len(_LANES)), _LANES))
    else:
        ran = [run(0, *_LANES)]
    return max(done.returncode for done in ran)


if __name__ == "__main__":
    sys.exit(main())
