"""The man, his passages through programmes, and how he came."""

from ..kinds import (
    OPEN,
    AgencyKind,
    Asked,
    DeadlineKind,
    EpisodeState,
    Mandate,
    OrderKind,
    OrderSource,
    OwnReason,
    Path,
    Reading,
    ReferralStatus,
    Sender,
)
from .people import HIS_FILE, Client, Correction, Counter, Episode, Merge, NamePart, SupportLink
from .referrals import Agency, Deadline, Order, Referral, ReferralFacts, ReferralStep

__all__ = [
    "HIS_FILE",
    "OPEN",
    "Agency",
    "AgencyKind",
    "Asked",
    "Client",
    "Correction",
    "Counter",
    "Deadline",
    "DeadlineKind",
    "Episode",
    "EpisodeState",
    "Mandate",
    "Merge",
    "NamePart",
    "Order",
    "OrderKind",
    "OrderSource",
    "OwnReason",
    "Path",
    "Reading",
    "Referral",
    "ReferralFacts",
    "ReferralStatus",
    "ReferralStep",
    "Sender",
    "SupportLink",
]
