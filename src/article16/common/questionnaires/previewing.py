"""A questionnaire of one's own as it will look, in one language: every page in the frame of a phone or of a desktop."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from article16.instruments.definition import Instrument

from . import answering
from .desk import Filling, Options
from .pages import page_of
from .parts import Part, Put


def preview(
    request: HttpRequest, found: Instrument, language: str, *, informant: str, declines: bool, service: str, back: str
) -> HttpResponse:
    """Every page of it as it is filled in. Keeps nothing; raises Http404 for a language that it does not have."""
    if language not in {one.code for one in found.languages}:
        raise Http404
    parts = _all_parts(found, informant)
    filling = Filling(found, informant, None, language, {}, options=Options(may_pause=False, declines=declines))
    frame = {  # of the page around it: in the language of whoever looks, not of the questions
        "back": back, "phone": request.GET.get("as") != "desktop", "title": _("Preview"), "to_back": _("Back"),
        "language": translation.get_language(), "to_desktop": _("As on a desktop"), "to_phone": _("As on a phone"),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
    }  # fmt: skip
    with translation.override(language):
        pages = [
            replace(page_of(filling, parts, place, action="", problems={}, typed={}), languages=())
            for place in range(len(parts))
        ]
        shell = answering.plain_portal(service, language, pages[0].direction)
        values = {"pages": pages, "shell": shell, "page": frame}
        return render(request, "questionnaires/preview.html", values)


def _all_parts(found: Instrument, informant: str) -> tuple[Part, ...]:
    """Every page with every question on it, whatever its condition; of a repeating group the first child."""
    parts = []
    for section in found.sections:
        number = 1 if section.repeat else 0
        items = [found.by_key[key] for key in section.items if informant in found.by_key[key].informants]
        puts = tuple(Put(f"{one.key}.1" if number else one.key, one, number, shut=False) for one in items)
        if puts:
            parts.append(Part(section, number, 1 if number else 0, puts))
    return tuple(parts)
