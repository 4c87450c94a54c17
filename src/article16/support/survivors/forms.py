"""What workers write about a case. Every date is a tolerant text field; nothing is chosen beforehand."""

import re
from collections.abc import Sequence
from datetime import date, time

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from .contact import SafeContact, Way, Window, Wish
from .policy import DUTIES, OUTCOMES, RELATIONS, WRITINGS

LONG = forms.Textarea(attrs={"rows": 5})
DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
WISHES = {
    Wish.OPEN: _("May be contacted as written here"),
    Wish.NEVER: _("No contact"),
    Wish.DANGER_ONLY: _("No contact unless in danger"),
    Wish.NOT_ASKED: _("Nobody has asked her yet"),
}
WAYS = {
    Way.PHONE: _("Telephone"),
    Way.TEXT: _("Short message"),
    Way.IN_PERSON: _("In person"),
    Way.THROUGH: _("Through somebody she named"),
}
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d{2}))?")


class PastForm(OnceForm):
    """A form whose days have come: what she was told tomorrow was not told."""

    past: tuple[str, ...] = ()

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean(self) -> dict:
        data = super().clean() or {}
        for name in self.past:
            if (day := data.get(name)) and day > self._today:
                self.add_error(name, _("This day lies in the future. Enter the day on which it was."))
        return data


class CaseForm(OnceForm):
    name = forms.CharField(label=_("Her name"), max_length=160)
    called = forms.CharField(label=_("How she wants to be called"), max_length=80, required=False)
    relation = forms.ChoiceField(
        label=_("Who she is to him"), widget=forms.RadioSelect, choices=list(RELATIONS.items())
    )
    mailbox = forms.UUIDField(
        label=_("Number of the message about him"),
        required=False,
        help_text=_("From the message that came for her service. Leave it empty when she came by herself."),
    )


class ContactForm(PastForm):
    past = ("confirmed_on",)
    wish = forms.ChoiceField(label=_("What she says"), widget=forms.RadioSelect, choices=list(WISHES.items()))
    hers = forms.BooleanField(
        label=_("She said so herself"), required=False, help_text=_("Needed to take back a no: only she can.")
    )
    ways = forms.MultipleChoiceField(
        label=_("Ways"), required=False, widget=forms.CheckboxSelectMultiple, choices=list(WAYS.items())
    )
    number = forms.CharField(label=_("Number"), max_length=80, required=False)
    through = forms.CharField(label=_("Whom to ask for, and where"), max_length=160, required=False)
    message_may_be_left = forms.BooleanField(label=_("A message may be left"), required=False)
    others_use_device = forms.ChoiceField(
        label=_("Do others use this telephone?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No")), ("", _("Not known"))],
    )
    who_uses = forms.CharField(label=_("Who else uses it"), max_length=160, required=False)
    cover_name = forms.CharField(label=_("Name under which to call"), max_length=80, required=False)
    code_word = forms.CharField(label=_("Code word"), max_length=80, required=False)
    show_number = forms.BooleanField(label=_("Our number may be shown when we call"), required=False)
    language = forms.CharField(label=_("Language"), max_length=60, required=False)
    interpreter = forms.BooleanField(label=_("With an interpreter"), required=False)
    words = forms.CharField(label=_("Anything else about reaching her"), required=False, widget=LONG, max_length=2000)
    confirmed_on = TolerantDateField(label=_("Said on"))
    based_on = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args, zone: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._zone = zone
        for number, day in enumerate(DAYS):
            label = _g("%(day)s, hours") % {"day": day}
            help_text = _g("Such as 17 to 19, or 9:30-11, 17-19. Empty: not on this day.") if number == 0 else ""
            self.fields[f"day_{number}"] = forms.CharField(
                label=label, required=False, max_length=80, help_text=help_text
            )
        hours = [f"day_{number}" for number in range(len(DAYS))]
        self.order_fields(["wish", "hers", "ways", "number", "through", *hours])

    def clean(self) -> dict:
        data = super().clean() or {}
        windows: list[Window] = []
        for number in range(7):
            windows += self._windows(number, data.get(f"day_{number}", ""))
        if data.get("wish") == Wish.OPEN.value and not windows and not self.errors:
            self.add_error("day_0", _("Enter at least one time at which she can be reached."))
        return data | {"windows": tuple(windows)}

    def _windows(self, number: int, text: str) -> list[Window]:
        found = []
        for part in filter(None, (one.strip() for one in text.split(","))):
            match = _SPAN.fullmatch(part)
            hours = [int(match[1]), int(match[2] or 0), int(match[3]), int(match[4] or 0)] if match else []
            if not match or max(hours[0], hours[2]) > 24 or max(hours[1], hours[3]) > 59:
                self.add_error(f"day_{number}", _("Write the hours like 17 to 19, and several with a comma between."))
                return []
            found.append(Window(number, time(hours[0] % 24, hours[1]), time(hours[2] % 24, hours[3])))
        return found

    def contact(self) -> SafeContact:
        data = self.cleaned_data
        others = {"yes": True, "no": False}.get(data["others_use_device"])
        names = (
            "number",
            "through",
            "message_may_be_left",
            "who_uses",
            "cover_name",
            "code_word",
            "language",
            "interpreter",
            "words",
        )
        return SafeContact(
            wish=Wish(data["wish"]),
            confirmed_on=data["confirmed_on"],
            ways=tuple(Way(one) for one in data["ways"]),
            windows=data["windows"],
            zone=self._zone,
            others_use_device=others,
            withhold_number=not data["show_number"],
            **{name: data[name] for name in names},
        )


class AttemptForm(OnceForm):
    way = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect, choices=list(WAYS.items()))
    outcome = forms.ChoiceField(label=_("What came of it"), widget=forms.RadioSelect, choices=list(OUTCOMES.items()))
    words = forms.CharField(label=_("In your words"), required=False, widget=LONG, max_length=4000)

    def __init__(self, *args, ways: Sequence[Way] = (), **kwargs) -> None:
        """`ways`: those that she gave, and no others; none: she has not said."""
        super().__init__(*args, **kwargs)
        if ways:
            self.fields["way"].choices = [(way, WAYS[way]) for way in ways]


class FirstCallForm(AttemptForm):
    """The first contact of ours, before she has said anything about contact."""

    careful = forms.BooleanField(
        label=_(
            "I withhold our number, leave no message, say nothing of this service to anybody but her, and first ask "
            "whether she can talk"
        )
    )
    field_order = ("careful", "way", "outcome", "words")


class DangerForm(OnceForm):
    way = forms.ChoiceField(label=_("How you call"), widget=forms.RadioSelect, choices=list(WAYS.items()))
    reason = forms.CharField(label=_("What makes you think that a life is in danger"), widget=LONG, max_length=2000)
    outcome = forms.ChoiceField(label=_("What came of it"), widget=forms.RadioSelect, choices=list(OUTCOMES.items()))


class DutyForm(PastForm):
    past = ("on",)
    what = forms.MultipleChoiceField(
        label=_("What she was told"), widget=forms.CheckboxSelectMultiple, choices=list(DUTIES.items())
    )
    how = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect, choices=list(WAYS.items()))
    on = TolerantDateField(label=_("On"))


class ConsentForm(PastForm):
    past = ("since",)
    recipient = forms.CharField(label=_("Who may be told"), max_length=160)
    scope = forms.CharField(label=_("What may be told"), widget=LONG, max_length=1000)
    purpose = forms.CharField(label=_("What for"), max_length=300)
    since = TolerantDateField(label=_("She agreed on"))
    expires_on = TolerantDateField(label=_("Until"), required=False, help_text=_("Empty: until she takes it back."))

    def clean(self) -> dict:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("expires_on")
        if since and until and until < since:
            self.add_error("expires_on", _("This day lies before the one on which she agreed."))
        return data


class DisclosureForm(OnceForm):
    what = forms.CharField(label=_("What is told"), widget=LONG, max_length=2000)


class WritingForm(PastForm):
    past = ("on",)
    kind = forms.ChoiceField(label=_("What this is"), widget=forms.RadioSelect, choices=list(WRITINGS.items()))
    on = TolerantDateField(label=_("On"))
    title = forms.CharField(label=_("Short title"), max_length=120, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=600, required=False)
    words = forms.CharField(
        label=_("In your words, and hers"), widget=forms.Textarea(attrs={"rows": 8}), max_length=12000
    )


class PlanForm(OnceForm):
    words = forms.CharField(
        label=_("The plan, in her words"), widget=forms.Textarea(attrs={"rows": 14}), max_length=12000
    )
    based_on = forms.UUIDField(required=False, widget=forms.HiddenInput)


class ToDoForm(OnceForm):
    words = forms.CharField(label=_("What must be done"), widget=LONG, max_length=2000)
    due = TolerantDateField(label=_("By"))


class DoneForm(OnceForm):
    words = forms.CharField(
        label=_("What was done"), widget=LONG, max_length=2000, error_messages={"required": _("Say what was done")}
    )


class CloseForm(OnceForm):
    pass


class KnownForm(OnceForm):
    him = forms.BooleanField(
        label=_("I know him"),
        required=False,
        help_text=_("Then everything of his closes to you, now and later. Whether that is anything else is not said."),
    )
