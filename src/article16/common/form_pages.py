"""A page that is one form: shown, saved once, and what was done said on the page to which it leads."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .accounts.pages import FormPage
from .forms import OnceForm, save

Act = Callable[[], str | None]  # what saving does, and where it leads; None: back


def form_page(
    request: HttpRequest, form: OnceForm, act: Act, *, heading: str, intro: str, button: str, back: str, said: str
) -> HttpResponse:
    """The form, or, once it is saved, the way on with one sentence of what was done."""
    done = save(request, form, lambda: act() or back) if request.method == "POST" else None
    if done:
        messages.success(request, said)
        return done
    page = FormPage(heading, intro, form, button, back, getattr(request, "draft_kept_at", None))
    return render(request, "accounts/form_page.html", {"page": page})
