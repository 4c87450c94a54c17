"""The tables of this room."""

from .telling import Absence, Hours, Number, Pace, Reach, Reading, ReadingAlarm, Rung, Shift
from .waiting import LOCKED, Alert, Arrived, ForCase, Notice, Pointer, Step, Telling

__all__ = [
    "LOCKED",
    "Absence",
    "Alert",
    "Arrived",
    "ForCase",
    "Hours",
    "Notice",
    "Number",
    "Pace",
    "Pointer",
    "Reach",
    "Reading",
    "ReadingAlarm",
    "Rung",
    "Shift",
    "Step",
    "Telling",
]
