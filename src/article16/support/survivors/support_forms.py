"""Forms of a case about children, referrals on, and the plan on paper."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from .forms import LONG, PastForm
from .policy import CHILD_STATUSES, REFERRAL_OUTCOMES

PLAN = forms.Textarea(attrs={"rows": 10})


class ChildForm(PastForm):
    past = ("born",)
    name = forms.CharField(label=_("Name of the child"), max_length=160)
    born = TolerantDateField(label=_("Born on"), required=False)
    lives_with = forms.CharField(label=_("Lives with"), max_length=160, required=False)
    school = forms.CharField(label=_("School or nursery"), max_length=160, required=False)


class ChildStatusForm(PastForm):
    past = ("since",)
    status = forms.ChoiceField(
        label=_("Child protection"), widget=forms.RadioSelect, choices=list(CHILD_STATUSES.items())
    )
    since = TolerantDateField(label=_("Since"))
    words = forms.CharField(label=_("In your words"), required=False, widget=LONG, max_length=2000)
    corrects = forms.ChoiceField(
        label=_("Corrects"),
        required=False,
        help_text=_("Only when an earlier entry was wrong. It stays, and says that it was corrected."),
    )

    def __init__(self, *args, earlier: Sequence[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["corrects"].choices = [("", _("Nothing: this is new")), *earlier]
        if not earlier:
            del self.fields["corrects"]


class ChildPlanForm(OnceForm):
    words = forms.CharField(label=_("What is done for the child, and by whom"), widget=PLAN, max_length=6000)
    review_on = TolerantDateField(label=_("Looked at again on"), required=False)


class ChildNoteForm(PastForm):
    past = ("on",)
    on = TolerantDateField(label=_("On"))
    words = forms.CharField(label=_("In your words"), widget=PLAN, max_length=6000)


class ReferralForm(PastForm):
    past = ("on",)
    to = forms.CharField(label=_("To whom"), max_length=160)
    need = forms.CharField(label=_("What she needs there"), widget=LONG, max_length=2000)
    on = TolerantDateField(label=_("On"))
    how = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect)

    def __init__(self, *args, consents: Sequence[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        herself = ("herself", _("She goes herself; we told nobody anything"))
        under = [(pk, _("We told them, as she agreed: %(consent)s") % {"consent": words}) for pk, words in consents]
        self.fields["how"].choices = [herself, *under]


class ReferralOutcomeForm(PastForm):
    past = ("on",)
    outcome = forms.ChoiceField(
        label=_("What came of it"), widget=forms.RadioSelect, choices=list(REFERRAL_OUTCOMES.items())
    )
    on = TolerantDateField(label=_("On"))
    words = forms.CharField(label=_("In your words"), required=False, widget=LONG, max_length=2000)


class PlanPrintForm(OnceForm):
    place = forms.CharField(
        label=_("Where she keeps it"),
        max_length=300,
        help_text=_("In her words, such as: with my sister. Not at home where he lives or comes."),
    )
    hers = forms.BooleanField(label=_("She says that he does not find it there"))
    wants = forms.BooleanField(label=_("She wants it on paper, and knows that she can have it here instead"))
