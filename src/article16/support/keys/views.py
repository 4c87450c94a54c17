"""Unlocking and locking, and the own key."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from article16.common import forms as common

from . import forms, holders, pages, session
from .actions import workers


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """With the passphrase, or with the printed code; passkeys have an address of their own."""
    if holders.open_key(request.viewer.id) is None:
        return redirect("own-key-make")
    if request.method == "POST" and "once" not in request.POST:
        return redirect(request.get_full_path())  # the button of the lock line
    by_code = "code" in request.POST
    form = common.opened(request, forms.CodeForm if by_code else forms.UnlockForm)
    if request.method == "POST" and form.is_valid():
        done = _try(request, form)
        if done:
            return done
    page = pages.UnlockPage(
        form=forms.UnlockForm() if by_code else form,
        code_form=form if by_code else forms.CodeForm(),
        by_code=by_code,
        next=_next(request),
        minutes=int(settings.UNLOCKED_LIMIT.total_seconds() // 60),
    )
    return render(request, "keys/unlock.html", {"page": page})


def _try(request: HttpRequest, form) -> HttpResponse | None:
    staff, data = request.viewer.id, form.cleaned_data
    if not session.may_try(request):
        form.add_error(None, _("Too many tries in a short time. Wait a minute, or use a passkey."))
        return None
    try:
        if "code" in data:
            opened = workers.open_with_code(staff=staff, code=data["code"])
        else:
            opened = workers.open_with_passphrase(staff=staff, passphrase=data["password"])
    except workers.DoesNotFit as no:
        workers.note_failed(staff=staff, at=timezone.now())
        form.add_error("code" if "code" in data else "password", str(no))
        return None
    return _unlocked(request, opened)


def _unlocked(request: HttpRequest, opened: workers.Opened) -> HttpResponse:
    response = HttpResponseRedirect(_next(request) or reverse("today"))
    session.begin(request, response, opened=opened, at=timezone.now())
    return response


def _next(request: HttpRequest) -> str:
    there = request.GET.get("next", "")
    return there if url_has_allowed_host_and_scheme(there, allowed_hosts=None) else ""


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    response = redirect("today")
    session.end(request, response, at=timezone.now())
    messages.info(request, _("Locked. Names, contacts and words are sealed again."))
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def own_key_make(request: HttpRequest) -> HttpResponse:
    """Passphrase and printed code for a worker who has no key, or who can no longer open hers."""
    again = holders.open_key(request.viewer.id) is not None
    form = common.opened(request, forms.OwnKeyForm, is_sign_in_password=request.user.check_password)
    made: list[workers.Opened] = []

    def act() -> str:
        data = form.cleaned_data
        at = timezone.now()
        made.append(workers.make_key(staff=request.viewer.id, passphrase=data["password1"], code=data["code"], at=at))
        return reverse("own-key")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        if made:
            session.begin(request, done, opened=made[0], at=timezone.now())
        messages.success(request, _("Your key is made. Keep the printed code in another place than your computer."))
        return done
    return render(request, "keys/own_key_make.html", {"page": pages.OwnKeyMakePage(form=form, again=again)})


@require_http_methods(["GET"])
def own_key(request: HttpRequest) -> HttpResponse:
    return redirect("today")
