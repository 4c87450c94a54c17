"""What is typed about keys. No field of these is ever kept in a draft."""

import base64

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from article16.common.accounts.actions import NotPossible
from article16.common.forms import OnceForm
from article16.wall.box.wrapping import random_bytes

from . import codes
from .actions import sheets, workers

SHORTEST = 16  # characters; a guess costs 0.4 s, so five random words are out of reach

NO_PRF = _("This passkey can not unlock: it gave no secret. Take another one, or keep to passphrase and printed code")
QUIET = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


def _secret(label: str, **more) -> forms.CharField:
    attributes = {"autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(
        label=label, strip=False, max_length=400, widget=forms.PasswordInput(attrs=attributes), **more
    )


def _line(number: int) -> forms.CharField:
    return forms.CharField(
        label=format_lazy(_("Line {number}"), number=number),
        max_length=40,
        widget=forms.TextInput(attrs=QUIET),
        error_messages={"required": format_lazy(_("Enter line {number} of the sheet"), number=number)},
    )


class UnlockForm(OnceForm):
    password = _secret(_("Your passphrase"), error_messages={"required": _("Enter your passphrase")})


class CodeForm(OnceForm):
    code = forms.CharField(
        label=_("Your printed code"),
        max_length=80,
        help_text=_("32 letters and figures. Spaces and hyphens do not matter."),
        widget=forms.TextInput(attrs=QUIET),
        error_messages={"required": _("Enter the code from your print")},
    )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        try:
            workers.code_secret(code)
        except codes.Miscopied as slip:
            raise forms.ValidationError(_half(slip)) from None
        return code


class NewCodeForm(CodeForm):
    """The code that the page shows, typed back from the print."""

    secret_offered = forms.CharField(widget=forms.HiddenInput, max_length=80, initial=workers.draw_code)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The code on your print")
        self.fields["code"].help_text = _("Write or print the code above, then type it from there.")

    def clean(self) -> dict:
        data = super().clean()
        if data.get("code") and codes.tidy(data["code"]) != codes.tidy(data.get("secret_offered", "")):
            self.add_error("code", _("This is another code than the one above. Type the one above"))
        return data

    @property
    def offered(self) -> str:
        """The code as it stands on the page, also after an error."""
        return str(self["secret_offered"].value())


class NewPassphraseForm(OnceForm):
    password1 = _secret(
        _("New passphrase"),
        help_text=_("At least 16 characters, best five or more unrelated words. Not the password you sign in with."),
        error_messages={"required": _("Enter a passphrase")},
    )
    password2 = _secret(
        _("The same passphrase again"), error_messages={"required": _("Enter the passphrase a second time")}
    )

    def __init__(self, *args, is_sign_in_password=lambda words: False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.is_sign_in_password = is_sign_in_password

    def clean(self) -> dict:
        data = super().clean()
        first, second = data.get("password1"), data.get("password2")
        if first and len(first.strip()) < SHORTEST:
            self.add_error("password1", _("This passphrase is too short. Take at least 16 characters"))
        elif first and second and first != second:
            self.add_error("password2", _("The two passphrases differ. Enter the same one twice"))
        elif first and self.is_sign_in_password(first):
            self.add_error("password1", _("This is the password you sign in with. Take another one"))
        return data


class OwnKeyForm(NewPassphraseForm, NewCodeForm):
    """A passphrase twice, and the code that the page shows, typed back from the print."""

    field_order = ["password1", "password2", "code"]


def from_url_text(text: str) -> bytes:
    """Bytes from the spelling that browsers use for them; ValueError when it is none."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class _Bytes(forms.CharField):
    """A hidden field that the page's script fills with bytes."""

    def __init__(self, *, exactly: int = 0, **kwargs) -> None:
        super().__init__(widget=forms.HiddenInput, max_length=2000, **kwargs)
        self.exactly = exactly

    def clean(self, value: str) -> bytes:
        try:
            found = from_url_text(super().clean(value))
        except ValueError:
            found = b""
        if not found or (self.exactly and len(found) != self.exactly):
            raise forms.ValidationError(NO_PRF)
        return found


class PasskeyForm(OnceForm):
    label = forms.CharField(
        label=_("Name of this passkey"),
        max_length=60,
        help_text=_("So that you know it again. For example: telephone, key on my ring."),
        error_messages={"required": _("Enter a name for the passkey")},
    )
    credential = _Bytes(error_messages={"required": NO_PRF})
    secret_salt = _Bytes(exactly=32, initial=lambda: url_text(random_bytes()))
    secret_prf = _Bytes(exactly=32, error_messages={"required": NO_PRF})


def url_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


class SheetForm(OnceForm):
    """One sheet, as its holder types it from paper: the name on top, then four lines."""

    secret_name = forms.CharField(
        label=_("Name of the sheet"),
        max_length=400,
        help_text=_("On top of the sheet, for example K7QM-2. Or paste here what the QR code holds."),
        widget=forms.TextInput(attrs=QUIET),
        error_messages={"required": _("Enter the name of the sheet")},
    )
    secret_1, secret_2, secret_3, secret_4 = (_line(number) for number in range(1, sheets.LINES + 1))

    def __init__(self, data=None, *args, **kwargs) -> None:
        super().__init__(_spread(data, kwargs.get("prefix", "")), *args, **kwargs)

    def clean(self) -> dict:
        data = super().clean()
        lines = [data.get(f"secret_{number}", "") for number in range(1, sheets.LINES + 1)]
        if self.errors:
            return data
        try:
            self.sheet = sheets.typed(data["secret_name"], lines)
        except codes.Miscopied as slip:
            for number in slip.lines:
                self.add_error(f"secret_{number}", _slip(number, slip))
        except NotPossible as no:
            self.add_error("secret_name", str(no))
        return data


def _spread(data, prefix: str):
    """What a QR code holds, the name and all lines in one, is taken apart into the fields."""
    name = f"{prefix}-secret_name" if prefix else "secret_name"
    parts = str(data.get(name, "")).split() if data else []
    if len(parts) != 2 + sheets.LINES or parts[0] != sheets.QR_BEGINS:
        return data
    spread = data.copy()
    for key, part in zip(["name", *range(1, sheets.LINES + 1)], parts[1:], strict=True):
        spread[name.replace("secret_name", f"secret_{key}")] = part
    return spread


def _slip(number: int, slip: codes.Miscopied) -> str:
    if len(slip.lines) == sheets.LINES:
        return gettext("No line fits. Is the name above the one of this sheet?")
    return gettext("There is a slip in line %(number)d. Compare it sign by sign with the paper") % {"number": number}


def _half(slip: codes.Miscopied) -> str:
    if slip.lines == (1,):
        return _("There is a slip in the first half of the code. Compare its first 16 signs")
    if slip.lines == (2,):
        return _("There is a slip in the second half of the code. Compare its last 16 signs")
    return _("This is not a printed code. It has 32 letters and figures")
