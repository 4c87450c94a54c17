"""What is typed about men and their referrals."""

from .course import (
    KEPT,
    AgencyForm,
    ChangeAgencyForm,
    CorrectOrderForm,
    CorrectReferralForm,
    DeadlineCloseForm,
    DeadlineForm,
    OrderForm,
    StepForm,
)
from .people import ANOTHER, ClientForm, CloseForm, MergeForm, PersonForm, SupportForm, UnmergeForm
from .said import ArrivedForm, SaidForm

__all__ = [
    "ANOTHER",
    "KEPT",
    "AgencyForm",
    "ArrivedForm",
    "ChangeAgencyForm",
    "ClientForm",
    "CloseForm",
    "CorrectOrderForm",
    "CorrectReferralForm",
    "DeadlineCloseForm",
    "DeadlineForm",
    "MergeForm",
    "OrderForm",
    "PersonForm",
    "SaidForm",
    "StepForm",
    "SupportForm",
    "UnmergeForm",
]
