"""Figures are drawn without a display, say what they show, and load matplotlib only then."""

import io
import subprocess
import sys

import numpy as np

from article16.evaluation import figures
from article16.evaluation.funnel import Funnel, funnel
from article16.evaluation.meta.pooling import Pooled, pool
from article16.evaluation.survival.curves import kaplan_meier
from tests.evaluation.cast import about


def size(figure: object) -> int:
    file = io.BytesIO()
    figure.savefig(file, format="svg")  # type: ignore[attr-defined]
    return len(file.getvalue())


def test_forest_and_funnel_of_studies() -> None:
    y, v = np.array([0.1, 0.5, 0.3]), np.array([0.02, 0.05, 0.01])
    found = pool(y, v, about=about(), unit="log OR")
    assert isinstance(found, Pooled)
    drawn = figures.forest(["Ana", "Ben", "Cleo"], y, v, found, ratio=True)
    labels = [text.get_text() for text in drawn.axes[0].get_yticklabels()]
    assert labels == ["Ana", "Ben", "Cleo", "mean", "a new programme"]
    assert "safer" in drawn.axes[0].get_xlabel()
    assert size(drawn) > 1000
    assert size(figures.study_funnel(y, v, found)) > 1000


def test_only_programmes_outside_are_named() -> None:
    found = funnel([10, 12, 9, 11, 40], [50] * 5, ["Ana", "Ben", "C", "D", "E"], about=about())
    assert isinstance(found, Funnel)
    drawn = figures.programme_funnel(found)
    assert [text.get_text() for text in drawn.axes[0].texts] == [p.name for p in found.places if p.outside]
    assert size(drawn) > 1000


def test_survival_names_groups_with_their_n() -> None:
    drawn = figures.survival({"offered": kaplan_meier([1, 2, 3], [1, 0, 1]), "none": kaplan_meier([5], [0])})
    assert [text.get_text() for text in drawn.axes[0].get_legend().get_texts()] == ["offered (n = 3)", "none (n = 1)"]
    assert size(drawn) > 1000


def test_matplotlib_is_loaded_only_when_drawn() -> None:
    code = "import sys, article16.evaluation.figures; print('matplotlib' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
