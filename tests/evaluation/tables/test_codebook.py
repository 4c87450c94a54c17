from __future__ import annotations

from pathlib import Path

from article16.evaluation.tables.codebook import page
from article16.evaluation.tables.schema import TABLES

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "study-data.md"


def test_the_page_is_the_codebook() -> None:
    """To make it again: python -c 'from article16.evaluation.tables.codebook import page; print(page(), end="")'"""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_column_has_a_meaning_and_every_number_a_unit() -> None:
    for table in TABLES:
        for each in table.fields:
            assert each.meaning, (table.name, each.name)
            assert each.unit or each.kind.value in ("key", "code", "category"), (table.name, each.name)
        assert len(set(table.names)) == len(table.names)
        assert set(table.key) <= set(table.names)
