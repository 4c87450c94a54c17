"""What is asked, sittings, and answers."""

from .answers import Answer, Flag, NotAnswered, Response
from .asking import Asking, Draft, Entry, Sitting, SittingKind, Why
from .packs import Chosen, OwnInstrument, OwnState, Pack, Policy, Reference
from .programmes import Context, ContextDraft, WindowDays
from .ratings import Rating, RatingDraft

__all__ = [
    "Answer", "Asking", "Chosen", "Context", "ContextDraft", "Draft", "Entry", "Flag", "NotAnswered",
    "OwnInstrument", "OwnState", "Pack", "Policy", "Rating", "RatingDraft", "Reference", "Response", "Sitting",
    "SittingKind", "Why", "WindowDays",
]  # fmt: skip
