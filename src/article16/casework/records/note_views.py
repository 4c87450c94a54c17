"""Pages of notes: all of them, one, a new one, a correction."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.casework.clients.policy import WRITERS
from article16.casework.clients.queries import support_of
from article16.casework.intake import pages as intake_pages
from article16.casework.intake.showing import episode_or_404, may, saved_now
from article16.casework.warnings.queries import duty_sentence
from article16.common import forms as common
from article16.common.accounts.log_view import paging_of
from article16.common.accounts.middleware import seen
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from . import actions, forms, pages, queries
from .policy import note_of
from .views import note_line


@require_safe
def notes(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = episode_or_404(request, episode_id)
    part = queries.notes(episode_id, token=request.GET.get("from", ""))
    add = Link(_("Write a note"), reverse("note-add", args=[episode_id])) if may(request, episode, WRITERS) else None
    page = pages.NotesPage(
        man=intake_pages.man(episode),
        rows=tuple(note_line(one) for one in part.rows),
        paging=paging_of(part, latest_first=True),
        add=add,
        back=reverse("records", args=[episode_id]),
    )
    return render(request, "records/notes.html", {"page": page})


def _found(request: HttpRequest, note_id: UUID, roles: frozenset[str] | None = None):
    found = note_of(request.viewer, note_id, roles) if roles else note_of(request.viewer, note_id)
    if found is None:
        raise Http404
    seen(request, found.episode.client_id)
    return found


@require_safe
def note(request: HttpRequest, note_id: UUID) -> HttpResponse:
    found = _found(request, note_id)
    newer, older = queries.correction_of(found), found.corrects_id
    line = note_line(queries.note_row(found, newer))
    correct = may(request, found.episode, WRITERS) and not newer
    page = pages.NotePage(
        man=intake_pages.man(found.episode),
        line=line,
        facts=_facts(line),
        newer=Link(_("Show the correction"), reverse("note", args=[newer])) if newer else None,
        older=Link(_("Show what stood before"), reverse("note", args=[older])) if older else None,
        correct=Link(_("Correct this note"), reverse("note-correct", args=[note_id])) if correct else None,
        back=reverse("notes", args=[found.episode_id]),
    )
    return render(request, "records/note.html", {"page": page})


def _facts(line: pages.NoteLine) -> tuple[Fact, ...]:
    day = date_format(line.day, "j F Y") + (f", {line.time}" if line.time else "")
    facts = [Fact(_("Day"), day), Fact(_("Kind"), line.kind), Fact(_("Contact"), line.contact)]
    if line.due:
        facts.append(Fact(_("To be done by"), line.due))
    return (*facts, Fact(_("Written by"), line.written))


@require_http_methods(["GET", "POST"])
def note_add(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = episode_or_404(request, episode_id, WRITERS)
    form = common.opened(request, forms.NoteForm, initial={"on": timezone.localdate()})
    return _form(request, episode, form, heading=_("Write a note"))


@require_http_methods(["GET", "POST"])
def note_correct(request: HttpRequest, note_id: UUID) -> HttpResponse:
    found = _found(request, note_id, WRITERS)
    names = ("kind", "on", "happened_at", "channel", "with_whom", "agency", "words", "due_on", "seriousness")
    initial = {name: getattr(found, name) for name in names} | {"concern": found.concern or "none"}
    form = common.opened(request, forms.NoteCorrectForm, initial=initial)
    return _form(request, found.episode, form, heading=_("Correct the note"), corrects=found)


def _form(request: HttpRequest, episode, form: forms.NoteForm, *, heading: str, corrects=None) -> HttpResponse:
    at = timezone.now()

    def act() -> str:
        data = form.cleaned_data
        names = ("on", "kind", "channel", "with_whom", "words", "agency", "happened_at", "due_on", "seriousness")
        concern = "" if data["concern"] == "none" else data["concern"]
        noted = actions.Noted(concern=concern, **{name: data[name] for name in names})
        by = str(request.viewer.id)
        row = actions.write_note(episode=episode, noted=noted, by=by, at=at, corrects=corrects)
        return reverse("note", args=[row.pk])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, saved_now(_left(form.cleaned_data["concern"] != "none", corrects)))
        return done
    page = pages.FormPage(
        man=intake_pages.man(episode),
        heading=heading,
        form=form,
        consequence=_consequence(episode, corrects),
        button=_("Save the correction") if corrects else _("Save the note"),
        back=reverse("note", args=[corrects.pk]) if corrects else reverse("records", args=[episode.pk]),
        aside=duty_sentence(episode.programme_id, at=at),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "records/note_form.html", {"page": page})


def _left(concern: bool, corrects) -> str:
    if corrects:
        return _("What stood before stays in the file.")
    return _("The warning is raised, as for every man.") if concern else _("Nothing left this service.")


def _consequence(episode, corrects) -> str:
    if corrects:
        return _(
            "Saving writes a new row; what stood before stays, and the two point at each other. Where the earlier note "
            "raised a concern, a sealed message says that it was corrected, as for every man. A concern that is new or "
            "more serious warns again. A warning that has left cannot be called back."
        )
    if support_of(episode.programme_id).zone:
        return _(
            "Saving writes the note into his file, and nothing leaves. With a concern, this note leaves in one sealed "
            "warning to the women’s service, as for every man. It cannot be called back."
        )
    return _(
        "Saving writes the note into his file, and nothing leaves. With a concern, it becomes a task of the person who "
        "is warned where there is no women’s service, as for every man."
    )
