"""One page of a questionnaire: shown, read, kept. A room's view calls `answer` with its desk."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from article16.common.accounts import drafts
from article16.common.ui.shell import House, Shell
from article16.instruments.missing import Missing

from . import reading
from .desk import Desk, Filling, Kept
from .pages import PartPage, page_of
from .parts import Part, first_open, parts_of

AUTOSAVE = "X-Autosave"  # header of what the page's own script sends
GO, LANGUAGE, SIZE, VERSION = "go", "to_language", "to_size", "version"
NEXT, BACK, PAUSE = "next", "back", "pause"


def answer(request: HttpRequest, desk: Desk, place: int, *, service: str = "") -> HttpResponse | None:
    """The page with this place, from 1. None: the questionnaire is closed, and the room says so in its own way."""
    filling = desk.filling()
    if filling is None:
        return None
    with translation.override(filling.language):
        if request.method == "POST":
            return _post(request, desk, filling, place, service)
        return _get(request, desk, filling, place, service)


def _parts(filling: Filling, answers: Mapping[str, object] | None = None) -> tuple[Part, ...]:
    known = filling.answers if answers is None else answers
    return parts_of(filling.instrument, known, informant=filling.informant, time=filling.time)


def _allowed(filling: Filling, parts: tuple[Part, ...], place: int) -> int:
    """The place, from 0, that this person can be at: one after another, and never back where nothing is shown."""
    furthest = first_open(parts, filling.passed)
    return furthest if not filling.options.shows_earlier else max(0, min(place - 1, furthest))


def _get(request: HttpRequest, desk: Desk, filling: Filling, place: int, service: str) -> HttpResponse:
    parts = _parts(filling)
    allowed = _allowed(filling, parts, place)
    if allowed != place - 1:
        return HttpResponseRedirect(desk.address(allowed + 1))
    restored = drafts.restored(request) if request.user.is_authenticated else None
    if restored is None:
        return _show(request, desk, filling, parts, allowed, service)
    sent = reading.read_page(parts[allowed], restored)
    again = replace(filling, answers={**filling.answers, **sent.answers}, typed={**filling.typed, **sent.typed})
    notice = _("What you typed before you were signed out is here again. Save it.")
    return _show(request, desk, again, parts, allowed, service, notice=notice)


@dataclass(frozen=True, slots=True)
class _Read:
    """A page that was sent, and where it leads."""

    sent: reading.Sent
    answers: Mapping[str, object]
    parts: tuple[Part, ...]
    opened: tuple[str, ...]  # questions of this page that its answers have opened


def _post(request: HttpRequest, desk: Desk, filling: Filling, place: int, service: str) -> HttpResponse:
    parts = _parts(filling)
    here = _allowed(filling, parts, place)
    sent = reading.read_page(parts[here], request.POST)
    if refused := _refused(request.POST, filling, sent):
        return _show(request, desk, filling, parts, here, service, notice=refused)
    found = _read(filling, parts, parts[here], request.POST, sent)
    forward = request.POST.get(GO, NEXT) == NEXT and not request.POST.keys() & {LANGUAGE, SIZE}
    autosaved = AUTOSAVE in request.headers
    done = forward and not autosaved and not found.sent.problems and not found.opened
    passed = filling.passed | {parts[here].code} if done else filling.passed
    kept = Kept(
        answers=found.sent.answers,
        typed=reading.kept_as_typed(found.sent.typed),
        passed=passed,
        language=_language(request.POST, filling),
        large=_large(request.POST, filling),
        ends=done and _ends(found, parts[here], passed),
    )
    kept_at = desk.keep(kept)
    if autosaved:
        return JsonResponse({"kept": _said(kept_at), "open": _open(found, parts[here])})
    if forward and found.sent.problems:
        again = replace(filling, answers={**filling.answers, **found.sent.answers}, kept_at=kept_at)
        return _show(request, desk, again, found.parts, here, service, sent=found.sent)
    response = HttpResponseRedirect(_onward(request.POST, desk, found, parts[here], here, passed))
    if request.user.is_authenticated:
        drafts.forget(request, response)
    return response


def _ends(found: _Read, part: Part, passed: frozenset[str]) -> bool:
    codes = [one.code for one in found.parts]
    return codes[-1:] == [part.code] and passed.issuperset(codes)


def _refused(data: QueryDict, filling: Filling, sent: reading.Sent) -> str:
    """Why nothing of what was sent is kept; empty: it is."""
    if data.get(VERSION, "") != filling.instrument.fingerprint:
        return _("These questions have changed since the page was opened. Here they are as they stand now.")
    if strange := sent.strange:
        names = ", ".join(name[2:][:40] for name in strange[:3])
        return _("This page does not have the question “%(names)s”. Nothing was saved.") % {"names": names}
    return ""


def _read(filling: Filling, before: tuple[Part, ...], part: Part, data: QueryDict, sent: reading.Sent) -> _Read:
    answers = {**filling.answers, **sent.answers}
    answers = {key: one for key, one in answers.items() if one is not Missing.NOT_REACHED and key not in sent.typed}
    ways = [key for key in {*filling.answers, *answers} if key.partition(".")[0] in filling.instrument.routing]
    same = all(filling.answers.get(key) == answers.get(key) for key in ways)
    parts = before if same else _parts(filling, answers)
    after = next((one for one in parts if one.code == part.code), None)
    stood = set(data.getlist(reading.STANDS))
    new = (put.key for put in after.questions if not put.shut and put.key not in stood) if after else ()
    opened = tuple(key for key in new if key not in answers and key not in filling.sealed)
    return _Read(sent, answers, parts, opened)


def _open(found: _Read, part: Part) -> list[str]:
    """The questions of this page that stand open now, for the page's own script."""
    after = next((one for one in found.parts if one.code == part.code), None)
    return [put.key for put in after.questions if not put.shut] if after else []


def _onward(data: QueryDict, desk: Desk, found: _Read, part: Part, here: int, passed: frozenset[str]) -> str:
    codes = [one.code for one in found.parts]
    at = codes.index(part.code) if part.code in codes else min(here, len(codes) - 1)
    if data.keys() & {LANGUAGE, SIZE}:
        return desk.address(at + 1)
    if data.get(GO) == PAUSE:
        return desk.pause()
    if data.get(GO) == BACK:
        return desk.address(max(at, 1))
    if found.opened:
        return f"{desk.address(at + 1)}#q-{found.opened[0].replace('.', '-')}"
    if passed.issuperset(codes):
        return desk.finish() if at + 1 == len(codes) else desk.address(at + 2)
    return desk.address(at + 2 if at + 1 < len(codes) else first_open(found.parts, passed) + 1)


def _language(data: QueryDict, filling: Filling) -> str:
    wanted = data.get(LANGUAGE, "")
    return wanted if wanted in {one.code for one in filling.instrument.languages} else filling.language


def _large(data: QueryDict, filling: Filling) -> bool:
    return data[SIZE] == "large" if data.get(SIZE) in {"large", "usual"} else filling.large


def _said(kept_at: str) -> str:
    return _("Saved at %(time)s") % {"time": kept_at} if kept_at else ""


def _show(
    request: HttpRequest,
    desk: Desk,
    filling: Filling,
    parts: tuple[Part, ...],
    place: int,
    service: str,
    *,
    sent: reading.Sent | None = None,
    notice: str = "",
) -> HttpResponse:
    page = page_of(
        filling,
        parts,
        place,
        action=desk.address(place + 1),
        problems=sent.problems if sent else {},
        typed=sent.typed if sent else filling.typed,
        notice=notice,
    )
    values = {"page": page, "shell": portal(page, service), "saved": _said(filling.kept_at)}
    return render(request, "questionnaires/part.html", values)


def portal(page: PartPage, service: str) -> Shell:
    """The frame of a portal: nobody's house, in the language of the questions."""
    return plain_portal(service, page.language, page.direction, way_out=page.options.way_out)


def plain_portal(service: str, language: str, direction: str, *, way_out: str = "") -> Shell:
    return Shell(
        house=House.PORTAL,
        service=service,
        training=settings.TRAINING,
        synthetic=settings.DEMO,
        way_out=way_out,
        rtl=direction == "rtl",
        language=language,
        letters=False,
    )
