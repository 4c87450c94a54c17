"""What is asked before something leaves."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from .policy import HOW, IN_DANGER


class _Approved(OnceForm):
    def __init__(self, *args: Any, approvers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approver"].choices = list(approvers)


def _approver() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Who agreed"),
        widget=forms.RadioSelect,
        help_text=_("Another lead. She confirms it herself when she next unlocks."),
        error_messages={"required": _("Choose the lead who agreed")},
    )


def _words(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=3000, widget=forms.Textarea(attrs={"rows": 4}), help_text=help_text)


class DangerForm(_Approved):
    procedure = forms.BooleanField(
        label=_("I followed the written emergency procedure, and I spoke: nothing was written or sent"),
        error_messages={"required": _("Read the emergency procedure first; what is written or sent is not covered")},
    )
    who = forms.ChoiceField(
        label=_("Whose life is in danger"), choices=list(IN_DANGER.items()), widget=forms.RadioSelect
    )
    why = _words(
        _("What makes it danger to life"), _("And what else was weighed, such as a welfare check by the police.")
    )
    said = _words(_("What was said, word for word as far as you remember"))
    told_to = forms.CharField(label=_("To whom"), max_length=200, help_text=_("Name and office."))
    how = forms.ChoiceField(label=_("How"), choices=list(HOW.items()), widget=forms.RadioSelect)
    approver = _approver()
    asked = forms.CharField(label=_("How she was asked, and when"), max_length=200)


class StatisticsForm(_Approved):
    rule = forms.BooleanField(
        label=_("The report was made with --release, and nothing else goes with it"),
        error_messages={"required": _("Only a report made for release may leave")},
    )
    study = forms.CharField(label=_("Study"), max_length=120)
    on = TolerantDateField(label=_("Day on which it leaves"))
    given_to = forms.CharField(label=_("To whom it goes"), max_length=200)
    file = forms.FileField(
        label=_("The file that leaves"),
        help_text=_("It is not kept: only its digest is, so that it can be told later what left."),
        error_messages={"required": _("Choose the file")},
    )
    approver = _approver()

    def digest(self) -> str:
        whole = hashlib.sha256()
        for part in self.cleaned_data["file"].chunks():
            whole.update(part)
        return whole.hexdigest()


class AgreementForm(OnceForm):
    agreed = forms.ChoiceField(
        label=_("Did you agree before it was said or given?"),
        choices=[("yes", _("Yes, I agreed")), ("no", _("No, I did not"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("A word to it"), max_length=500, required=False)
