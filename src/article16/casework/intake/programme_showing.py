"""What the pages of a programme share: whose it is, and a page that is one form."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage


def programme_or_404(request: HttpRequest, programme_id: UUID, roles: frozenset[str]):
    """A programme in which the viewer holds one of the roles; otherwise as if it were not there."""
    found = accounts.programmes_of(request.viewer.programmes(roles) & {programme_id})
    if not found:
        raise Http404
    seen(request, programme_id)
    return found[0]


@dataclass(frozen=True, slots=True)
class Words:
    """What a page that is one form says."""

    heading: str
    intro: str
    button: str
    saved: str
    back: str


def form_page(request: HttpRequest, form, act, words: Words) -> HttpResponse:
    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, words.saved)
        return done
    page = FormPage(
        heading=words.heading,
        intro=words.intro,
        form=form,
        button=words.button,
        back=words.back,
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})
