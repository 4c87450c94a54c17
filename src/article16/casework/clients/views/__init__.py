"""Pages about men."""

from .agencies import agencies, agency, agency_add
from .arriving import client_add, episode_add
from .files import client_correct, client_merge, client_unmerge
from .people import client_close, client_opened, clients
from .referral import (
    client_referral,
    deadline,
    deadline_add,
    order_add,
    order_correct,
    referral,
    referral_correct,
    referral_step,
)

__all__ = [
    "agencies",
    "agency",
    "agency_add",
    "client_add",
    "client_close",
    "client_correct",
    "client_merge",
    "client_opened",
    "client_referral",
    "client_unmerge",
    "clients",
    "deadline",
    "deadline_add",
    "episode_add",
    "order_add",
    "order_correct",
    "referral",
    "referral_correct",
    "referral_step",
]
