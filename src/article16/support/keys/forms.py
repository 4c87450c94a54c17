"""What is typed about keys. No field of these is ever kept in a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm

from . import codes
from .actions import workers

SHORTEST = 16  # characters; a guess costs 0.4 s, so five random words are out of reach


def _secret(label: str, **more) -> forms.CharField:
    attributes = {"autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(
        label=label, strip=False, max_length=400, widget=forms.PasswordInput(attrs=attributes), **more
    )


class UnlockForm(OnceForm):
    password = _secret(_("Your passphrase"), error_messages={"required": _("Enter your passphrase")})


class CodeForm(OnceForm):
    code = forms.CharField(
        label=_("Your printed code"),
        max_length=80,
        help_text=_("32 letters and figures. Spaces and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code from your print")},
    )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        try:
            workers.code_secret(code)
        except codes.Miscopied as slip:
            raise forms.ValidationError(_half(slip)) from None
        return code


class OwnKeyForm(CodeForm):
    """A passphrase twice, and the code that the page shows, typed back from the print."""

    secret_offered = forms.CharField(widget=forms.HiddenInput, max_length=80, initial=workers.draw_code)
    password1 = _secret(
        _("Passphrase"),
        help_text=_("At least 16 characters, best five or more unrelated words. Not the password you sign in with."),
        error_messages={"required": _("Enter a passphrase")},
    )
    password2 = _secret(
        _("The same passphrase again"), error_messages={"required": _("Enter the passphrase a second time")}
    )
    field_order = ["password1", "password2", "code"]

    def __init__(self, *args, is_sign_in_password=lambda words: False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.is_sign_in_password = is_sign_in_password
        self.fields["code"].label = _("The code on your print")
        self.fields["code"].help_text = _("Write or print the code above, then type it from there.")

    def clean(self) -> dict:
        data = super().clean()
        first, second = data.get("password1"), data.get("password2")
        if first and len(first.strip()) < SHORTEST:
            self.add_error("password1", _("This passphrase is too short. Take at least 16 characters"))
        elif first and second and first != second:
            self.add_error("password2", _("The two passphrases differ. Enter the same one twice"))
        elif first and self.is_sign_in_password(first):
            self.add_error("password1", _("This is the password you sign in with. Take another one"))
        if data.get("code") and codes.tidy(data["code"]) != codes.tidy(data.get("secret_offered", "")):
            self.add_error("code", _("This is another code than the one above. Type the one above"))
        return data

    @property
    def offered(self) -> str:
        """The code as it stands on the page, also after an error."""
        return str(self["secret_offered"].value())


def _half(slip: codes.Miscopied) -> str:
    if slip.lines == (1,):
        return _("There is a slip in the first half of the code. Compare its first 16 signs")
    if slip.lines == (2,):
        return _("There is a slip in the second half of the code. Compare its last 16 signs")
    return _("This is not a printed code. It has 32 letters and figures")
