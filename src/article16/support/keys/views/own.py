"""The own key: made, and opened by at least two things that its worker has or knows."""

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts import forms as accounts
from article16.common.accounts.pages import FormPage

from .. import forms, pages, queries, session
from ..actions import workers
from ..session import needs_unlocked


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def own_key_make(request: HttpRequest) -> HttpResponse:
    """Passphrase and printed code for a worker who has no key, or who can no longer open hers."""
    again = queries.own_key(request.viewer.id) is not None
    form = common.opened(request, forms.OwnKeyForm, is_sign_in_password=request.user.check_password)
    made: list[workers.Opened] = []

    def act() -> str:
        data, at = form.cleaned_data, timezone.now()
        made.append(workers.make_key(staff=request.viewer.id, passphrase=data["password1"], code=data["code"], at=at))
        return reverse("own-key")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        if made:
            session.begin(request, done, opened=made[0], at=timezone.now())
        messages.success(request, _("Your key is made. Keep the printed code in another place than your computer."))
        return done
    return render(request, "keys/own_key_make.html", {"page": pages.OwnKeyMakePage(form=form, again=again)})


@require_safe
def own_key(request: HttpRequest) -> HttpResponse:
    """What opens the own key, and what it opens."""
    key = queries.own_key(request.viewer.id)
    if key is None:
        return redirect("own-key-make")
    found = session.unlocked(request)
    page = pages.OwnKeyPage(
        code=queries.spoken(bytes(key.public_key)),
        ways=tuple(pages.way(one) for one in queries.ways(request.viewer.id)),
        unlocked=found is not None,
        zone=bool(found and found.zone),
        study=bool(found and found.study),
    )
    return render(request, "keys/own_key.html", {"page": page})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@needs_unlocked
def own_key_passphrase(request: HttpRequest) -> HttpResponse:
    form = common.opened(request, forms.NewPassphraseForm, is_sign_in_password=request.user.check_password)

    def act() -> str:
        words = form.cleaned_data["password1"]
        workers.change_passphrase(opened=_opened(request), staff=request.viewer.id, passphrase=words, at=timezone.now())
        return reverse("own-key")

    page = FormPage(
        heading=_("A new passphrase"),
        intro=_("The former one opens nothing from then on."),
        form=form,
        button=_("Change the passphrase"),
        back=reverse("own-key"),
    )
    return _answer(request, page, act, _("Your passphrase is changed."))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@needs_unlocked
def own_key_code(request: HttpRequest) -> HttpResponse:
    form = common.opened(request, forms.NewCodeForm)

    def act() -> str:
        code = form.cleaned_data["code"]
        workers.change_code(opened=_opened(request), staff=request.viewer.id, code=code, at=timezone.now())
        return reverse("own-key")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Your printed code is new. Destroy the former print."))
        return done
    return render(request, "keys/own_key_code.html", {"page": pages.NewCodePage(form=form)})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@needs_unlocked
def own_key_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey made for unlocking: it answers the salt with a secret, which opens the key."""
    form = common.opened(request, forms.PasskeyForm)

    def act() -> str:
        data = form.cleaned_data
        workers.add_passkey(
            opened=_opened(request),
            staff=request.viewer.id,
            credential=data["credential"],
            salt=data["secret_salt"],
            secret=data["secret_prf"],
            label=data["label"],
            at=timezone.now(),
        )
        return reverse("own-key")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("The passkey opens your key from now on."))
        return done
    page = pages.PasskeyPage(
        form=form,
        user=pages.url_text(secrets.token_bytes(16)),
        name=f"{request.user.email} ({_('unlock')})",
    )
    return render(request, "keys/own_key_passkey.html", {"page": page})


@require_http_methods(["GET", "POST"])
def own_key_remove(request: HttpRequest, way_id: UUID) -> HttpResponse:
    way = next((one for one in queries.ways(request.viewer.id) if one.id == way_id), None)
    if way is None:
        raise Http404
    if not session.unlocked(request):
        return session.to_unlock(request)
    form = common.opened(request, accounts.ConfirmForm)

    def act() -> str:
        workers.remove_way(staff=request.viewer.id, wrap_id=way_id, at=timezone.now())
        return reverse("own-key")

    page = FormPage(
        heading=_("Remove: %(way)s") % {"way": pages.way(way).name},
        intro=_("It opens your key no longer. Two ways always stay."),
        form=form,
        button=_("Remove it"),
        back=reverse("own-key"),
    )
    return _answer(request, page, act, _("It is removed."))


def _opened(request: HttpRequest) -> workers.Opened:
    found = session.held(request)
    return workers.Opened(found.worker_id, found.worker)


def _answer(request: HttpRequest, page: FormPage, act, said: str) -> HttpResponse:
    done = common.save(request, page.form, act) if request.method == "POST" else None
    if done:
        messages.success(request, said)
        return done
    return render(request, "accounts/form_page.html", {"page": page})
