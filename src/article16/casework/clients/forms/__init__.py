"""What is typed about men and their referrals."""

from .people import ANOTHER, ClientForm, CloseForm, MergeForm, PersonForm, SupportForm
from .said import ArrivedForm, SaidForm

__all__ = [
    "ANOTHER",
    "ArrivedForm",
    "ClientForm",
    "CloseForm",
    "MergeForm",
    "PersonForm",
    "SaidForm",
    "SupportForm",
]
