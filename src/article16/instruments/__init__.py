"""What is asked, of whom, and how it is scored. No database, no network, no clock.

from article16 import instruments
phq9 = instruments.load("phq9")
result = instruments.score(phq9, {"phq9_1": 2, ...}, informant="client")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from article16.instruments.answers import Problem, Refused, check, problems_of, read
    from article16.instruments.cases import failures
    from article16.instruments.columns import score_columns
    from article16.instruments.definition import Instrument
    from article16.instruments.library import Unknown, folders, load, load_all
    from article16.instruments.loading import BadPack, examine, load_pack
    from article16.instruments.missing import Missing
    from article16.instruments.paths import complete, walk
    from article16.instruments.scoring import Result, Scored, score
    from article16.instruments.slots import fill
    from article16.instruments.tables import score_csv

__all__ = [
    "BadPack", "Instrument", "Missing", "Problem", "Refused", "Result", "Scored", "Unknown", "check", "complete",
    "examine", "failures", "fill", "folders", "load", "load_all", "load_pack", "problems_of", "read", "score",
    "score_columns", "score_csv", "walk",
]  # fmt: skip

_FROM = {
    "answers": ("Problem", "Refused", "check", "problems_of", "read"),
    "cases": ("failures",),
    "columns": ("score_columns",),
    "definition": ("Instrument",),
    "library": ("Unknown", "folders", "load", "load_all"),
    "loading": ("BadPack", "examine", "load_pack"),
    "missing": ("Missing",),
    "paths": ("complete", "walk"),
    "scoring": ("Result", "Scored", "score"),
    "slots": ("fill",),
    "tables": ("score_csv",),
}
_HOME = {name: module for module, names in _FROM.items() for name in names}


def __getattr__(name: str) -> Any:
    """Each name brings in its own module when it is first used: numpy and pydantic cost time."""
    if name not in _HOME:
        raise AttributeError(f"article16.instruments has no “{name}”.")
    return getattr(import_module(f"article16.instruments.{_HOME[name]}"), name)
