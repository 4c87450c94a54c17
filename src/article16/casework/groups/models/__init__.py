"""The tables of this room."""

from .attending import Attendance, Debrief, Enrolment, MakeUp
from .planning import AttendanceRules, Facilitator, Gender, Group, GroupKind, Holiday, Session, Where

__all__ = [
    "Attendance",
    "AttendanceRules",
    "Debrief",
    "Enrolment",
    "Facilitator",
    "Gender",
    "Group",
    "GroupKind",
    "Holiday",
    "MakeUp",
    "Session",
    "Where",
]
