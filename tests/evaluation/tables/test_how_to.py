from __future__ import annotations

import re
from pathlib import Path

import yaml

from article16.evaluation.tables.mapping import load_mapping, parse_mapping

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"


def test_the_mapping_of_the_how_to_can_be_used_as_printed() -> None:
    first, second, subgroups = re.findall(
        r"```yaml\n(.*?)```", (HOW_TO / "bring-your-own-file.md").read_text(encoding="utf-8"), re.S
    )
    mapping = parse_mapping(yaml.load(subgroups + first + second, Loader=yaml.CBaseLoader))  # noqa: S506  texts of our own page
    assert [table.name for table in mapping.tables] == ["cases", "responses"]
    assert [(one.column, one.code) for one in mapping.subgroups] == [("mandate", "mandated"), ("risk", "")]


def test_every_mapping_of_the_documentation_is_well_formed() -> None:
    assert len([load_mapping(path) for path in sorted((HOW_TO / "mappings").glob("*.yaml"))]) == 3
