"""Cases: the list, a new one, one case, and closing one to whoever knows her privately."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.accounts import actions as accounts_actions
from article16.common.accounts import queries as accounts
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.ui.shell import Link
from article16.support.keys.session import held, needs_unlocked, to_unlock, unlocked

from . import actions, clock, forms, pages, queries, writings
from .policy import GUARD, RELATIONS, THING
from .writings import CaseFile


def on_case(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one case: first whether there is such a case for this person, then the key. Locked says no more."""

    @wraps(view)
    def guarded(request: HttpRequest, survivor_id: UUID, **more: UUID) -> HttpResponse:
        if not queries.may_open(request.viewer, survivor_id):
            raise Http404
        return view(request, survivor_id, **more) if unlocked(request) else to_unlock(request)

    return guarded


def found_case(request: HttpRequest, survivor_id: UUID) -> CaseFile:
    """The case, opened; the same 404 when there is none, when it is closed, and when she is not named in it."""
    found = queries.case_file(request.viewer, held(request), survivor_id)
    if found is None:
        raise Http404
    seen(request, survivor_id)
    return found


@require_http_methods(["GET", "POST"])
@needs_unlocked
def survivors(request: HttpRequest) -> HttpResponse:
    """The list; what is searched for is posted, so that no address keeps a name."""
    words = request.POST.get("words", "")[:80]
    found = writings.found_in(queries.cores(request.viewer, held(request)), words)
    seen(request, *(case for case, _core in found))
    rows = tuple(
        pages.CaseRow(case, core.called or core.name, core.code, str(RELATIONS.get(core.relation, core.relation)))
        for case, core in found
    )
    add = Link(_("New case"), reverse("survivor-add"))
    return render(request, "survivors/survivors.html", {"page": pages.CasesPage(rows, words, add)})


@require_http_methods(["GET", "POST"])
@needs_unlocked
def survivor_add(request: HttpRequest) -> HttpResponse:
    form = common.opened(request, forms.CaseForm)

    def act() -> str:
        data, at = form.cleaned_data, clock.now()
        case = actions.open_case(
            name=data["name"],
            relation=data["relation"],
            called=data["called"],
            mailbox=data["mailbox"],
            by=request.viewer.id,
            at=at,
            on=timezone.localdate(at),
        )
        return reverse("survivor", args=[case])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("The case is open. First ask how she can be reached safely."))
        return done
    page = FormPage(
        heading=_("New case"),
        intro=_(
            "Sealed when it is saved. Another woman of the same man is a case of its own, and neither shows the other."
        ),
        form=form,
        button=_("Open the case"),
        back=reverse("survivors"),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})


@require_http_methods(["GET"])
@on_case
def survivor(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    names = accounts.names({str(one.by) for one in file.entries})
    page = pages.case_page(file, at=clock.now(), names=names, guard=str(GUARD))
    return render(request, "survivors/survivor.html", {"page": page})


@require_http_methods(["GET", "POST"])
@on_case
def survivor_close(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    """I know her or him privately: from now on the case does not exist for me."""
    file = found_case(request, survivor_id)
    form = common.opened(request, forms.CloseForm)

    def act() -> str:
        me, at = request.viewer.id, clock.now()
        accounts_actions.close_file(staff_id=me, thing=THING, object_id=survivor_id, by=str(me), at=at)
        return reverse("survivors")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("The case is closed to you. Tell the lead that somebody else must take it."))
        return done
    page = FormPage(
        heading=_("I know her or him privately: %(code)s") % {"code": file.core.code},
        intro=_("The case closes to you at once. An administrator can open it again."),
        form=form,
        button=_("Close the case to me"),
        back=reverse("survivor", args=[survivor_id]),
    )
    return render(request, "accounts/form_page.html", {"page": page})
