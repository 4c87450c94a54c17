"""What a worker does about a person whom casework wrote into the sealed box."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm

from .forms import LONG, CaseForm


class CaseFromBoxForm(CaseForm):
    children = forms.MultipleChoiceField(
        label=_("Her children, as casework wrote them"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each gets a record of its own under her case."),
    )

    def __init__(self, *args, children: Sequence[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["mailbox"]  # the box says whose it is
        self.fields["children"].choices = children
        if not children:
            del self.fields["children"]


class JoinForm(OnceForm):
    case = forms.CharField(label=_("Number or name of the case"), max_length=160)

    def __init__(self, *args, known: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].help_text = known


class AsideForm(OnceForm):
    reason = forms.CharField(label=_("Why nothing follows from it"), widget=LONG, max_length=1000)
