"""What the pages of the keys show: one frozen value for each page."""

from dataclasses import dataclass

from .forms import CodeForm, OwnKeyForm, UnlockForm


@dataclass(frozen=True, slots=True)
class UnlockPage:
    form: UnlockForm
    code_form: CodeForm
    by_code: bool  # the code's form is the one that was sent
    next: str
    minutes: int


@dataclass(frozen=True, slots=True)
class OwnKeyMakePage:
    form: OwnKeyForm
    again: bool  # there is a key already, which ends
