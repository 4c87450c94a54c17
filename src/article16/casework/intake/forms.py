"""What is typed in intake."""

from datetime import date
from unicodedata import category

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from .actions import Answer, Judged, Motivated, Side
from .kinds import Asked, CriterionKind, Finding, How, Outcome, Setting, Topic
from .policy import STRONGEST
from .queries import CriterionRow, against

LONGEST = 6000  # characters of one text
WHY_NOT = [(Asked.DECLINED.value, _("Declined")), (Asked.NOT_ASKED.value, _("Not asked"))]


def plain(words: str) -> str:
    """What is pasted brings control characters with it; nobody could find them here, and the wall takes none."""
    words = words.replace("\r\n", "\n")
    return "".join(" " if category(char) == "Cc" and char not in "\n\t" else char for char in words)


class Words(forms.CharField):
    """Some lines of free text."""

    def __init__(self, *, rows: int = 4, max_length: int = LONGEST, **kwargs) -> None:
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def clean(self, value):
        return plain(super().clean(value))


class PastDateField(TolerantDateField):
    """A day that has come. Whether it lies within the episode, the action says."""

    def clean(self, value) -> date | None:
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Enter the day on which it happened"))
        return day


def why_not(label) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=WHY_NOT, required=False, widget=forms.RadioSelect)


class MotivationFields(forms.Form):
    """What moves him, in a form of its own or as part of an interview or a review."""

    inside = forms.IntegerField(
        label=_("From inside: how much, 0 to 10"),
        required=False,
        min_value=0,
        max_value=STRONGEST,
        help_text=_("His own answer. 0: not at all. 10: more than anything else."),
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], _("Enter a whole number from 0 to 10")),
    )
    inside_words = forms.CharField(
        label=_("From inside: what"),
        required=False,
        max_length=300,
        help_text=_("For example: his son, his own shame."),
    )
    inside_why = why_not(_("From inside: no number, because"))
    outside = forms.IntegerField(
        label=_("From outside: how much, 0 to 10"),
        required=False,
        min_value=0,
        max_value=STRONGEST,
        help_text=_("His own answer, as above."),
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], _("Enter a whole number from 0 to 10")),
    )
    outside_words = forms.CharField(
        label=_("From outside: what"),
        required=False,
        max_length=300,
        help_text=_("For example: the sentence, child protection, a partner’s condition."),
    )
    outside_why = why_not(_("From outside: no number, because"))

    MOTIVATION = ("inside", "inside_words", "inside_why", "outside", "outside_words", "outside_why")

    def clean(self) -> dict:
        data = super().clean()
        for side in ("inside", "outside"):
            if side in self.errors:
                continue
            if data.get(side) is not None and data.get(f"{side}_why"):
                self.add_error(side, _("Enter either a number or the reason why there is none"))
            elif data.get(side) is None and data.get(f"{side}_words") and not data.get(f"{side}_why"):
                self.add_error(side, _("Enter a number from 0 to 10, or the reason why there is none"))
        return data

    def motivated(self) -> Motivated:
        return Motivated(inside=self._side("inside"), outside=self._side("outside"))

    def _side(self, side: str) -> Side:
        data = self.cleaned_data
        words = data[f"{side}_words"]
        if data[side] is not None:
            return Side(Asked.TOLD, data[side], words)
        return Side(data[f"{side}_why"] or Asked.NOT_ASKED, None, words)


class InterviewForm(OnceForm, MotivationFields):
    on = PastDateField(label=_("Day"), help_text=_("For example 12 11 2026."))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=600,
        error_messages={"required": _("Enter how many minutes it took")}
        | dict.fromkeys(["invalid", "min_value", "max_value"], _("Enter the minutes as a number from 1 to 600")),
    )
    held_by = forms.ChoiceField(
        label=_("Who held it"), widget=forms.Select, error_messages={"required": _("Choose who held the interview")}
    )
    setting = forms.ChoiceField(
        label=_("How"),
        choices=Setting,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you spoke with him")},
    )
    interpreter = forms.BooleanField(label=_("With an interpreter"), required=False)

    def __init__(self, *args, people: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_by"].choices = [("", _("Choose a person")), *people]
        for topic in Topic:
            self.fields[f"{topic.value}_words"] = Words(label=topic.label, required=False)
            self.fields[f"{topic.value}_why"] = why_not(_("%(topic)s: no words, because") % {"topic": topic.label})
        # The summary of errors goes down the page as its reader does.
        self.order_fields([name for name in self.fields if name not in self.MOTIVATION])

    def sections(self):
        """Each subject with its two fields, as the page shows them."""
        return [(topic, self[f"{topic.value}_words"], self[f"{topic.value}_why"]) for topic in Topic]

    def clean(self) -> dict:
        data = super().clean()
        for topic in Topic:
            if data.get(f"{topic.value}_words") and data.get(f"{topic.value}_why"):
                self.add_error(f"{topic.value}_words", _("Write either words or the reason why there are none"))
        return data

    def answers(self) -> dict[str, Answer]:
        return {str(topic): self._answer(str(topic)) for topic in Topic}

    def _answer(self, topic: str) -> Answer:
        words, why = self.cleaned_data[f"{topic}_words"], self.cleaned_data[f"{topic}_why"]
        # Left open is not asked, and the page says so beside the button.
        return Answer(Asked.TOLD, words) if words else Answer(why or Asked.NOT_ASKED)


class SuitabilityForm(OnceForm):
    on = PastDateField(label=_("Day of the decision"), help_text=_("For example 12 11 2026."))
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the decision")},
    )
    reasons = Words(label=_("Reasons"), error_messages={"required": _("Write the reasons for the decision")})
    in_spite_of = Words(
        label=_("Why suitable in spite of a criterion"),
        required=False,
        rows=3,
        help_text=_("Needed when he is suitable although a criterion speaks against it."),
    )
    look_again_on = TolerantDateField(
        label=_("Look at it again on"), required=False, help_text=_("Needed for “not yet”. For example 12 2 2027.")
    )
    referred_to = forms.CharField(
        label=_("Referred on to"), required=False, max_length=200, help_text=_("Needed for “referred on”.")
    )

    def __init__(self, *args, criteria: list[CriterionRow], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria:
            self.fields[f"finding_{one.id}"] = forms.ChoiceField(
                label=one.words,
                choices=Finding,
                widget=forms.RadioSelect,
                error_messages={"required": _("Say for each criterion whether it is met")},
            )
            self.fields[f"remark_{one.id}"] = forms.CharField(label=_("Remark"), required=False, max_length=400)
        self.order_fields([name for name in self.fields if name.startswith(("finding_", "remark_"))])

    def groups(self):
        """The criteria by kind with their fields, as the page shows them."""
        return [
            (kind.label, [(self[f"finding_{one.id}"], self[f"remark_{one.id}"]) for one in found])
            for kind in CriterionKind
            if (found := [one for one in self.criteria if one.kind == kind])
        ]

    def clean(self) -> dict:
        data = super().clean()
        outcome = data.get("outcome")
        self._needed(
            data, "look_again_on", outcome == Outcome.NOT_YET, _("Enter the day on which you look at it again")
        )
        self._needed(data, "referred_to", outcome == Outcome.REFERRED_ON, _("Say to whom he was referred on"))
        again = data.get("look_again_on")
        if again and again <= timezone.localdate():
            self.add_error("look_again_on", _("This day has passed. Enter a day to come"))
        speak = against((one.kind, data.get(f"finding_{one.id}", "")) for one in self.criteria)
        if outcome == Outcome.SUITABLE and speak and not data.get("in_spite_of"):
            self.add_error("in_spite_of", _("A criterion speaks against it. Say why he is suitable in spite of it"))
        return data

    def _needed(self, data: dict, name: str, needed: bool, sentence) -> None:
        if needed and not data.get(name) and name not in self.errors:
            self.add_error(name, sentence)
        if not needed and data.get(name):
            self.add_error(name, _("This does not belong to the decision chosen. Leave it empty"))

    def judged(self) -> dict:
        data = self.cleaned_data
        return {one.id: Judged(data[f"finding_{one.id}"], data[f"remark_{one.id}"]) for one in self.criteria}


class SignForm(OnceForm):
    pair = forms.ChoiceField(
        label=_("What he signs"), widget=forms.RadioSelect, error_messages={"required": _("Choose what he signs")}
    )
    on = PastDateField(label=_("Day of the signature"), help_text=_("For example 12 11 2026."))
    how = forms.ChoiceField(
        label=_("How"),
        choices=How,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether he signs on paper or on this screen")},
    )
    kept_at = forms.CharField(
        label=_("The signed paper is kept at"),
        required=False,
        max_length=200,
        help_text=_("Needed on paper. For example: cabinet 2, folder C-014."),
    )
    agrees = forms.BooleanField(label="", required=False)
    typed_name = forms.CharField(
        label=_("His name, typed by himself"), required=False, max_length=160, help_text=_("Needed on this screen.")
    )
    read_out = forms.BooleanField(label=_("The texts were read out to him"), required=False)
    interpreter = forms.BooleanField(label=_("With an interpreter"), required=False)

    def __init__(self, *args, pairs: list[tuple[str, str]], statement: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pair"].choices = pairs
        self.fields["agrees"].label = self.statement = statement

    def clean(self) -> dict:
        data = super().clean()
        paper, screen = data.get("how") == How.PAPER, data.get("how") == How.SCREEN
        if paper and not data.get("kept_at"):
            self.add_error("kept_at", _("Say where the signed paper is kept"))
        if paper and (data.get("typed_name") or data.get("agrees")):
            self.add_error("how", _("He signed either on paper or on this screen. Empty the part that does not apply"))
        if screen and data.get("kept_at"):
            self.add_error("how", _("He signed either on paper or on this screen. Empty the part that does not apply"))
        if screen and not self.statement:
            self.add_error("how", _("No sentence to confirm is released in this language. Let him sign on paper"))
        if screen and self.statement and not data.get("typed_name"):
            self.add_error("typed_name", _("He types his name here himself"))
        if screen and self.statement and not data.get("agrees"):
            self.add_error("agrees", _("He confirms the sentence here himself"))
        return data


class WithdrawForm(OnceForm):
    on = PastDateField(label=_("Day on which he withdrew it"), help_text=_("For example 12 11 2026."))
    words = Words(label=_("What he said"), required=False)
