"""The attacks and the journeys, side by side where the machine has the addresses for it.

``python -m tests.lanes`` builds the pages once, then runs both against servers of their own. What
each says is shown when it is done.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.server import ROOT, Server, is_of_this_machine

# About as long one as the other. What needs a server's name, such as passkeys, is in the first.
_SECOND = ("tests/journeys/test_accessibility.py", "tests/journeys/test_live_pages.py")
_LANES = (
    ("tests/journeys", *(f"--ignore={path}" for path in _SECOND)),
    ("tests/attacks", *_SECOND),
)


def build() -> None:
    """Build the pages, as ``make run`` does."""
    with tempfile.TemporaryDirectory(prefix="portal-test-build-") as folder:
        server = Server("localhost", "127.0.0.1", Path(folder))
        server.build_and_start()
        server.stop()


def run(lane: int, tests: Sequence[str]) -> subprocess.CompletedProcess[str]:
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
        ran = [run(0, ("tests/journeys", "tests/attacks"))]
    return max(done.returncode for done in ran)


if __name__ == "__main__":
    sys.exit(main())
