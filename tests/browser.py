"""Finds a Chromium for the journeys, or installs one: ``python -m tests.browser``."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Path of a Chromium: ``PORTAL_CHROMIUM``, the system's, or Playwright's own; else nothing."""
    chosen = os.environ.get("PORTAL_CHROMIUM")
    if chosen:
        return chosen
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def _install() -> None:
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"]).returncode == 0:
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)


def main() -> int:
    """Make sure that there is a browser; say what to do when there cannot be one."""
    if find_chromium():
        return 0
    print("No Chromium found: installing one…", flush=True)
    _install()
    if find_chromium():
        return 0
    print(
        "The tests need Chromium. Install it from your distribution's packages, or set "
        "PORTAL_CHROMIUM to its path.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
