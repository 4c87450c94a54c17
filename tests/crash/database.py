"""A look into a service's database from outside, past all of its code."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg


class Database:
    """One connection for each question, so that nothing is held open while processes are killed."""

    def __init__(self, place: Path | str) -> None:
        self._place = place

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        if isinstance(self._place, Path):
            with closing(sqlite3.connect(self._place, timeout=20)) as connection:
                return connection.execute(question).fetchall()
        with psycopg.connect(self._place) as connection:
            return connection.execute(question).fetchall()

    def one(self, question: str) -> Any:
        return self.rows(question)[0][0]

    def counts(self, question: str) -> Counter:
        """How often each value of the first column stands there; ids without hyphens on both databases."""
        return Counter(str(row[0]).replace("-", "") for row in self.rows(question))

    def messages(self, table: str) -> set[tuple[str, int]]:
        return {(str(epoch), number) for epoch, number in self.rows(f"SELECT epoch, sequence FROM {table}")}
