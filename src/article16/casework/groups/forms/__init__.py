"""What is typed in this room."""

from .groups import (
    EnrolForm,
    GroupEndForm,
    GroupForm,
    LeaveForm,
    MakeUpForm,
    PlanForm,
    SessionCancelForm,
    SessionForm,
)
from .register import RATINGS, RegisterForm, Row
from .rules import HolidayForm, HolidayRemoveForm, RulesForm

__all__ = [
    "RATINGS",
    "EnrolForm",
    "GroupEndForm",
    "GroupForm",
    "HolidayForm",
    "HolidayRemoveForm",
    "LeaveForm",
    "MakeUpForm",
    "PlanForm",
    "RegisterForm",
    "Row",
    "RulesForm",
    "SessionCancelForm",
    "SessionForm",
]
