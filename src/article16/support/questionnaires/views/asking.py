"""One questionnaire at one time: how it is asked, on paper, or why it was not; and which other ones there are."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.questionnaires.pages import language_choices, languages_of
from article16.common.questionnaires.paper import paper
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link
from article16.instruments.definition import Instrument
from article16.support.keys.session import held as unlocked_of
from article16.support.survivors import clock
from article16.support.survivors.contact import SafeContact, Wish, verdict
from article16.support.survivors.views import found_case, on_case
from article16.support.survivors.writings import CaseFile

from .. import asking, forms, pages, words
from ..actions import answering
from ..held import WORKERS, Entry, time_of
from ..policy import ANY, ASKED, BY_WORKER, NEEDED
from ..queries import instruments, sittings
from ..schedule import Window
from ..standing import answered, why_not
from . import frame
from .frame import Asked
from .listing import go_on_links


@require_http_methods(["GET", "POST"])
@on_case
def survivor_questionnaire(request: HttpRequest, survivor_id: UUID, wave: str, tool: str) -> HttpResponse:
    file, asked = found_case(request, survivor_id), frame.asked_or_404(wave, tool)
    window = frame.times_of(request, file)[0].of(asked.what.wave)
    no = asking.refusal(file, asked.what, informant=asked.informant, window=window, on=frame.today())
    form = None
    if no is None:
        form = common.opened(
            request, forms.AskForm, ways=_ways(asked), languages=language_choices(asked.instrument), now=_now(file)
        )
    if request.method == "POST":
        if form is None:
            raise Http404
        if done := common.save(request, form, lambda: _begin(request, file, asked, form.cleaned_data)):
            return done
    page = _page(request, file, asked, window, form, words.refusal_words(no) if no else "")
    return render(request, "her_questionnaires/asking.html", {"page": page})


def _begin(request: HttpRequest, file: CaseFile, asked: Asked, data: dict[str, str]) -> str:
    entry = Entry.FIRST if data["how"] == "paper" else Entry.DIRECT
    sitting = answering.begin(
        case=file.id, what=asked.what, instrument=asked.instrument, informant=asked.informant, asked=data["how"],
        language=data["language"], entry=entry, by=unlocked_of(request), at=clock.now(),
    )  # fmt: skip
    return reverse("survivor-sitting", args=[file.id, sitting, 1])


def _ways(asked: Asked) -> list[tuple[str, str]]:
    """In which ways this instrument may be asked; a tool about what a worker knows is filled in by her alone."""
    if asked.informant == WORKERS:
        return [("worker", str(BY_WORKER))]
    return [(way, str(said)) for way, said in ASKED.items() if NEEDED[way] in asked.instrument.modes]


def _now(file: CaseFile) -> bool:
    return verdict(file.contact or SafeContact(wish=Wish.NOT_ASKED), at=clock.now()).now


def _page(
    request: HttpRequest, file: CaseFile, asked: Asked, window: Window | None, form, shut: str
) -> pages.AskingPage:
    what, instrument, hers = asked.what, asked.instrument, asked.informant != WORKERS
    done = answered(file, what) if what.wave else []
    rows = [one for one in sittings.in_progress(file.id, unlocked_of(request)) if one.held.what == what]
    reason = why_not(file, what)
    return pages.AskingPage(
        code=file.core.code,
        case=frame.case_link(file),
        heading=instruments.title_of(instrument),
        when=words.time_words(what.wave),
        about=_("In her own words only: nobody answers it for her.") if hers else _("Filled in by her worker."),
        badge=words.badge_of(window, done=bool(done), reason=reason, on=frame.today()) if window else None,
        facts=_facts(window),
        form=form,
        button=_("Ask her") if hers else _("Fill it in"),
        shut=shut,
        begun=go_on_links(file, rows) + tuple(_ends(file, rows)),
        papers=_papers(file, asked) if form and hers and NEEDED["paper"] in instrument.modes else (),
        link=Link(_("A link for her"), reverse("survivor-links", args=[file.id])) if form and hers else None,
        not_answered=Link(
            _("Record why it was not filled in"), frame.address("survivor-not-answered", file, what)
        ) if what.wave and not done else None,
        answers=Link(_("Her answers"), reverse("survivor-answers", args=[file.id, done[0].id])) if done else None,
        back=frame.list_link(file, _("All her questionnaires")),
        kept_at=getattr(request, "draft_kept_at", None),
    )  # fmt: skip


def _ends(file: CaseFile, rows) -> list[Link]:
    whole = [one for one in rows if one.held.entry is Entry.DIRECT and one.held.passed]
    there = [reverse("survivor-sitting-end", args=[file.id, one.id]) for one in whole]
    return [Link(_("End it with what is there"), url) for url in there]


def _papers(file: CaseFile, asked: Asked) -> tuple[Link, ...]:
    where = frame.address("survivor-paper", file, asked.what)
    return tuple(Link(one.name, f"{where}?language={one.code}") for one in languages_of(asked.instrument))


def _facts(window: Window | None) -> tuple[Fact, ...]:
    if window is None:
        return ()
    if window.due is None:
        return (Fact(_("Due"), _("When there is a date for it")),)
    days = ((_("Opens"), window.opens), (_("Due"), window.due), (_("Closes after"), window.closes))
    return tuple(Fact(label, words.day_words(day)) for label, day in days)


@require_safe
@on_case
def survivor_paper(request: HttpRequest, survivor_id: UUID, wave: str, tool: str) -> HttpResponse:
    """The sheet as PDF: the number of the case and the time, no name and no answer."""
    file, asked = found_case(request, survivor_id), frame.asked_or_404(wave, tool)
    language = request.GET.get("language", "en")
    instrument = asked.instrument
    fits = asked.informant != WORKERS and NEEDED["paper"] in instrument.modes
    if not fits or language not in {one.code for one in instrument.languages}:
        raise Http404
    time = time_of(instrument, asked.what.wave)
    made = paper(
        instrument, informant=asked.informant, time=time, language=language, code=file.core.code, at=clock.now()
    )
    # Neither the name of the file nor its title says whose service it is: it may lie open at her place.
    headers = {"Content-Disposition": f'attachment; filename="{file.core.code}-{language}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "POST"])
@on_case
def survivor_not_answered(request: HttpRequest, survivor_id: UUID, wave: str, tool: str) -> HttpResponse:
    file, asked = found_case(request, survivor_id), frame.asked_or_404(wave, tool)
    form = common.opened(request, forms.NotAnsweredForm)

    def act() -> str:
        data = form.cleaned_data
        answering.not_answered(
            case=survivor_id, what=asked.what, reason=data["reason"], words=data["words"], by=unlocked_of(request),
            at=clock.now(),
        )  # fmt: skip
        return reverse("survivor-questionnaires", args=[survivor_id])

    return frame.form_page(
        request, form, act, heading=_("Why it was not filled in: %(code)s") % {"code": file.core.code},
        intro=f"{words.time_words(asked.what.wave)}, {instruments.title_of(asked.instrument)}",
        button=_("Save the reason"), back=frame.address("survivor-questionnaire", file, asked.what),
        said=_("Saved. It counts in the answers by time with this reason."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@on_case
def survivor_tool(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    """Another questionnaire, or a recognised tool about risk. Whose word it takes stands beside its name."""
    file = found_case(request, survivor_id)
    times, _unread = frame.times_of(request, file)
    on = frame.today()
    open_now = [one.wave for one in times.windows if one.state(on).value in {"due", "late"}]
    waves = [(ANY, _("At no planned time")), *((wave, words.time_words(wave)) for wave in open_now)]
    tools = [(one.id, _tool_words(one)) for one in instruments.askable()]
    form = common.opened(request, forms.ToolForm, tools=tools, waves=waves)
    back = reverse("survivor-questionnaires", args=[survivor_id])

    def act() -> str:
        return reverse(
            "survivor-questionnaire", args=[survivor_id, form.cleaned_data["wave"], form.cleaned_data["what"]]
        )

    return frame.form_page(
        request, form, act, heading=_("Another questionnaire or tool: %(code)s") % {"code": file.core.code},
        intro=_("Some of them take her word only, others what her worker knows. It stands beside the name."),
        button=_("Go on"), back=back, said="",
    )  # fmt: skip


def _tool_words(instrument: Instrument) -> str:
    hers = instruments.informants(instrument)[0] != WORKERS
    return f"{instruments.title_of(instrument)} ({_('her word') if hers else _('what her worker knows')})"
