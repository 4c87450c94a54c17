"""Unlocking and locking."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from article16.common import forms as common
from article16.common.accounts.middleware import seen

from .. import forms, pages, queries, session
from ..actions import sheets, workers
from ..rings import Ring


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """With the passphrase, or with the printed code; passkeys have an address of their own."""
    if queries.own_key(request.viewer.id) is None:
        return redirect("own-key-make")
    if request.method == "POST" and "once" not in request.POST:
        return redirect(request.get_full_path())  # the button of the lock line
    by_code = "code" in request.POST
    form = common.opened(request, forms.CodeForm if by_code else forms.UnlockForm)
    if request.method == "POST" and form.is_valid():
        done = _try(request, form)
        if done:
            return done
    return _page(request, None if by_code else form, form if by_code else None)


def _page(request: HttpRequest, form, code_form) -> HttpResponse:
    page = pages.UnlockPage(
        form=form or forms.UnlockForm(),
        code_form=code_form or forms.CodeForm(),
        by_code=code_form is not None,
        passkeys=tuple(pages.passkey(one) for one in queries.passkeys(request.viewer.id)),
        passkey_url=f"{reverse('unlock-passkey')}?{request.GET.urlencode()}",
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


@sensitive_post_parameters()
@require_POST
def unlock_passkey(request: HttpRequest) -> HttpResponse:
    """What the browser got from the passkey opens the key, or the page says what else does. Never limited."""
    form = forms.UnlockForm()
    try:
        wrap = UUID(request.POST.get("wrap", ""))
        secret = forms.from_url_text(request.POST.get("secret_prf", ""))
        opened = workers.open_with_passkey(staff=request.viewer.id, wrap_id=wrap, secret=secret)
    except (ValueError, workers.DoesNotFit):
        workers.note_failed(staff=request.viewer.id, at=timezone.now())
        messages.warning(request, _("This passkey did not open your key. Use your passphrase or your printed code."))
        return _page(request, form, None)
    return _unlocked(request, opened)


def _unlocked(request: HttpRequest, opened: workers.Opened) -> HttpResponse:
    response = HttpResponseRedirect(_next(request) or reverse("today"))
    session.begin(request, response, opened=opened, at=timezone.now())
    found = session.unlocked(request)
    if found and found.study:
        sheets.bring_study(unlocked=found)
    if found and found.zone:
        session.look_at_what_came(found)
        if "lead" in request.viewer.grants and queries.due(Ring.ZONE):
            messages.warning(request, _("Somebody who held the key has left. Make the new key now."))
            response["Location"] = reverse("key-renew", args=["zone"])
    for also in settings.WHEN_UNLOCKED if found else ():
        import_string(also)(found=found, at=timezone.now())
    return response


def _next(request: HttpRequest) -> str:
    there = request.GET.get("next", "")
    return there if url_has_allowed_host_and_scheme(there, allowed_hosts=None) else ""


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    response = redirect("today")
    session.end(request, response, at=timezone.now())
    messages.info(request, _("Locked. Names, contacts and words are sealed again."))
    seen(request)
    return response
