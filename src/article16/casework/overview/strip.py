"""The sessions of a man's latest episode as a strip, from what the timeline has fetched already. No query."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from article16.casework.groups.standing import Mark
from article16.casework.groups.timeline import SEPARATOR
from article16.casework.groups.words import WORDS
from article16.common.ui.parts import StripBox

from .pages import Attended

TONES = {Mark.ABSENT: "late", Mark.SENT_AWAY: "late", Mark.EXCUSED: "due", Mark.CANCELLED: "open"}


def attended(codes: Sequence[str], client_id: UUID) -> Attended | None:
    """`codes` are those of the timeline, the oldest first. Where he stands to the rules is on the page of sessions."""
    marks = [(Mark(mark), number) for mark, number, *_rest in (code.split(SEPARATOR) for code in codes)]
    if not marks:
        return None
    boxes = tuple(_box(place, mark, number) for place, (mark, number) in enumerate(marks, 1))
    counts = Counter(mark for mark, _number in marks)
    legend = tuple((str(WORDS[mark].letter), f"{WORDS[mark].words} {counts[mark]}") for mark in WORDS if counts[mark])
    return Attended(boxes, legend, reverse("attendance", args=[client_id]))


def _box(place: int, mark: Mark, number: str) -> StripBox:
    told = _("Session %(number)s: %(words)s") % {"number": number or place, "words": WORDS[mark].words}
    return StripBox(int(number) if number.isdigit() else place, str(WORDS[mark].letter), told, TONES.get(mark, ""))
