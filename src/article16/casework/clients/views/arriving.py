"""A referral comes: of a man who is new here, of one who may be known, or of one who is."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.accounts.actions import NotPossible
from article16.common.accounts.middleware import seen

from .. import actions, forms, pages, policy, queries
from ..kinds import AgencyKind
from ..names import Likeness


@require_http_methods(["GET", "POST"])
def client_add(request: HttpRequest) -> HttpResponse:
    """A new referral. Where men here may be the same, nothing is saved before somebody has said who he is."""
    form = common.opened(request, forms.ClientForm, **_choices(request))
    candidates: list[queries.Candidate] = []
    if request.method == "POST":
        if done := _saved(request, form, lambda: _save(request, form, candidates)):
            return done
        if candidates:
            seen(request, *(one.id for one in candidates))
            form.ask_who(_people(candidates))
    page = pages.ClientAddPage(
        form=form,
        heading=_("New referral"),
        consequence=_("Saving opens his file and sends two sealed messages, as for every man."),
        candidates=tuple(_shown(one) for one in candidates),
        kept_at=getattr(request, "draft_kept_at", None),
        back=reverse("clients"),
    )
    return render(request, "clients/client_add.html", {"page": page})


def _people(candidates: Sequence[queries.Candidate]) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.name} ({one.code})") for one in candidates]


def _shown(one: queries.Candidate) -> pages.CandidateLine:
    names = {Likeness.SAME: _("Same name"), Likeness.SIMILAR: _("Similar name"), Likeness.PARTLY: _("Part of the name")}
    births = {
        Likeness.SAME: _("same date of birth"),
        Likeness.SIMILAR: _("similar date of birth"),
        Likeness.PARTLY: _("a date of birth is not known"),
        Likeness.NONE: _("another date of birth"),
    }
    return pages.CandidateLine(
        name=one.name,
        code=one.code,
        url=reverse("client", args=[one.id]),
        birth_date=one.birth_date,
        alike=f"{names[one.names]}, {births[one.births]}",
        episodes=one.episodes,
    )


@require_http_methods(["GET", "POST"])
def episode_add(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """A man who is known here is referred again, or to another programme."""
    found = policy.client_of(request.viewer, client_id)
    if found is None or not policy.client_of(request.viewer, client_id, policy.INTAKE):
        raise Http404
    seen(request, client_id)
    form = common.opened(request, forms.ArrivedForm, **_choices(request))
    if request.method == "POST" and (done := _saved(request, form, lambda: _again(request, form, found.pk))):
        return done
    page = pages.ClientAddPage(
        form=form,
        heading=_("New episode of %(name)s") % {"name": found.name},
        consequence=_("Saving opens the next episode in his file and sends two sealed messages, as for every man."),
        kept_at=getattr(request, "draft_kept_at", None),
        back=reverse("client", args=[client_id]),
    )
    return render(request, "clients/client_add.html", {"page": page})


def _choices(request: HttpRequest) -> dict[str, object]:
    return {"programmes": queries.programmes_for_referral(request.viewer), "agencies": active_agencies()}


def active_agencies(also: object = None) -> list[tuple[str, str]]:
    """What may be chosen; `also`: one that was chosen before and is perhaps not offered any more."""
    kept = getattr(also, "pk", None)
    return [(str(one.id), one.name) for one in queries.agencies() if one.is_active or one.id == kept]


def _saved(request: HttpRequest, form: common.OnceForm, act: Callable[[], str]) -> HttpResponse | None:
    done = common.save(request, form, act)
    if done:
        at = date_format(timezone.localtime(), "H:i")
        messages.success(request, _("Saved at %(time)s. Two sealed messages leave, as for every man.") % {"time": at})
    return done


def _save(request: HttpRequest, form: forms.ClientForm, candidates: list[queries.Candidate]) -> str:
    """Save him as who he is. Looked up here and not before, because the same form sent twice must not meet itself."""
    data, at = form.cleaned_data, timezone.now()
    found = queries.may_be(request.viewer, name=data["name"], birth_date=data["birth_date"])
    same = form.who_he_is(_people(found)) if found else forms.ANOTHER
    if not same:
        candidates += found
        raise NotPossible(_("There are men here who may be the same. Say whether he is one of them"))
    if same != forms.ANOTHER:
        return _again(request, form, UUID(same))
    client = actions.open_client(
        referred=_referred(request, form), by=str(request.viewer.id), at=at, on=timezone.localdate(at)
    )
    return reverse("client", args=[client.pk])


def _again(request: HttpRequest, form: forms.ArrivedForm, client_id: UUID) -> str:
    client = policy.client_of(request.viewer, client_id)
    at = timezone.now()
    actions.open_episode(
        client=client,
        referred=_referred(request, form),
        by=str(request.viewer.id),
        at=at,
        on=timezone.localdate(at),
    )
    return reverse("client", args=[client_id])


def _referred(request: HttpRequest, form: forms.ArrivedForm) -> actions.Referred:
    data = form.cleaned_data
    return actions.Referred(
        name=data.get("name", ""),
        birth_date=data.get("birth_date"),
        programme=UUID(data["programme"]),
        for_her_service=data["for_her_service"],
        said=form.said(agency_of(request, form)),
        received_on=data["received_on"],
        next_hearing=data["next_hearing"],
        answer_by=data["answer_by"],
    )


def agency_of(request: HttpRequest, form: forms.SaidForm) -> UUID | None:
    """The agency chosen, or a new one that is added to the list; in the transaction of what it belongs to."""
    data = form.cleaned_data
    if data["agency"] or not data["new_agency"]:
        return UUID(data["agency"]) if data["agency"] else None
    if known := queries.agency_named(data["new_agency"]):
        return known
    kind = data["sender"] if data["sender"] in AgencyKind.values else AgencyKind.OTHER
    made = actions.add_agency(
        name=data["new_agency"], kind=kind, contact="", by=str(request.viewer.id), at=timezone.now()
    )
    return made.pk
