"""Writes about groups: keyword-only, in one transaction with their audit row and their messages."""

from .alone import hold_review, keep_planned, move_review, record_individual
from .enrolling import enrol, leave, leave_all
from .parting import unmerge_clients
from .planning import (
    GroupPlan,
    Seat,
    SessionPlan,
    add_group,
    add_session,
    cancel_session,
    change_group,
    change_session,
    end_group,
    plan_ahead,
)
from .registering import Line, Saved, make_up, save_register
from .ruling import add_holiday, remove_holiday, set_rules

__all__ = [
    "GroupPlan",
    "Line",
    "Saved",
    "Seat",
    "SessionPlan",
    "add_group",
    "add_holiday",
    "add_session",
    "cancel_session",
    "change_group",
    "change_session",
    "end_group",
    "enrol",
    "hold_review",
    "keep_planned",
    "leave",
    "leave_all",
    "make_up",
    "move_review",
    "plan_ahead",
    "record_individual",
    "remove_holiday",
    "save_register",
    "set_rules",
    "unmerge_clients",
]
