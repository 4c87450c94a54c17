"""Writes about men: keyword-only, in one transaction with their audit row and their messages."""

from .files import correct_person
from .meanwhile import as_it_stands, remember, remember_document
from .merging import merge_clients, unmerge_clients
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
    "as_it_stands",
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
    "remember",
    "remember_document",
    "set_state",
    "set_support",
    "unmerge_clients",
]
