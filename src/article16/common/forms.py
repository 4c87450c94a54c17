"""The base of every form: sent twice it saves once, and what was typed before a sign-in ended is there again."""

import secrets
from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.utils import timezone

from article16.common.accounts import actions, drafts
from article16.common.accounts.actions import NotPossible


def _token() -> str:
    return secrets.token_urlsafe(24)


class OnceForm(forms.Form):
    """A form with a token of its own; see `save`."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=_token)


FormClass = TypeVar("FormClass", bound=OnceForm)


def opened(request: HttpRequest, form_class: type[FormClass], **kwargs: object) -> FormClass:
    """The form for this request: as posted, or empty, or with what a kept draft holds for this person and page."""
    if request.method == "POST":
        return form_class(request.POST, **kwargs)
    kept = drafts.restored(request)
    form = form_class(**kwargs)
    if kept is not None:
        form.initial |= _values(form, kept)
    return form


def _values(form: forms.Form, kept: QueryDict) -> dict[str, object]:
    names = [name for name in form.fields if form.add_prefix(name) in kept]
    return {name: form.fields[name].widget.value_from_datadict(kept, {}, form.add_prefix(name)) for name in names}


def save(request: HttpRequest, form: OnceForm, act: Callable[[], str]) -> HttpResponseRedirect | None:
    """Run `act` once for this form and go where it says; None when the form or the rule says no: show it again."""
    if not form.is_valid():
        return None
    try:
        location = actions.once(token=form.cleaned_data["once"], save=act, at=timezone.now())
    except NotPossible as no:
        form.add_error(None, str(no))
        return None
    response = HttpResponseRedirect(location)
    drafts.forget(request, response)
    return response
