"""The board of figures, a return on a page, in print and as a table, and the records behind a figure."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from article16.common.accounts.middleware import seen
from article16.common.returns import pages, paper, periods
from article16.common.returns.drawing import Bars, bars
from article16.common.returns.figures import Counted, counted
from article16.common.returns.forms import PeriodForm
from article16.common.returns.periods import Period
from article16.common.ui.parts import Paging, Tab
from article16.common.ui.shell import Link
from article16.support.keys.session import to_unlock, unlocked
from article16.support.survivors import clock

from . import actions, queries, words
from .counting import Row
from .definitions import BY_MONTH, FIGURES, LOCKED, NOW, WITH_RECORDS, YEAR
from .taking import Taken, by_month, outside
from .waiting import days, may_take_long, taken_for

SIZE = 50
OUTSIDE = gettext_lazy(
    "Small numbers are withheld and the others rounded, so that nobody can be told from them. "
    "Do not hand out returns of periods that overlap."
)
IS_LOCKED = gettext_lazy("You are locked. What stands in the cases is counted once you unlock.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    period: Period
    outside: bool
    form: PeriodForm

    @property
    def address(self) -> str:
        """The same again, for another page about it."""
        said = {"first": self.period.first.isoformat(), "last": self.period.last.isoformat()}
        return urlencode(said | ({"outside": "on"} if self.outside else {}))


def _asked(request: HttpRequest) -> Asked:
    """Of the address; what cannot be read there is said at the form, and this quarter is shown."""
    this = periods.quarter(clock.today())
    given = any(name in request.GET for name in ("first", "last"))
    form = PeriodForm(request.GET if given else None, initial={"first": this.first, "last": this.last})
    if not given or not form.is_valid():
        return Asked(this, False, form)
    return Asked(Period(form.cleaned_data["first"], form.cleaned_data["last"]), form.cleaned_data["outside"], form)


@require_safe
@may_take_long
def figures(request: HttpRequest) -> HttpResponse:
    """While locked what stands in clear; unlocked all of it. Counted anew, over many cases every five minutes."""
    by, period = unlocked(request), periods.board(clock.today())
    seen(request)
    taken = taken_for(request, period, (*BY_MONTH, *YEAR))
    months = periods.months(period)
    year = [one for one in taken.figures if one.figure.code in YEAR]
    links = [Link(_("Figures of a period"), reverse("return"))]
    if by is None:
        links.append(_to_unlock(request))
    page = pages.BoardPage(
        about=days(period) if by else f"{days(period)} · {IS_LOCKED}",
        now=pages.shown(_now(), {}),
        months=tuple(date_format(month, "M Y") for month in months),
        pictures=tuple(_picture(code, taken, months) for code in BY_MONTH if code in taken.rows),
        year=pages.shown(year, {}),
        links=tuple(links),
    )
    return render(request, "returns/figures.html", {"page": page})


def _picture(code: str, taken: Taken, months: list[date]) -> Bars:
    found = by_month(taken.rows[code])
    rows = [(date_format(month, "M"), found.get(month, 0)) for month in months]
    said = _("%(number)d in twelve months; the table below has each month.") % {"number": sum(found.values())}
    return bars(str(words.SHORT[code]), rows, words=f"{words.SHORT[code]}: {said}")


def _now() -> list[Counted]:
    numbers = {"open-warnings": queries.open_warnings(), "cases": queries.cases()}
    return [counted(one, {"": numbers[one.code]}) for one in NOW]


def _to_unlock(request: HttpRequest) -> Link:
    return Link(_("Unlock"), f"{reverse('unlock')}?{urlencode({'next': request.get_full_path()})}")


@require_safe
@may_take_long
def period_return(request: HttpRequest) -> HttpResponse:
    asked, by = _asked(request), unlocked(request)
    seen(request)
    taken = _of_period(request, asked)
    records = f"?{asked.address}"
    inside = (
        {} if asked.outside else {code: f"{reverse('return-records', args=[code])}{records}" for code in WITH_RECORDS}
    )
    links = [
        Link(_("In print"), f"{reverse('return-print')}?{asked.address}"),
        Link(_("As a table"), f"{reverse('return-sheet')}?{asked.address}"),
    ]
    page = pages.ReturnPage(
        heading=_("Figures of a period"),
        about=days(asked.period),
        form=asked.form,
        presets=_presets(asked),
        figures=pages.shown(taken.figures, inside),
        links=tuple(links if by else [*links, _to_unlock(request)]),
        note=" ".join(str(one) for one in _notes(asked, taken)),
    )
    return render(request, "returns/return.html", {"page": page})


def _of_period(request: HttpRequest, asked: Asked) -> Taken:
    taken = taken_for(request, asked.period, FIGURES)
    return outside(taken) if asked.outside else taken


def _notes(asked: Asked, taken: Taken) -> list[str]:
    """What must be known beside the numbers."""
    notes = [str(OUTSIDE)] if asked.outside else []
    if taken.unopened is None:
        notes.append(str(IS_LOCKED))
    elif taken.unopened and not asked.outside:
        said = ngettext(
            "%(number)d case does not open with your key and stands in no figure of the cases.",
            "%(number)d cases do not open with your key and stand in no figure of the cases.",
            taken.unopened,
        )
        notes.append(said % {"number": taken.unopened})
    return notes


@require_safe
@may_take_long
def return_print(request: HttpRequest) -> HttpResponse:
    asked, at = _asked(request), clock.now()
    seen(request)
    taken = _of_period(request, asked)
    about = _told(asked, taken, at=at)
    made = paper.paper(taken.figures, title=_("Figures of a period"), about=about, at=at)
    return _file(request, made, asked, "application/pdf", "pdf", at=at)


@require_safe
@may_take_long
def return_sheet(request: HttpRequest) -> HttpResponse:
    from article16.common.returns import sheet  # with openpyxl: not at the start

    asked, at = _asked(request), clock.now()
    seen(request)
    taken = _of_period(request, asked)
    made = sheet.sheet(taken.figures, about=_told(asked, taken, at=at), at=at)
    return _file(request, made, asked, sheet.TYPE, "xlsx", at=at)


def _file(request: HttpRequest, made: bytes, asked: Asked, kind: str, ending: str, *, at: datetime) -> HttpResponse:
    actions.note_export(by=request.viewer.id, at=at)
    name = f"figures-{asked.period.first}-{asked.period.last}.{ending}"
    return HttpResponse(made, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_safe
@may_take_long
def return_records(request: HttpRequest, figure: str) -> HttpResponse:
    """What is counted, as far as it is open to this person; the rest is counted and not listed."""
    if figure not in WITH_RECORDS:
        raise Http404
    by, asked, what = unlocked(request), _asked(request), FIGURES[figure]
    if by is None:
        return to_unlock(request)
    rows = taken_for(request, asked.period, (figure,)).rows[figure]
    mine = queries.listed(request.viewer, by) if figure not in LOCKED else {}
    shown = [row for row in rows if row.alert or row.case in mine]
    first = _first(request, len(shown))
    part = shown[first : first + SIZE]
    seen(request, *(row.case or row.alert for row in part))
    here = f"{reverse('return-records', args=[figure])}?{asked.address}"
    label = words.of(figure)
    page = pages.RecordsPage(
        heading=str(what.title),
        definition=str(what.definition),
        about=days(asked.period),
        rows=tuple(_record(row, label(row.part), mine) for row in part),
        paging=Paging(
            f"{here}&from={max(0, first - SIZE)}" if first else None,
            f"{here}&from={first + SIZE}" if first + SIZE < len(shown) else None,
        ),
        back=f"{reverse('return')}?{asked.address}#{figure}",
        places=False,
    )
    return render(request, "returns/records.html", {"page": page})


def _first(request: HttpRequest, number: int) -> int:
    asked = request.GET.get("from", "")
    first = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0
    return first if first < number else 0


def _record(row: Row, part: str, mine: dict[UUID, queries.Core]) -> pages.RecordRow:
    day = date_format(row.day, "j M Y")
    if row.case is None:
        return pages.RecordRow(_("Warning"), reverse("alert", args=[row.alert]), part, day, "")
    return pages.RecordRow(mine[row.case].code, reverse("survivor", args=[row.case]), part, day, "")


def _told(asked: Asked, taken: Taken, *, at: datetime) -> list[tuple[str, str]]:
    """What stands over a return that leaves the screen."""
    told = [
        (_("Period"), days(asked.period)),
        (_("Made"), date_format(timezone.localtime(at), "j M Y, H:i")),
        (_("Side"), _("The service for women and children. What it counts stays with it until a lead hands it out.")),
    ]
    return [*told, *((_("To know"), one) for one in _notes(asked, taken))]


def _presets(asked: Asked) -> tuple[Tab, ...]:
    this, today = periods.quarter(clock.today()), clock.today()
    choices = (
        (_("This quarter"), this),
        (_("Last quarter"), periods.before(this)),
        (_("This year"), periods.year(today)),
        (_("Last year"), periods.year(date(today.year - 1, 1, 1))),
    )
    more = {"outside": "on"} if asked.outside else {}
    return tuple(_preset(label, period, asked, more) for label, period in choices)


def _preset(label: str, period: Period, asked: Asked, more: dict[str, str]) -> Tab:
    said = {"first": period.first.isoformat(), "last": period.last.isoformat()} | more
    return Tab(label, f"{reverse('return')}?{urlencode(said)}", current=period == asked.period)
