"""Two entries of one paper: the second begun, both compared."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.questionnaires.comparing import differences
from article16.common.questionnaires.two_entries import CompareForm, shown
from article16.common.ui.shell import Link
from article16.support.keys.session import held as unlocked_of
from article16.support.survivors import clock
from article16.support.survivors.views import found_case, on_case
from article16.support.survivors.writings import CaseFile

from .. import pages, words
from ..actions import answering
from ..held import Entry, Row, time_of
from ..queries import instruments, sittings
from . import frame
from .answering import sitting_or_404


@require_http_methods(["GET", "POST"])
@on_case
def survivor_sitting_compare(request: HttpRequest, survivor_id: UUID, sitting_id: UUID) -> HttpResponse:
    """After the first entry: on to the second. After both: where they differ."""
    file = found_case(request, survivor_id)
    _box, row = sitting_or_404(request, survivor_id, sitting_id)
    rows = sittings.in_progress(survivor_id, unlocked_of(request))
    pair = [sittings.one(rows, row.held.what, entry) for entry in (Entry.FIRST, Entry.SECOND)]
    first, second = pair
    if first is None or instruments.by_fingerprint(first.held.fingerprint) is None:
        raise Http404
    if second is None:
        return _second(request, file, first)
    return _compare(request, file, first, second)


def _second(request: HttpRequest, file: CaseFile, first: Row) -> HttpResponse:
    """The first entry is whole. The second begins with empty pages, by whoever keys it in."""
    if request.method == "POST":
        made = answering.begin_second(case=file.id, sitting=first.id, by=unlocked_of(request), at=clock.now())
        return HttpResponseRedirect(reverse("survivor-sitting", args=[file.id, made, 1]))
    page = pages.SecondPage(
        code=file.core.code,
        case=frame.case_link(file),
        when=words.time_words(first.held.wave),
        back=frame.list_link(file, _("Later")),
    )
    return render(request, "her_questionnaires/second.html", {"page": page})


def _compare(request: HttpRequest, file: CaseFile, first: Row, second: Row) -> HttpResponse:
    instrument = instruments.by_fingerprint(first.held.fingerprint)
    if instrument is None:
        raise Http404
    time, informant = time_of(instrument, first.held.wave), first.held.informant
    seen = (first.held.answers, second.held.answers)
    found = differences(instrument, *seen, informant=informant, time=time)
    form = common.opened(
        request, CompareForm, found=shown(instrument, found, informant=informant), since=None, before="",
        whose=_("The day on which she filled it in, for example 12 11 2026."), today=frame.today(),
    )  # fmt: skip

    def act() -> str:
        made = answering.finish_keyed(
            case=file.id, first=first.id, second=second.id, found=found, chosen=form.chosen(), seen=seen,
            on=form.cleaned_data["on"], by=unlocked_of(request), at=clock.now(),
        )  # fmt: skip
        return reverse("survivor-answers", args=[file.id, made])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. Both entries agree with the paper."))
        return done
    page = pages.ComparePage(
        code=file.core.code,
        case=frame.case_link(file),
        heading=instruments.title_of(instrument),
        when=words.time_words(first.held.wave),
        form=form,
        same=not found,
        back=Link(_("Key in the second entry again"), reverse("survivor-sitting", args=[file.id, second.id, 1])),
    )
    return render(request, "her_questionnaires/compare.html", {"page": page})
