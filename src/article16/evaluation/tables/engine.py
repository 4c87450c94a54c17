"""DuckDB, embedded, held to little memory and no network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

MEMORY = "300MB"


def connect(work: Path, *, memory: str = MEMORY, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A database of its own in memory, spilling into the folder `work`, that loads nothing from anywhere.

    Parameters
    ----------
    memory
        Ceiling, as DuckDB writes it.
    threads
        Number of threads; None for one a core.
    """
    config: dict[str, Any] = {
        "memory_limit": memory,
        "temp_directory": str(work),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    if threads is not None:
        config["threads"] = threads
    return duckdb.connect(":memory:", config=config)


def name(text: str) -> str:
    """A name as SQL takes it, whatever stands in it."""
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL takes it, whatever stands in it."""
    return "'" + text.replace("'", "''") + "'"
