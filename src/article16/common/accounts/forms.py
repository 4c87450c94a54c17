"""What people type about themselves and their colleagues."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

PASSWORD_HELP = _("At least 12 characters. A few unrelated words are easier to remember than signs.")


class NewPassword(OnceForm):
    password1 = forms.CharField(
        label=_("New password"),
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter a password")},
    )
    password2 = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter the password a second time")},
    )

    def __init__(self, *args, staff=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff

    def clean(self) -> dict:
        data = super().clean()
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ. Enter the same one twice"))
        elif first:
            try:
                password_validation.validate_password(first, self.staff)
            except ValidationError as error:
                self.add_error("password1", error)
        return data


class FirstAccount(NewPassword):
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You sign in with it. Nothing is mailed to it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": _("Enter your e-mail address"),
            "invalid": _("Enter an address like ana@example.org"),
        },
    )
    programme = forms.CharField(
        label=_("Name of your programme or service"),
        max_length=120,
        error_messages={"required": _("Enter the name of your programme")},
    )
    field_order = ["name", "email", "programme", "password1", "password2"]


class PersonForm(OnceForm):
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Enter the person's name")})
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("For signing in. Nothing is mailed: you hand over the one-time link yourself."),
        error_messages={
            "required": _("Enter an e-mail address"),
            "invalid": _("Enter an address like ana@example.org"),
        },
    )


class RoleForm(OnceForm):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, error_messages={"required": _("Choose a role")})
    programme = forms.ChoiceField(
        label=_("Programme"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("An administrator needs none."),
    )
    until = TolerantDateField(
        label=_("Last day"),
        required=False,
        help_text=_("Needed for an auditor, who reads for a time. For example 12 11 2026."),
    )

    def __init__(self, *args, roles, programmes, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles
        self.fields["role"].choices = [(key, role.label) for key, role in roles.items()]
        self.fields["programme"].choices = [(str(one.id), one.name) for one in programmes]

    def clean(self) -> dict:
        data = super().clean()
        role = self.roles.get(data.get("role"))
        if role and role.in_programme and not data.get("programme"):
            self.add_error("programme", _("Choose the programme in which this role is held"))
        if role and role.for_a_time and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Enter the last day of this role"))
        return data

    def end(self) -> datetime | None:
        """The first moment after the last day, in the service's time zone."""
        day = self.cleaned_data.get("until")
        return day and timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class ReasonForm(OnceForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason; it stands in the record")},
    )


class ProgrammeForm(OnceForm):
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Enter the name of the programme")}
    )
    code = forms.RegexField(
        regex=r"^[A-Za-z0-9][A-Za-z0-9-]*$",  # as the messages across the wall have it
        label=_("Short code"),
        max_length=20,
        help_text=_("Letters, figures and hyphens. For example graz-1."),
        error_messages={
            "required": _("Enter a short code"),
            "invalid": _("Use only letters, figures and hyphens, for example graz-1"),
        },
    )


class ConfirmForm(OnceForm):
    """Nothing but the button: for steps on a page of their own."""
