"""Reads of intake. Each says what it costs."""

from .judging import (
    AssessmentRow,
    CriterionRow,
    JudgementRow,
    against,
    all_criteria,
    assessments,
    criteria_on,
    judgements,
)
from .signing import AgreementRow, Pair, TextRow, agreement, agreements, pairs, statement, text, texts
from .telling import (
    InterviewRow,
    MotivationRow,
    SectionRow,
    SideRow,
    interviews,
    motivation_of,
    motivations,
    sections,
    told,
)

__all__ = [
    "AgreementRow",
    "AssessmentRow",
    "CriterionRow",
    "InterviewRow",
    "JudgementRow",
    "MotivationRow",
    "Pair",
    "SectionRow",
    "SideRow",
    "TextRow",
    "against",
    "agreement",
    "agreements",
    "all_criteria",
    "assessments",
    "criteria_on",
    "interviews",
    "judgements",
    "motivation_of",
    "motivations",
    "pairs",
    "sections",
    "statement",
    "text",
    "texts",
    "told",
]
