"""What may leave the service, each with its conditions and its record. Everything else stays."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link
from article16.support.keys.session import held, needs_unlocked, to_unlock, unlocked

from . import actions, forms, pages, queries
from .policy import ABOUT, HOW, IN_DANGER
from .queries import Made
from .writings import Danger, Statistics


@require_safe
@needs_unlocked
def releases(request: HttpRequest) -> HttpResponse:
    rows, broken = queries.made(held(request))
    seen(request, *(one.id for one in rows))
    names = accounts.names({str(one) for row in rows for one in (row.told.by, row.value.approver)})
    shown = tuple(_row(one, names, request.viewer.id) for one in rows)
    page = pages.ReleasesPage(_rules("lead" in request.viewer.grants), shown, broken)
    return render(request, "releases/releases.html", {"page": page})


def _rules(lead: bool) -> tuple[pages.Rule, ...]:
    return (
        pages.Rule(
            _("Danger to life"),
            (
                _("Somebody may be killed or gravely hurt: a woman, a child, somebody on the staff, he himself."),
                _("It is spoken, under the written emergency procedure. Nothing is written, sent or shown."),
                _("One other lead agrees before it is said, and confirms it here."),
            ),
            Link(_("Record what was spoken"), reverse("release-danger")),
        ),
        pages.Rule(
            _("The code of a panel meeting"),
            (
                _("At every meeting one code is set for every man, discussed and not discussed alike."),
                _("It stands on “no change” unless a lead sets another. It is one of five, and holds no word."),
                _("It goes over as a signed sheet that always has one length for so many men."),
            ),
            Link(_("Safety panel"), reverse("panel")) if lead else None,
        ),
        pages.Rule(
            _("Statistics for release"),
            (
                _("Made by the report with --release: at least 8 persons, rounded, no mark for one person."),
                _("At most once a year for each study, and not again before 8 persons differ."),
                _("Another lead agrees."),
            ),
            Link(_("Record what leaves"), reverse("release-statistics")) if lead else None,
        ),
    )


def _row(one: Made, names: dict[str, str], me: UUID) -> pages.Row:
    mine = one.value.approver == me and one.agreement is None
    return pages.Row(
        at=one.told.at,
        what=str(ABOUT[one.value.about]),
        by=names.get(str(one.told.by), ""),
        badge=_badge(one),
        words=(*_words(one.value), (_("Agreed by"), names.get(str(one.value.approver), ""))),
        confirm=Link(_("Say whether you agreed"), reverse("release-approval", args=[one.id])) if mine else None,
    )


def _badge(one: Made) -> Badge:
    if one.agreement is None:
        return Badge(State.DUE, _("Not confirmed yet"))
    return Badge(State.DONE, _("Confirmed")) if one.agreement.agreed else Badge(State.LATE, _("Was not agreed to"))


def _words(value: Danger | Statistics) -> tuple[tuple[str, str], ...]:
    if isinstance(value, Danger):
        return (
            (_("In danger"), str(IN_DANGER.get(value.who, value.who))),
            (_("Why"), value.why),
            (_("Said"), value.said),
            (_("To"), value.told_to),
            (_("How"), str(HOW.get(value.how, value.how))),
            (_("Asked"), value.asked),
        )
    return ((_("Study"), value.study), (_("To"), value.given_to), (_("Digest of the file"), value.sha256))


def _saved(request: HttpRequest, form: forms.OnceForm, act, page: FormPage | pages.UploadPage) -> HttpResponse:
    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Recorded, sealed."))
        return done
    name = "releases/upload_page.html" if isinstance(page, pages.UploadPage) else "accounts/form_page.html"
    return render(request, name, {"page": page})


@require_http_methods(["GET", "POST"])
@needs_unlocked
def release_danger(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    form = common.opened(request, forms.DangerForm, approvers=queries.approvers(request.viewer.id, at=at))

    def act() -> str:
        told = {name: form.cleaned_data[name] for name in ("who", "why", "said", "told_to", "how", "asked")}
        value = Danger(**told, approver=UUID(form.cleaned_data["approver"]))
        actions.say_danger(value=value, by=held(request), at=at)
        return reverse("releases")

    page = FormPage(
        heading=_("Danger to life: what was spoken"),
        intro=_("First act: emergency services, then the procedure. This page records it afterwards, sealed."),
        form=form,
        button=_("Record"),
        back=reverse("releases"),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return _saved(request, form, act, page)


@require_http_methods(["GET", "POST"])
@needs_unlocked
def release_statistics(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    form = _statistics_form(request, at)

    def act() -> str:
        told = {name: form.cleaned_data[name] for name in ("study", "on", "given_to")}
        value = Statistics(**told, sha256=form.digest(), approver=UUID(form.cleaned_data["approver"]))
        actions.release_statistics(value=value, by=held(request), at=at)
        return reverse("releases")

    page = pages.UploadPage(
        heading=_("Statistics that leave"),
        intro=_("Recorded before the file is given away."),
        form=form,
        button=_("Record"),
        back=reverse("releases"),
    )
    return _saved(request, form, act, page)


def _statistics_form(request: HttpRequest, at: datetime) -> forms.StatisticsForm:
    approvers = queries.approvers(request.viewer.id, at=at)
    if request.method == "POST":
        return forms.StatisticsForm(request.POST, request.FILES, approvers=approvers)
    return common.opened(request, forms.StatisticsForm, approvers=approvers)


@require_http_methods(["GET", "POST"])
def release_approval(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Only for the lead who was named; for everybody else there is no such page."""
    if not queries.exists(release_id):
        raise Http404
    if not unlocked(request):
        return to_unlock(request)
    found = next((one for one in queries.made(held(request))[0] if one.id == release_id), None)
    if found is None or found.value.approver != request.viewer.id:
        raise Http404
    seen(request, release_id)
    form = common.opened(request, forms.AgreementForm)

    def act() -> str:
        told = form.cleaned_data
        agreed, at = told["agreed"] == "yes", timezone.now()
        actions.answer(release=release_id, agreed=agreed, words=told["words"], by=held(request), at=at)
        return reverse("releases")

    page = FormPage(
        heading=_("Did you agree?"),
        intro=" · ".join(f"{label}: {words}" for label, words in _words(found.value)),
        form=form,
        button=_("Record my answer"),
        back=reverse("releases"),
    )
    return _saved(request, form, act, page)
