"""Pages of a programme, for its manager: the texts that men sign."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link

from . import pages, programme_actions, programme_forms, queries
from .agreement_views import direction, language_name, paragraphs
from .kinds import TextKind
from .policy import MANAGERS, OVERSEERS
from .programme_showing import Words, form_page, programme_or_404


def _text_line(row: queries.TextRow) -> pages.TextLine:
    title = _("%(text)s, version %(version)d") % {"text": TextKind(row.kind).label, "version": row.version}
    badge = Badge(State.DONE, _("Released")) if row.released_at else Badge(State.OPEN, _("Draft"))
    return pages.TextLine(row, title, language_name(row.language), badge, reverse("agreement-text", args=[row.id]))


@require_safe
def agreement_texts(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    programme = programme_or_404(request, programme_id, OVERSEERS)
    rows = queries.texts(programme_id)
    manages = programme_id in request.viewer.programmes(MANAGERS)
    page = pages.AgreementTextsPage(
        programme=programme.name,
        rows=tuple(_text_line(one) for one in rows),
        add=Link(_("Write a text"), reverse("agreement-text-write", args=[programme_id])) if manages else None,
        begin=reverse("agreement-texts-begin", args=[programme_id]) if manages and not rows else "",
    )
    return render(request, "intake/agreement_texts.html", {"page": page})


@require_http_methods(["GET", "POST"])
def agreement_texts_begin(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    programme = programme_or_404(request, programme_id, MANAGERS)
    form = common.opened(request, programme_forms.ConfirmForm)
    back = reverse("agreement-texts", args=[programme_id])

    def act() -> str:
        by, at = str(request.viewer.id), timezone.now()
        programme_actions.begin_with_our_texts(programme=programme_id, by=by, at=at)
        return back

    words = Words(
        heading=_("Begin with our texts: %(name)s") % {"name": programme.name},
        intro=_(
            "Three drafts in English: the contract, the limits of confidentiality, the sentence confirmed on the"
            " screen. Read them, change them, let a lawyer of your country read them, then release them."
        ),
        button=_("Begin with these"),
        saved=_("Saved as drafts. Nobody signs a draft: release it first."),
        back=back,
    )
    return form_page(request, form, act, words)


def _text_or_404(request: HttpRequest, text_id: UUID, roles: frozenset[str]):
    found = queries.text(request.viewer.programmes(roles), text_id)
    if found is None:
        raise Http404
    return programme_or_404(request, found[0], roles), found[1]


@require_safe
def agreement_text(request: HttpRequest, text_id: UUID) -> HttpResponse:
    programme, row = _text_or_404(request, text_id, OVERSEERS)
    manages = programme.id in request.viewer.programmes(MANAGERS)
    write = reverse("agreement-text-write", args=[programme.id]) + f"?kind={row.kind}&language={row.language}"
    change = _("Write the next version") if row.released_at else _("Change the draft")
    page = pages.AgreementTextPage(
        programme=programme.name,
        line=_text_line(row),
        paragraphs=paragraphs(row.words),
        direction=direction(row.language),
        written=_by(row.written_by, row.written_at),
        released=_by(row.released_by, row.released_at) if row.released_at else "",
        change=Link(change, write) if manages else None,
        release=reverse("agreement-text-release", args=[text_id]) if manages and not row.released_at else "",
        back=reverse("agreement-texts", args=[programme.id]),
    )
    return render(request, "intake/agreement_text.html", {"page": page})


def _by(who: str, at) -> str:
    return _("%(name)s, %(when)s") % {"name": who, "when": date_format(timezone.localtime(at), "j F Y, H:i")}


@require_http_methods(["GET", "POST"])
def agreement_text_write(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    programme = programme_or_404(request, programme_id, MANAGERS)
    kind, language = request.GET.get("kind", ""), request.GET.get("language", "")
    rows = queries.texts(programme_id)
    newest = next((one for one in rows if (one.kind, one.language) == (kind, language)), None)
    initial = {"kind": kind, "language": language, "words": newest.words if newest else ""}
    form = common.opened(request, programme_forms.TextForm, initial=initial)

    def act() -> str:
        by, at, data = str(request.viewer.id), timezone.now(), form.cleaned_data
        names = ("kind", "language", "words")
        row = programme_actions.write_text(programme=programme_id, by=by, at=at, **{one: data[one] for one in names})
        return reverse("agreement-text", args=[row.pk])

    words = Words(
        heading=_("Write a text of the agreement: %(name)s") % {"name": programme.name},
        intro=_("Saving keeps a draft of the next version in this language. What was released stays as it is."),
        button=_("Save the draft"),
        saved=_("Saved as a draft. Nobody signs a draft: release it first."),
        back=reverse("agreement-texts", args=[programme_id]),
    )
    return form_page(request, form, act, words)


@require_http_methods(["GET", "POST"])
def agreement_text_release(request: HttpRequest, text_id: UUID) -> HttpResponse:
    programme, row = _text_or_404(request, text_id, MANAGERS)
    form = common.opened(request, programme_forms.ConfirmForm)
    back = reverse("agreement-text", args=[text_id])

    def act() -> str:
        by, at = str(request.viewer.id), timezone.now()
        programme_actions.release_text(programme=programme.id, text_id=text_id, by=by, at=at)
        return back

    words = Words(
        heading=_("Release: %(title)s") % {"title": _text_line(row).title},
        intro=_(
            "From then on men sign this version, and its words can never be changed. A change is the next version."
        ),
        button=_("Release it"),
        saved=_("Released. Men sign this version from now on."),
        back=back,
    )
    return form_page(request, form, act, words)
