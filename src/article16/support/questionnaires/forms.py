"""What her worker decides about a questionnaire: how it is asked, when, why it was not, and what she agreed to."""

from datetime import date
from itertools import pairwise

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField
from article16.support.survivors.forms import PastForm

from .policy import REASONS
from .schedule import MAIN
from .words import time_words


class AskForm(OnceForm):
    """How she is asked now, and in which language."""

    how = forms.ChoiceField(
        label=_("How"), widget=forms.RadioSelect, error_messages={"required": _("Choose how she is asked")}
    )
    she_called = forms.BooleanField(
        label=_("She called us herself"), required=False,
        help_text=_("Needed on the telephone outside the times at which she can be reached."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), widget=forms.RadioSelect, error_messages={"required": _("Choose the language")}
    )

    def __init__(self, *args, ways, languages, now: bool, **kwargs) -> None:
        """`ways`: those in which this instrument may be asked. `now`: she may be reached at this moment."""
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["how"].choices = ways
        self.fields["language"].choices = languages
        if now or "phone" not in {way for way, _words in ways}:
            del self.fields["she_called"]

    def clean(self) -> dict:
        data = super().clean() or {}
        if data.get("how") == "phone" and not self.now and not data.get("she_called"):
            self.add_error("how", _g("Not now: she is not called outside the times at which she can be reached."))
        return data


class ToolForm(OnceForm):
    """Which other questionnaire or tool, and at which of her times."""

    what = forms.ChoiceField(label=_("Which"), widget=forms.RadioSelect, error_messages={"required": _("Choose one")})
    wave = forms.ChoiceField(
        label=_("At which time"), widget=forms.RadioSelect, error_messages={"required": _("Choose one")}
    )

    def __init__(self, *args, tools, waves, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = tools
        self.fields["wave"].choices = waves


class NotAnsweredForm(OnceForm):
    reason = forms.ChoiceField(
        label=_("Why it was not filled in"), widget=forms.RadioSelect,
        choices=[(key, words) for key, (words, _kind) in REASONS.items()],
        error_messages={"required": _("Choose a reason")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("In words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class TimesForm(OnceForm):
    """Days set by hand hold before what the messages say."""

    first_contact = TolerantDateField(label=_("First contact with her"), required=False)
    started = TolerantDateField(label=_("His start"), required=False)
    half = TolerantDateField(label=_("Half-way"), required=False)
    end = TolerantDateField(label=_("End"), required=False)
    stopped = forms.BooleanField(label=_("On this day he stopped coming"), required=False)

    def clean(self) -> dict:
        data = super().clean() or {}
        days = [(name, data.get(name)) for name in ("started", "half", "end")]
        there = [(name, day) for name, day in days if day]
        for (_before, earlier), (name, later) in pairwise(there):
            if later < earlier:
                self.add_error(name, _g("This day lies before the one above it. Check the year."))
        if data.get("stopped") and not data.get("end"):
            self.add_error("end", _g("Enter the day on which he stopped coming."))
        return data


class AgreedForm(PastForm):
    """What she said when she was asked whether she wants to be asked."""

    past = ("since",)
    questions = forms.ChoiceField(
        label=_("She agrees to be asked questionnaires"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))], error_messages={"required": _("Choose what she said")},
    )  # fmt: skip
    evaluation = forms.ChoiceField(
        label=_("Her answers may be counted in the evaluation, without her name"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))], error_messages={"required": _("Choose what she said")},
    )  # fmt: skip
    since = TolerantDateField(label=_("She said so on"))
    expires_on = TolerantDateField(label=_("Until"), required=False, help_text=_("Empty: until she takes it back."))

    def clean(self) -> dict:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("expires_on")
        if since and until and until < since:
            self.add_error("expires_on", _g("This day lies before the one on which she agreed."))
        return data


class EndForm(OnceForm):
    on = TolerantDateField(label=_("Answered on"))

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self._today:
            raise forms.ValidationError(_g("This day lies in the future. Enter the day on which she answered."))
        return day


class AskedForm(OnceForm):
    """What is asked at each of her times. Nothing at a time is an answer too."""

    def __init__(self, *args, choices, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for wave, there in choices.items():
            self.fields[wave] = forms.MultipleChoiceField(
                label=time_words(wave), choices=there, required=False, widget=forms.CheckboxSelectMultiple
            )

    def asked(self) -> dict[str, tuple[str, ...]]:
        return {wave: tuple(self.cleaned_data[wave]) for wave in MAIN}


class CorrectForm(OnceForm):
    """Why answers are corrected, and where the questions open."""

    why = forms.CharField(
        label=_("What she said about it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("When and how she said it, and what was written down otherwise than she meant it."),
        error_messages={"required": _("Write down what she said")},
    )  # fmt: skip
    part = forms.ChoiceField(
        label=_("Which part first"), widget=forms.RadioSelect, error_messages={"required": _("Choose a part")}
    )

    def __init__(self, *args, parts, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = parts


class EmptyForm(OnceForm):
    """A button alone."""
