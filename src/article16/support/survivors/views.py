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
from article16.common.accounts.actions import NotPossible
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.ui.shell import Link
from article16.support.keys.session import held, needs_unlocked, to_unlock, unlocked
from article16.support.portal.actions import bringing

from . import actions, clock, forms, pages, queries, writings
from .known import close_man, closed_men
from .policy import GUARD, RELATIONS, THING
from .referred import referred_on
from .terms import terms_on, versions
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
    shown = found[: pages.SHOWN]
    seen(request, *(case for case, _core in shown))
    rows = tuple(
        pages.CaseRow(case, core.called or core.name, core.code, str(RELATIONS.get(core.relation, core.relation)))
        for case, core in shown
    )
    add = Link(_("New case"), reverse("survivor-add"))
    others = (
        Link(_("What is due"), reverse("survivors-due")),
        Link(_("From casework"), reverse("survivor-boxes")),
    )
    return render(
        request,
        "survivors/survivors.html",
        {"page": pages.CasesPage(rows, words, add, others, len(found) - len(shown))},
    )


@require_http_methods(["GET", "POST"])
@needs_unlocked
def survivor_add(request: HttpRequest) -> HttpResponse:
    form = common.opened(request, forms.CaseForm)

    def act() -> str:
        data, at = form.cleaned_data, clock.now()
        if data["mailbox"] in closed_men(request.viewer.id, held(request)):
            raise NotPossible(_("This man is closed to you: you said that you know him. Somebody else opens the case."))
        on = timezone.localdate(at)
        case = actions.open_case(
            name=data["name"],
            relation=data["relation"],
            called=data["called"],
            mailbox=data["mailbox"],
            by=request.viewer.id,
            at=at,
            on=on,
            referred_on=referred_on(data["mailbox"], held(request), on=on),
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
    file = _with_letters(request, found_case(request, survivor_id))
    names = accounts.names({str(one.by) for one in file.entries})
    terms = terms_on(file.core.opened_on, versions())
    holder = queries.holder(file, at=clock.now())
    page = pages.case_page(file, at=clock.now(), names=names, guard=str(GUARD), terms=terms, holder=holder)
    return render(request, "survivors/survivor.html", {"page": page})


def _with_letters(request: HttpRequest, file: CaseFile) -> CaseFile:
    """The case with what she saved by her links, which is brought in by whoever opens it first."""
    if not bringing.waits(file):
        return file
    if bringing.bring_in(case=file.id, by=held(request), at=clock.now()):
        messages.warning(request, _("Something that she saved by a link could not be brought in. Tell the lead."))
    return found_case(request, file.id)


@require_http_methods(["GET", "POST"])
@on_case
def survivor_close(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    """I know her or him privately: from now on the case does not exist for me; of him, nothing of his."""
    file = found_case(request, survivor_id)
    form = common.opened(request, forms.KnownForm)

    def act() -> str:
        me, at = request.viewer.id, clock.now()
        if form.cleaned_data["him"] and file.core.mailbox:
            close_man(mailbox=file.core.mailbox, by=held(request), at=at)
        accounts_actions.close_file(staff_id=me, thing=THING, object_id=survivor_id, by=str(me), at=at)
        return reverse("survivors")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("The case is closed to you. Tell the lead that somebody else must take it."))
        return done
    page = FormPage(
        heading=_("I know her or him privately: %(code)s") % {"code": file.core.code},
        intro=_(
            "The case closes to you at once, and of a man you know everything of his. An administrator can open it."
        ),
        form=form,
        button=_("Close the case to me"),
        back=reverse("survivor", args=[survivor_id]),
    )
    return render(request, "accounts/form_page.html", {"page": page})
