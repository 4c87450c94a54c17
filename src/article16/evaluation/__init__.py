"""What the numbers say: from values to frozen results, without Django, network or clock.

For analysts: `from article16 import evaluation`, then `evaluation.make_report(folder)` or
`evaluation.open_study(folder)`, or a module such as `evaluation.agreement`. Nothing is loaded before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from article16.evaluation.report.html import as_html
    from article16.evaluation.report.making import form_of, make_report
    from article16.evaluation.report.saving import as_json, as_pdf, save
    from article16.evaluation.tables.reading import open_study

__all__ = ["as_html", "as_json", "as_pdf", "form_of", "make_report", "open_study", "save"]
_WHERE = {
    "as_html": "report.html",
    "as_json": "report.saving",
    "as_pdf": "report.saving",
    "form_of": "report.making",
    "make_report": "report.making",
    "open_study": "tables.reading",
    "save": "report.saving",
}


def __getattr__(name: str) -> Any:
    """A function of the report, or a module of this room."""
    if name in _WHERE:
        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        raise AttributeError(f"There is no {name} in {__name__}.") from error
