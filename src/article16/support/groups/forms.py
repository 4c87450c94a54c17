"""What is written about a group for women."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.ui.fields import TolerantDateField
from article16.support.survivors.forms import LONG, PastForm


class AboutForm(PastForm):
    past = ("ended_on",)
    name = forms.CharField(label=_("Name of the group"), max_length=120)
    place = forms.CharField(label=_("Where it meets"), max_length=160, required=False)
    when = forms.CharField(label=_("When it meets"), max_length=160, required=False)
    words = forms.CharField(label=_("What it is for"), required=False, widget=LONG, max_length=2000)
    ended_on = TolerantDateField(label=_("Ended on"), required=False, help_text=_("Empty as long as it meets."))
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)


class JoinForm(PastForm):
    past = ("on",)
    case = forms.CharField(label=_("Number or name of the case"), max_length=160)
    on = TolerantDateField(label=_("Since"))


class LeaveForm(PastForm):
    past = ("on",)
    on = TolerantDateField(label=_("Last day"))


class EveningForm(PastForm):
    past = ("on",)
    on = TolerantDateField(label=_("Day of the group"))
    there = forms.MultipleChoiceField(
        label=_("Who was there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever is not marked was not there."),
    )

    def __init__(self, *args, members: Sequence[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["there"].choices = members
