"""What a worker decides about a questionnaire: how it is asked, why it was not, what a programme asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm

from .models import NotAnswered
from .schedule import FOLLOW_UPS, Anchor

HOW = (
    ("read_aloud", _("I read it to him")),
    ("interpreter", _("An interpreter reads it to him")),
    ("tablet", _("I hand him this tablet: I am signed out, and it shows nothing else")),
    ("link", _("A link for his own phone")),
    ("paper", _("I key in what he filled in on paper")),
)


MODES_OF = {
    "read_aloud": frozenset({"read_aloud"}), "interpreter": frozenset({"interpreter"}), "tablet": frozenset({"self"}),
    "link": frozenset({"self"}), "paper": frozenset({"self", "paper"}),
}  # fmt: skip


class AskForm(OnceForm):
    """How it is asked now, and in which language."""

    how = forms.ChoiceField(
        label=_("How"), choices=HOW, widget=forms.RadioSelect, error_messages={"required": _("Choose how he is asked")}
    )
    language = forms.ChoiceField(
        label=_("Language"), widget=forms.RadioSelect, error_messages={"required": _("Choose the language")}
    )

    def __init__(self, *args, languages, modes, **kwargs) -> None:
        """`modes`: how its owner lets it be asked."""
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages
        self.fields["how"].choices = [(how, words) for how, words in HOW if MODES_OF[how] & frozenset(modes)]


class NotAnsweredForm(OnceForm):
    reason = forms.ChoiceField(
        label=_("Why it was not answered"), choices=NotAnswered.Reason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("In words"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nothing about a partner or child."),
    )  # fmt: skip


class CorrectionForm(OnceForm):
    reason = forms.CharField(
        label=_("Why the answers are corrected"), max_length=300,
        help_text=_("For example: the second page of the paper was keyed in for another man."),
        error_messages={"required": _("Say why")},
    )  # fmt: skip


class ChoiceForm(OnceForm):
    """What one programme asks, and when: a row of boxes for each instrument."""

    anchor = forms.ChoiceField(
        label=_("The fourth time is counted from"),
        choices=(
            (Anchor.COMPLETION.value, _("the end of the programme, or the day he stopped coming")),
            (Anchor.LAST_ATTENDED.value, _("the last session that he came to")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one")},
    )
    follow_ups = forms.MultipleChoiceField(
        label=_("Further follow-ups"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(str(months), _("after %(months)d months") % {"months": months}) for months in FOLLOW_UPS],
    )  # fmt: skip

    def __init__(self, *args, instruments, **kwargs) -> None:
        """`instruments`: id, title, the times at which each can be asked."""
        super().__init__(*args, **kwargs)
        self.names = [f"waves_{id_}" for id_, _title, _waves in instruments]
        for (id_, title, waves), name in zip(instruments, self.names, strict=True):
            self.fields[name] = forms.MultipleChoiceField(
                label=title, required=False, widget=forms.CheckboxSelectMultiple, choices=[(one, one) for one in waves]
            )
            self.fields[name].instrument = id_

    def chosen(self) -> dict[str, tuple[str, ...]]:
        return {self.fields[name].instrument: tuple(self.cleaned_data[name]) for name in self.names}
