"""Pages about one man in groups: taking him in, taking him out, his attendance, making up for a session."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.casework.clients import queries as clients
from article16.casework.clients.policy import episode_of
from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage

from .. import actions, forms, pages, strips, words
from ..policy import LEADERS, WRITERS, enrolment_of, is_manager
from ..queries import groups as queries
from ..queries import men as men_queries
from .groups import found_group


@require_http_methods(["GET", "POST"])
def group_enrol(request: HttpRequest, group_id: UUID) -> HttpResponse:
    found = found_group(request, group_id, WRITERS)
    chosen = _uuid(request.POST.get("episode") or request.GET.get("episode", ""))
    men = queries.newcomers(request.viewer, found.programme_id, also=chosen)
    seen(request, *(one.client for one in men))
    since = max(found.first_day, timezone.localdate())
    there = any(one.episode == chosen for one in men)
    initial = {"since": since, "episode": str(chosen) if there else None}
    form = common.opened(request, forms.EnrolForm, men=men, initial=initial)
    done = common.save(request, form, lambda: _enrol(request, found, form)) if request.method == "POST" else None
    if done:
        messages.success(request, _("He is in the group. The messages leave, as for every man."))
        return done
    page = pages.GroupFormPage(
        heading=_("Take a man into the %(name)s") % {"name": found.name},
        form=form,
        button=_("Take him in"),
        back=reverse("group", args=[group_id]),
        may_add=bool(men),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "groups/group_enrol.html", {"page": page})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _enrol(request: HttpRequest, found, form: forms.EnrolForm) -> str:
    episode = episode_of(request.viewer, UUID(form.cleaned_data["episode"]), WRITERS)
    if episode is None:
        raise Http404
    actions.enrol(
        episode=episode,
        group=found,
        since=form.cleaned_data["since"],
        reason=form.cleaned_data["reason"],
        manager=is_manager(request.viewer, found.programme_id),
        by=str(request.viewer.id),
        at=timezone.now(),
    )
    return reverse("group", args=[found.pk])


@require_http_methods(["GET", "POST"])
def enrolment_leave(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    found = enrolment_of(request.viewer, enrolment_id)
    if found is None:
        raise Http404
    man, group = found.episode.client, found.group
    seen(request, man.pk)
    form = common.opened(request, forms.LeaveForm, initial={"on": timezone.localdate()})

    def act() -> str:
        data, who, at = form.cleaned_data, str(request.viewer.id), timezone.now()
        actions.leave(enrolment=found, on=data["on"], why=data["why"], by=who, at=at)
        return reverse("group", args=[group.pk])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("He is out of the group. His new plan leaves, as for every man."))
        return done
    page = FormPage(
        heading=_("Take %(name)s out of the %(group)s") % {"name": man.name, "group": group.name},
        intro=_("His episode goes on. To end it, use its own page."),
        form=form,
        button=_("Take him out"),
        back=reverse("group", args=[group.pk]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})


@require_safe
def attendance(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Every session of one man: the strip, where he stands, and the same as a table."""
    found = clients.client(request.viewer, client_id)
    if found is None:
        raise Http404
    seen(request, client_id)
    page = pages.AttendancePage(
        name=found.name,
        code=found.code,
        back=reverse("client", args=[client_id]),
        parts=strips.parts(request.viewer, found, at=timezone.now()),
    )
    return render(request, "groups/attendance.html", {"page": page})


@require_http_methods(["GET", "POST"])
def make_up(request: HttpRequest, client_id: UUID, session_id: UUID) -> HttpResponse:
    episode = men_queries.episode_at(request.viewer, client_id, session_id, LEADERS)
    if episode is None:
        raise Http404
    seen(request, client_id)
    session = men_queries.session(session_id)
    form = common.opened(request, forms.MakeUpForm)

    def act() -> str:
        data = form.cleaned_data
        made = data["what"] == "made-up"
        actions.make_up(
            session=session,
            episode=episode,
            on=data["on"] if made else timezone.localdate(),
            minutes=data["minutes"] if made else 0,
            words=data["words"],
            by=str(request.viewer.id),
            at=timezone.now(),
        )
        return reverse("attendance", args=[client_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. His standing is counted anew."))
        return done
    day = queries.row_of(session.group).local(session.starts_at)
    page = FormPage(
        heading=_("Making up for %(day)s: %(name)s") % {"day": words.long_day(day), "name": episode.client.name},
        intro=_("What he made up for is no absence any more, as far as your programme's rules allow it."),
        form=form,
        button=_("Save"),
        back=reverse("attendance", args=[client_id]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})
