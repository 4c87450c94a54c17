"""The notebook of the documentation runs, cell after cell."""

import json
from pathlib import Path

NOTEBOOK = Path(__file__).parents[3] / "docs" / "tutorial" / "report.ipynb"


def test_every_cell_runs_and_prints_what_the_text_says(capsys):
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    space: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), space)  # noqa: S102  our own notebook
    printed = capsys.readouterr().out
    assert "known:" in printed
    assert "not known: Whether the programme caused any of this" in printed
    assert "informant='partner'" in printed
