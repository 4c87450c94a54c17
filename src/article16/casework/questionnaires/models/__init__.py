"""What is asked, sittings, and answers."""

from .answers import Answer, Flag, NotAnswered, Response
from .asking import Asking, Draft, Entry, Sitting, SittingKind, Why
from .packs import Chosen, OwnInstrument, OwnState, Pack, Policy, Reference

__all__ = [
    "Answer", "Asking", "Chosen", "Draft", "Entry", "Flag", "NotAnswered", "OwnInstrument", "OwnState", "Pack",
    "Policy", "Reference", "Response", "Sitting", "SittingKind", "Why",
]  # fmt: skip
