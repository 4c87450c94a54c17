"""The form of the keys page, and the form that the design page shows."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from article16.common.ui.display import Display
from article16.common.ui.fields import TolerantDateField


class DisplayForm(forms.Form):
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        choices=[("", _("As this device has it")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
        required=False,
    )
    letters = forms.BooleanField(
        label=_("Single letters work as keys, outside text fields"),
        required=False,
    )

    def display(self) -> Display:
        return Display(theme=self.cleaned_data["theme"], letters=self.cleaned_data["letters"])


FIRST_SESSION = date(2026, 8, 11)


class SampleForm(forms.Form):
    """One question of each kind, for the design page. It is never saved."""

    last_seen = TolerantDateField(label=_("Date of last attendance"), help_text=_("For example 12 11 2026"))
    told = forms.CharField(label=_("Who was told"), error_messages={"required": _("Say who was told")})
    how_often = forms.ChoiceField(
        label=_("How often did he come late?"),
        choices=[("0", _("Never")), ("1", _("Rarely")), ("2", _("Often")), ("3", _("Always"))],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("What are you doing about it?"),
        choices=[
            ("act", _("I am unlocking and acting now")),
            ("call", _("I am calling the emergency services")),
            ("told", _("I spoke to a colleague who is acting now")),
        ],
        widget=forms.RadioSelect,
    )
    took_part = forms.ChoiceField(
        label=_("Took part"),
        help_text=_("0: sat through it. 4: brought own examples and answered others."),
        choices=[(str(n), str(n)) for n in range(5)],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    box = forms.CharField(
        label=_("For her service"),
        help_text=_("Leaves sealed, as for every man. Nobody here can read it back."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    homework = forms.BooleanField(label=_("Homework brought"), required=False)

    def clean_last_seen(self) -> date:
        day: date = self.cleaned_data["last_seen"]
        if day <= FIRST_SESSION:
            raise ValidationError(_("Enter a date after 11 August 2026"), code="too_early")
        return day
