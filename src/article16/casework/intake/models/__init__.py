"""What intake writes about a man: interviews, motivation, suitability, agreement; and what a programme judges by."""

from .agreement import Agreement, AgreementText, Withdrawal
from .interviews import Interview, Motivation, Section
from .rows import FACT, FactRow, standing
from .suitability import Assessment, Criterion, Judgement

__all__ = [
    "FACT",
    "Agreement",
    "AgreementText",
    "Assessment",
    "Criterion",
    "FactRow",
    "Interview",
    "Judgement",
    "Motivation",
    "Section",
    "Withdrawal",
    "standing",
]
