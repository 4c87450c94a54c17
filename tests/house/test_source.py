"""Rules over the source as text: what the import contracts cannot see."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = sorted((ROOT / "src").rglob("*.py"))
OWN = [path for path in SOURCE if "migrations" not in path.parts]


def names(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


def test_no_module_is_longer_than_three_hundred_lines():
    assert names(path for path in OWN if path.read_text().count("\n") > 300) == []


def test_no_signals_of_our_own_and_no_task_queue():
    assert names(path for path in OWN if re.search(r"\bSignal\(|@receiver|celery", path.read_text())) == []


def test_no_save_in_a_form_and_no_query_in_a_context_processor():
    forms = [path for path in OWN if path.name in {"forms.py", "context.py"}]
    assert names(path for path in forms if re.search(r"\.save\(|\.objects\b", path.read_text())) == []


def test_no_safe_mark_on_what_people_typed():
    allowed = {"src/article16/common/ui/templatetags/ui.py"}
    found = names(path for path in OWN if re.search(r"mark_safe|SafeString\(", path.read_text()))
    assert set(found) <= allowed
    assert names(path for path in (ROOT / "src").rglob("*.html") if "|safe" in path.read_text()) == []


@pytest.mark.parametrize("path", OWN, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_each_own_module_with_code_says_what_it_is(path):
    tree = ast.parse(path.read_text())
    if any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body) and path.name not in {"apps.py"}:
        assert ast.get_docstring(tree)


def test_the_lock_files_carry_hashes_and_no_address():
    for name in ("run", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        pins = re.findall(r"^[a-z0-9][^\s=]*==[^\s]+", text, re.MULTILINE)
        assert len(pins) > 15
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text


def test_every_dependency_has_its_reason():
    lines = (ROOT / "pyproject.toml").read_text().split("[tool.")[0].splitlines()
    dependencies = [line for line in lines if re.match(r'\s+"[a-z]', line)]
    assert len(dependencies) > 10
    assert [line for line in dependencies if not re.search(r"# \w.{8,}", line)] == []
