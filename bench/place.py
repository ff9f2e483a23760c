"""Where the benchmark keeps its bases, builds and figures: ``data/bench``, or PORTAL_BENCH_DIR."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def place(name: str) -> Path:
    """A folder of the benchmark's, made if need be."""
    folder = Path(os.environ.get("PORTAL_BENCH_DIR", ROOT / "data" / "bench")).absolute() / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def environment() -> dict[str, str]:
    """What every process that the benchmark starts needs."""
    binaries = Path(sys.executable).parent
    return {
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}",
        "REFLEX_USE_NPM": "true",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
    }
