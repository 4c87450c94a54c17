"""The parameters of the made-up world as a table for the documentation, made from the world itself."""

from __future__ import annotations

from dataclasses import fields

from article16.simulation.scenarios import SCENARIOS
from article16.simulation.world import World


def parameter_table() -> str:
    """Name, default, range, unit, meaning and source of every parameter, in Markdown."""
    rows = ["| parameter | default | range | unit | what is true | source |", "|---|---|---|---|---|---|"]
    for each in fields(World):
        says = each.metadata
        ends = f"{says['low']:g} to {says['high']:g}" if "low" in says else ""
        words = f"{says['unit']} | {says['meaning']} | {says['source']}"
        rows.append(f"| `{each.name}` | {each.default} | {ends} | {words} |")
    return "\n".join(rows) + "\n"


def scenario_table() -> str:
    """Name and meaning of every world with a name, in Markdown."""
    rows = ["| scenario | what is true |", "|---|---|"]
    return "\n".join(rows + [f"| `{name}` | {says} |" for name, (says, _) in SCENARIOS.items()]) + "\n"
