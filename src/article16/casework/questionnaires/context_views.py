"""What a programme tells of itself once a year: the years, one of them, and the pages of questions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common.accounts import queries as accounts
from article16.common.accounts.actions import NotPossible
from article16.common.accounts.middleware import seen
from article16.common.accounts.queries import ProgrammeRow
from article16.common.questionnaires import answering as engine
from article16.common.questionnaires import results
from article16.common.questionnaires.desk import Filling, Kept
from article16.common.questionnaires.encoding import decoded
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from .actions import answering, telling
from .desks import clock
from .models import ContextDraft
from .policy import AUTHORS, OVERSEE, PROGRAMME_CONTEXT
from .queries import contexts, instruments


@dataclass(frozen=True, slots=True)
class YearLine:
    year: int
    url: str  # empty: nothing is told of it yet
    told: str


@dataclass(frozen=True, slots=True)
class ContextPage:
    """Every year of one programme, and what can be told now."""

    programme: str
    years: tuple[YearLine, ...]
    tell: tuple[tuple[int, str], ...]  # year, words of the button
    back: str


def _programme_or_404(request: HttpRequest, programme_id: UUID, roles: frozenset[str]) -> ProgrammeRow:
    mine = accounts.programmes_of(request.viewer.programmes(roles))
    found = next((one for one in mine if one.id == programme_id), None)
    if found is None:
        raise Http404
    seen(request, programme_id)
    return found


@require_http_methods(["GET", "POST"])
def programme_context(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    found = _programme_or_404(request, programme_id, OVERSEE)
    now = timezone.localdate().year
    may = programme_id in request.viewer.programmes(AUTHORS)
    if request.method == "POST":
        return _begin(request, programme_id, may, now)
    told, begun = contexts.years(programme_id), contexts.begun(programme_id)
    asked = may and instruments.of_library(PROGRAMME_CONTEXT) is not None
    lines = tuple(
        YearLine(one.year, reverse("programme-context-year", args=[programme_id, one.year]), _told(one)) for one in told
    )
    tell = tuple((year, _button(year, {one.year for one in told}, begun)) for year in (now, now - 1)) if asked else ()
    back = reverse("instruments") if may else reverse("questionnaires-board")
    return render(request, "questionnaires/context.html", {"page": ContextPage(found.name, lines, tell, back)})


def _told(one: contexts.Told) -> str:
    values = {"at": date_format(timezone.localtime(one.at), "j M Y"), "by": one.by}
    return _("told on %(at)s by %(by)s") % values


def _button(year: int, told: set[int], begun: frozenset[int]) -> str:
    if year in begun:
        return _("Go on with %(year)d") % {"year": year}
    return (_("Correct %(year)d") if year in told else _("Tell %(year)d")) % {"year": year}


def _begin(request: HttpRequest, programme_id: UUID, may: bool, now: int) -> HttpResponse:
    year = request.POST.get("year", "")
    if not may or year not in {str(now), str(now - 1)}:
        raise Http404
    try:
        telling.begin(programme=programme_id, year=int(year), by=str(request.viewer.id), at=timezone.now())
    except NotPossible as no:
        messages.error(request, str(no))
        return HttpResponseRedirect(reverse("programme-context", args=[programme_id]))
    return HttpResponseRedirect(reverse("programme-context-fill", args=[programme_id, year, 1]))


@dataclass
class ContextDesk:
    """A manager tells a year of the programme."""

    draft: ContextDraft
    by: str
    at: datetime

    def filling(self) -> Filling | None:
        instrument = instruments.by_fingerprint(self.draft.fingerprint)
        if instrument is None:
            return None
        return Filling(
            instrument=instrument,
            informant=telling.INFORMANT,
            time=None,
            language=self.draft.language,
            answers=decoded(instrument, self.draft.answers),
            typed=self.draft.typed,
            passed=frozenset(self.draft.passed),
            large=self.draft.large,
            kept_at=clock(self.draft.kept_at) if self.draft.kept_at else "",
        )

    def keep(self, kept: Kept) -> str:
        self.draft = telling.keep(draft=self.draft, kept=kept, by=self.by, at=self.at)
        return clock(self.at)

    def finish(self) -> str:
        told = telling.finish(draft=self.draft, by=self.by, at=self.at)
        return reverse("programme-context-year", args=[told.programme_id, told.year])

    def pause(self) -> str:
        return reverse("programme-context", args=[self.draft.programme_id])

    def address(self, place: int) -> str:
        return reverse("programme-context-fill", args=[self.draft.programme_id, self.draft.year, place])


@require_http_methods(["GET", "POST"])
def programme_context_fill(request: HttpRequest, programme_id: UUID, year: int, place: int) -> HttpResponse:
    found = _programme_or_404(request, programme_id, AUTHORS)
    draft = contexts.draft_of(programme_id, year)
    back = HttpResponseRedirect(reverse("programme-context", args=[programme_id]))
    if draft is None:
        return back
    desk = ContextDesk(draft, str(request.viewer.id), timezone.now())
    try:
        if request.method == "POST":
            return answering.at_once(lambda: engine.answer(request, desk, place, service=found.name)) or back
        return engine.answer(request, desk, place, service=found.name) or back
    except NotPossible as no:
        messages.error(request, str(no))
        return back


@dataclass(frozen=True, slots=True)
class YearPage:
    """What was told of one year, in the words that were asked."""

    heading: str
    programme: str
    facts: tuple[Fact, ...]
    groups: tuple[results.AnswerGroup, ...]
    before: tuple[str, ...]
    others: tuple[Link, ...]
    back: str


@require_safe
def programme_context_year(request: HttpRequest, programme_id: UUID, year: int) -> HttpResponse:
    found = _programme_or_404(request, programme_id, OVERSEE)
    told = contexts.standing(programme_id, year)
    instrument = instruments.by_fingerprint(told.fingerprint) if told else None
    if told is None or instrument is None:
        raise Http404
    others = (one.year for one in contexts.years(programme_id) if one.year != year)
    page = YearPage(
        heading=_("The programme in %(year)d") % {"year": year},
        programme=found.name,
        facts=(
            Fact(_("Told"), date_format(timezone.localtime(told.answered_at), "j F Y")),
            Fact(_("By"), told.written_by.name),
            Fact(_("Version"), f"{told.version}, {told.fingerprint[:12]}"),
        ),
        groups=results.answer_groups(instrument, decoded(instrument, told.answers), telling.INFORMANT),
        before=tuple(_told(one) for one in contexts.earlier(programme_id, year)),
        others=tuple(Link(str(one), reverse("programme-context-year", args=[programme_id, one])) for one in others),
        back=reverse("programme-context", args=[programme_id]),
    )
    return render(request, "questionnaires/context_year.html", {"page": page})
