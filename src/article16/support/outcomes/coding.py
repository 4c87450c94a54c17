"""Answers as study data: codes and counts under the names of their columns. Words stay where they were said."""

from collections.abc import Mapping
from datetime import date

from article16.common.questionnaires.coding import coded_answer
from article16.instruments.definition import Instrument

from .rows import Values


def coded(instrument: Instrument, answers: Mapping[str, object], *, since: date | None = None) -> Values:
    """Every answer but words, each under its item's key; one column for each choice where several can be ticked.

    A kind of missing keeps its code (".declined"). A date becomes days since `since`; without one it is left out.
    """
    pairs = (pair for key, answer in answers.items() for pair in coded_answer(instrument, key, answer, since))
    return tuple(pairs)
