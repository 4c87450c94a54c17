"""Who holds a key: letting in, handing over, making the next one, and recovery when nobody can."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts import forms as accounts
from article16.common.accounts.actions import NotPossible
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage

from .. import forms, pages, policy, queries, session
from ..actions import admitting, recovering, rotating
from ..rings import Ring
from ..session import needs_unlocked


@require_safe
def key_holders(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    found = session.unlocked(request)
    tables = tuple(_table(request, ring, found, at) for ring in _rings(request) if queries.has_key(ring))
    seen(request, *(row.staff for table in tables for row in table.rows))
    page = pages.KeyHoldersPage(
        tables=tables,
        state=queries.set_up(),
        unlocked=found is not None,
        lead="lead" in request.viewer.grants,
        alone=queries.alone_in_a_case(),
    )
    return render(request, "keys/key_holders.html", {"page": page})


def _rings(request: HttpRequest) -> list[Ring]:
    """Evaluators see who evaluates, the others who works with women; approvers see both."""
    viewer = request.viewer
    sees = {Ring.ZONE: viewer.has(policy.APPROVERS), Ring.STUDY: viewer.has(policy.STUDY_HOLDERS | {"approver"})}
    return [ring for ring, may in sees.items() if may]


def _table(request: HttpRequest, ring: Ring, found, at) -> pages.HolderTable:
    holds = bool(found and (found.zone if ring == Ring.ZONE else found.study))
    rows = queries.holders(ring, at=at)
    number, whole = queries.generation(ring)
    return pages.holder_table(
        ring,
        rows,
        viewer=request.viewer.id,
        holds=holds,
        approves=request.viewer.has(policy.APPROVERS),
        due=queries.due(ring),
        number=number,
        fingerprint=whole,
    )


@require_http_methods(["GET", "POST"])
def key_ask(request: HttpRequest, ring: str, key_id: UUID) -> HttpResponse:
    key = queries.worker_key(key_id)
    if key is None or ring not in _rings(request):
        raise Http404
    if not session.unlocked(request):
        return session.to_unlock(request)
    intro = _(
        "Ask %(name)s, face to face or by telephone, for the name of the key on the page “Own key”. "
        "It must be %(code)s. Then a second person approves."
    ) % {"name": key.staff.name, "code": queries.spoken(bytes(key.public_key))}

    def act() -> str:
        admitting.ask(ring=Ring(ring), key=key_id, by=session.held(request), at=timezone.now())
        return reverse("key-holders")

    words = (
        _("Let %(name)s in") % {"name": key.staff.name},
        intro,
        _("The names are the same: ask a second person"),
    )
    return _step(request, words, act, _("Asked. A second person approves it on this page."))


@require_http_methods(["GET", "POST"])
def key_approve(request: HttpRequest, admission_id: UUID) -> HttpResponse:
    row = _admission(request, admission_id)
    intro = _(
        "%(asker)s asks that %(name)s can open what is sealed. Approve only when you know that %(name)s works here, "
        "and that the key with the name %(code)s is the one made by %(name)s: ask for it by telephone."
    ) % {"asker": row.asked_by.name, "name": row.key.staff.name, "code": queries.spoken(bytes(row.key.public_key))}

    def act() -> str:
        admitting.approve(admission=admission_id, by=request.viewer.id, at=timezone.now())
        return reverse("key-holders")

    words = (_("Approve that %(name)s is let in") % {"name": row.key.staff.name}, intro, _("Approve"))
    return _step(request, words, act, _("Approved. A colleague who is unlocked now hands the key over."))


@require_http_methods(["GET", "POST"])
def key_hand_over(request: HttpRequest, admission_id: UUID) -> HttpResponse:
    row = _admission(request, admission_id)
    if not session.unlocked(request):
        return session.to_unlock(request)

    def act() -> str:
        admitting.hand_over(admission=admission_id, by=session.held(request), at=timezone.now())
        return reverse("key-holders")

    words = (
        _("Hand the key over to %(name)s") % {"name": row.key.staff.name},
        _("From then on %(name)s opens what you open.") % {"name": row.key.staff.name},
        _("Hand it over"),
    )
    return _step(request, words, act, _("The key is handed over."))


def _admission(request: HttpRequest, admission_id: UUID):
    row = queries.admission(admission_id)
    if row is None or row.ring not in _rings(request):
        raise Http404
    seen(request, row.key.staff_id)
    return row


@require_http_methods(["GET", "POST"])
def key_renew(request: HttpRequest, ring: str) -> HttpResponse:
    """The next generation: when somebody left, or when a key may be known to somebody it is not meant for."""
    if ring not in _rings(request) or not queries.has_key(Ring(ring)):
        raise Http404
    if not session.unlocked(request):
        return session.to_unlock(request)

    def act() -> str:
        rotating.rotate(ring=Ring(ring), by=session.held(request), at=timezone.now())
        return reverse("key-holders")

    words = (_("Make a new key"), pages.renew_words(queries.due(Ring(ring)), Ring(ring)), _("Make the new key"))
    said = _("The new key is made. Who left opens nothing that is sealed from now on.")
    if ring == Ring.ZONE:
        said += " " + _("Read its fingerprint out to casework; it stands below.")
    return _step(request, words, act, said)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@needs_unlocked
def recovery(request: HttpRequest) -> HttpResponse:
    """Two sheets, and the service opens for the lead (or the study for the evaluator) who typed them."""
    ring = Ring.ZONE if "lead" in request.viewer.grants else Ring.STUDY
    one = common.opened(request, forms.SheetForm, prefix="one")
    other = common.opened(request, forms.SheetForm, prefix="other")
    if request.method == "POST" and all([one.is_valid(), other.is_valid()]):
        try:
            brought = _recover(request, ring, one, other)
        except NotPossible as no:
            one.add_error(None, str(no))
        else:
            messages.success(request, _("The sheets opened it, and you hold the key again. Now print new sheets."))
            if brought:
                messages.warning(request, pages.brought_words(brought))
            return HttpResponseRedirect(reverse("key-holders"))
    page = pages.RecoveryPage(one=one, other=other, ring=ring, sheets=queries.sheets_that_open(ring))
    return render(request, "keys/recovery.html", {"page": page})


def _recover(request: HttpRequest, ring: Ring, one, other) -> int:
    key = session.held(request).worker_id
    at = timezone.now()
    return recovering.recover(ring=ring, one=one.sheet, other=other.sheet, key=key, by=request.viewer.id, at=at)


def _step(request: HttpRequest, words: tuple[str, str, str], act, said: str) -> HttpResponse:
    """A step on a page of its own: heading, consequence, button, what is said afterwards."""
    form = common.opened(request, accounts.ConfirmForm)
    heading, intro, button = words
    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, said)
        return done
    page = FormPage(heading=heading, intro=intro, form=form, button=button, back=reverse("key-holders"))
    return render(request, "accounts/form_page.html", {"page": page})
