"""Writes about men: keyword-only, in one transaction with their audit row and their messages."""

from .files import correct_person, merge_clients
from .opening import Referred, Said, open_client, open_episode
from .referrals import (
    Ordered,
    add_agency,
    add_deadline,
    add_order,
    change_agency,
    close_deadlines,
    correct_order,
    correct_referral,
    finish_deadline,
    he_came,
    move_deadline,
    record_step,
)
from .states import set_state
from .support import set_support

__all__ = [
    "Ordered",
    "Referred",
    "Said",
    "add_agency",
    "add_deadline",
    "add_order",
    "change_agency",
    "close_deadlines",
    "correct_order",
    "correct_person",
    "correct_referral",
    "finish_deadline",
    "he_came",
    "merge_clients",
    "move_deadline",
    "open_client",
    "open_episode",
    "record_step",
    "set_state",
    "set_support",
]
