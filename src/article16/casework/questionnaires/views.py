"""Pages about a man's questionnaires: the list, one of them, why it was not answered."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.casework.clients.policy import READERS, WRITERS, client_of
from article16.casework.clients.queries import current_episode
from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.questionnaires.pages import language_choices, languages_of
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from . import desks, filling, forms, pages, words
from .actions import answering, planning, sittings
from .looking import asking_or_404, man_link
from .policy import OVERSEE
from .queries import askings, instruments


@require_http_methods(["GET", "POST"])
def questionnaires(request: HttpRequest, client_id: UUID) -> HttpResponse:
    client = client_of(request.viewer, client_id)
    if client is None:
        raise Http404
    seen(request, client_id)
    if request.method == "POST":
        return _plan(request, client_id)
    rows = askings.of_man(request.viewer, client_id)
    today = timezone.localdate()
    titles = instruments.titles_of(request.viewer.programmes(READERS), [row.instrument for row in rows])
    page = pages.ListPage(
        man=man_link(client),
        code=client.code,
        lines=tuple(_line(row, titles[row.instrument], today) for row in rows),
        plan=reverse("questionnaires", args=[client_id]) if request.viewer.has(WRITERS) else "",
        figures=_figures(rows, titles),
        board=reverse("questionnaires-board") if request.viewer.has(OVERSEE) else "",
    )
    return render(request, "questionnaires/list.html", {"page": page})


def _line(row: askings.AskingRow, title: str, today) -> pages.Line:
    second = ""
    if row.link_until and row.link_until > timezone.now():
        second = _("Open link until %(day)s") % {"day": date_format(timezone.localtime(row.link_until), "j M, H:i")}
    if row.begun and not second:
        second = _("Begun, not ended")
    name = "questionnaire-result" if row.done_at else "questionnaire"
    return pages.Line(
        url=reverse(name, args=[row.id]),
        wave=row.window.wave,
        when=words.wave_words(row.window.wave),
        title=title,
        badge=words.badge_of(row, today),
        second=second,
    )


def _figures(rows: list[askings.AskingRow], titles: dict[str, str]) -> tuple[Link, ...]:
    """The latest result of each instrument: there stand the earlier times beside it."""
    latest = {row.instrument: row for row in rows if row.done_at}
    return tuple(Link(titles[name], reverse("questionnaire-result", args=[row.id])) for name, row in latest.items())


def _plan(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Bring his times up to the plan now, without waiting for the tick."""
    episode = current_episode(request.viewer, client_id)
    if episode is None or client_of(request.viewer, client_id, WRITERS) is None:
        raise Http404
    planning.replan(episodes=[episode.id], by=str(request.viewer.id), at=timezone.now())
    return HttpResponseRedirect(reverse("questionnaires", args=[client_id]))


@require_http_methods(["GET", "POST"])
def questionnaire(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    asking = asking_or_404(request, asking_id)
    today = timezone.localdate()
    shut = answering.refusal(asking, on=today)
    instrument = instruments.current(asking.episode.programme_id, asking.instrument)
    may = request.viewer.has(WRITERS) and not shut and instrument is not None
    form = None
    if may and instrument is not None:
        languages = language_choices(instrument)
        form = common.opened(request, forms.AskForm, languages=languages, modes=instrument.modes)
    if request.method == "POST":
        if form is None:
            raise Http404
        if request.POST.get("take_back"):
            sittings.take_back(asking=asking, by=str(request.viewer.id), at=timezone.now())
            messages.success(request, _("The link is closed. Nobody can open it any more."))
            return HttpResponseRedirect(reverse("questionnaire", args=[asking_id]))
        if done := filling.ask(request, asking, form):
            return done
    page = _page(request, asking, instrument, form, shut)
    return render(request, "questionnaires/asking.html", {"page": page})


def _page(request: HttpRequest, asking, instrument, form, shut: str) -> pages.AskingPage:
    row, writes = askings.one(asking), request.viewer.has(WRITERS)
    drafts = askings.entries_of(asking.pk) if row.begun else set()
    begun = reverse("questionnaire-fill", args=[asking.pk, 1])
    may_explain = writes and row.done_at is None
    return pages.AskingPage(
        heading=filling.title(asking.instrument, instrument, programme=asking.episode.programme_id),
        when=f"{asking.wave}: {words.wave_words(asking.wave)}",
        man=man_link(asking.episode.client),
        badge=words.badge_of(row, timezone.localdate()),
        facts=_facts(row),
        form=form,
        shut=shut or (_("This questionnaire is not asked any more") if instrument is None else ""),
        begun=Link(_("Go on where it was left"), begun) if writes and "direct" in drafts and not shut else None,
        entries=_entries(asking, drafts) if writes and not shut else (),
        papers=_papers(asking, instrument) if writes and instrument else (),
        not_answered=Link(_("Record why it was not answered"), reverse("questionnaire-not-answered", args=[asking.pk]))
        if may_explain
        else None,
        result=Link(_("Result"), reverse("questionnaire-result", args=[asking.pk])) if row.done_at else None,
        back=Link(_("All his questionnaires"), reverse("questionnaires", args=[asking.episode.client_id])),
        take_back=reverse("questionnaire", args=[asking.pk]) if form and row.link_until else "",
        kept_at=getattr(request, "draft_kept_at", None),
    )


def _entries(asking, drafts: set[str]) -> tuple[Link, ...]:
    """Where keying in from paper goes on."""
    if "first" not in drafts:
        return ()
    first = Link(_("First entry from paper"), reverse("questionnaire-key", args=[asking.pk, "first", 1]))
    compare = reverse("questionnaire-compare", args=[asking.pk])
    if "second" not in drafts:  # whoever keys it in sees nothing of the first
        return (first, Link(_("Second entry from paper"), compare)) if desks.first_is_whole(asking) else (first,)
    second = Link(_("Second entry from paper"), reverse("questionnaire-key", args=[asking.pk, "second", 1]))
    return (first, second, Link(_("Compare the entries"), compare))


def _papers(asking, instrument) -> tuple[Link, ...]:
    if "self" not in instrument.modes:  # the owner's own paper, or none
        return ()
    where = reverse("questionnaire-paper", args=[asking.pk])
    return tuple(Link(one.name, f"{where}?language={one.code}") for one in languages_of(instrument))


def _facts(row: askings.AskingRow) -> tuple[Fact, ...]:
    window = row.window
    if window.due is None:
        return (Fact(_("Due"), _("When the plan says it")),)
    return (
        Fact(_("Opens"), words.day_words(window.opens)),
        Fact(_("Due"), words.day_words(window.due)),
        Fact(_("Late after"), words.day_words(window.late_after)),
        Fact(_("Closes after"), words.day_words(window.closes)),
    )


@require_http_methods(["GET", "POST"])
def questionnaire_not_answered(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    asking = asking_or_404(request, asking_id, WRITERS)
    form = common.opened(request, forms.NotAnsweredForm)
    back = reverse("questionnaire", args=[asking_id])

    def act() -> str:
        data, by = form.cleaned_data, str(request.viewer.id)
        at = timezone.now()
        answering.not_answered(asking=asking, reason=data["reason"], words=data["words"], by=by, at=at)
        return reverse("questionnaires", args=[asking.episode.client_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. It counts in the answers by time with this reason."))
        return done
    page = FormPage(
        heading=_("Why it was not answered"),
        intro=f"{asking.wave}: {words.wave_words(asking.wave)}, {asking.episode.client.code}",
        form=form,
        button=_("Save the reason"),
        back=back,
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})
