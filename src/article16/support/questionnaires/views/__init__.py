"""Pages about her questionnaires."""

from .answering import survivor_sitting, survivor_sitting_end
from .asking import survivor_not_answered, survivor_paper, survivor_questionnaire, survivor_tool
from .authoring import (
    her_own_add,
    her_own_preview,
    her_own_questionnaire,
    her_own_questionnaires,
    her_own_release,
    her_own_retire,
)
from .board import her_answers_board
from .correcting import survivor_correct, survivor_correction
from .keying import survivor_sitting_compare
from .listing import survivor_agreed, survivor_questionnaires, survivor_times
from .planning import her_questionnaires_set
from .result import survivor_answers

__all__ = [
    "her_answers_board", "her_own_add", "her_own_preview", "her_own_questionnaire", "her_own_questionnaires",
    "her_own_release", "her_own_retire", "her_questionnaires_set", "survivor_agreed", "survivor_answers",
    "survivor_correct", "survivor_correction", "survivor_not_answered", "survivor_paper", "survivor_questionnaire",
    "survivor_questionnaires", "survivor_sitting", "survivor_sitting_compare", "survivor_sitting_end",
    "survivor_times", "survivor_tool",
]  # fmt: skip
