"""Writes the figures: JSON for programs, Markdown to paste into docs/performance.md."""

import json
import os
import platform
from datetime import UTC, datetime
from typing import Any

from bench.place import place

Row = tuple[str, str, str]


def write(figures: dict[str, Any]) -> str:
    """Keep the figures beside the bases, and return them as Markdown."""
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    head = {"date": datetime.now(UTC).date().isoformat(), "machine": machine}
    folder = place("figures")
    (folder / "figures.json").write_text(json.dumps(head | figures, indent=1) + "\n")
    text = _markdown(head, figures)
    (folder / "figures.md").write_text(text)
    return text


def _markdown(head: dict[str, str], figures: dict[str, Any]) -> str:
    parts = [f"Measured on {head['date']}: {head['machine']}.\n"]
    if "clicks" in figures:
        parts.append(_table(("Clicks", "Figure", "Aim"), _click_rows(figures["clicks"])))
        parts.append(_table(("Samples", "Median", "p95"), _sample_rows(figures["clicks"])))
        parts.append(_table(("One click", "SQL statements", "Bytes"), _costs(figures["clicks"])))
    if "load" in figures:
        parts.append(_table(("Load", "Events a second", "Aim"), _load_rows(figures["load"])))
        parts.append(_table(("Clients", "Events a second", "p95"), _rates(figures["load"])))
    return "\n".join(parts)


def _table(head: Row, rows: list[Row]) -> str:
    lines = [head, ("---",) * 3, *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _click_rows(clicks: dict[str, Any]) -> list[Row]:
    return [
        (name, f"{ratio['is']} {ratio['unit']}", f"≤ {ratio['aim']}")
        for name, ratio in clicks["ratios"].items()
    ]


def _sample_rows(clicks: dict[str, Any]) -> list[Row]:
    return [
        (f"{name} ({one['count']})", f"{one['median']} ms", f"{one['p95']} ms")
        for name, one in clicks["milliseconds"].items()
    ]


def _costs(clicks: dict[str, Any]) -> list[Row]:
    return [
        (name, str(cost["statements"]), str(cost["bytes"]))
        for name, cost in clicks["costs"].items()
    ]


def _load_rows(load: dict[str, Any]) -> list[Row]:
    return [(name, f"{ratio} times", "≥ 0.7") for name, ratio in load["ratios"].items()]


def _rates(load: dict[str, Any]) -> list[Row]:
    return [
        (f"{count}, {name}", str(rate["events per second"]), f"{rate['p95 ms']} ms")
        for count, rates in load["rates"].items()
        for name, rate in rates.items()
    ]
