"""What a page of questions shows: one frozen value for each page and each question."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from article16.common.ui.fields import TolerantDateField
from article16.common.ui.parts import Progress
from article16.instruments.definition import Instrument
from article16.instruments.items import Item, Kind
from article16.instruments.missing import Missing

from .desk import Filling, Options
from .parts import Part, Put
from .reading import offered

BESIDE = 5  # as many short answers stand beside each other
SHORT = 16  # characters of an answer that fits beside others
LONG_TEXT = 200  # characters; beyond it a text has a field of several lines


@dataclass(frozen=True, slots=True)
class Box:
    """One answer that can be chosen."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question as the page shows it."""

    key: str
    id: str
    words: str
    hint: str
    lead: str  # the words of its grid, over the first row
    kind: str
    boxes: tuple[Box, ...]
    apart: tuple[Box, ...]
    beside: bool  # its answers stand beside each other
    value: str
    unit: str
    many_lines: bool
    error: str
    shut: bool

    @property
    def target(self) -> str:
        """The id of its first control."""
        return f"{self.id}-1" if self.boxes else f"{self.id}-0"


@dataclass(frozen=True, slots=True)
class LanguageName:
    code: str
    name: str  # in its own language
    direction: str


@dataclass(frozen=True, slots=True)
class PartPage:
    """One page of questions."""

    title: str
    heading: str
    which: str  # "Child 1 of 2"; empty outside groups
    intro: str
    section_intro: str
    window: str
    progress: Progress
    questions: tuple[Question, ...]
    language: str
    direction: str
    languages: tuple[LanguageName, ...]  # the others
    large: bool
    kept_at: str
    back: bool
    last: bool
    options: Options
    fingerprint: str
    action: str
    errors: tuple[tuple[str, str], ...]  # id of the control, sentence
    notice: str


def languages_of(instrument: Instrument) -> tuple[LanguageName, ...]:
    return tuple(LanguageName(one.code, name_of(one.code), one.direction) for one in instrument.languages)


def language_choices(instrument: Instrument) -> list[tuple[str, str]]:
    """The languages for whoever asks; a translation that no native speaker has read yet says so."""
    unread = {one.code for one in instrument.languages if one.draft}
    draft = _("%(language)s (draft: read by no native speaker from the field yet)")
    named = languages_of(instrument)
    return [(one.code, draft % {"language": one.name} if one.code in unread else one.name) for one in named]


def name_of(code: str) -> str:
    """The name of a language in that language."""
    try:
        name: str = get_language_info(code)["name_local"]
    except KeyError:
        return code
    return name[:1].upper() + name[1:]


def words_of(filling: Filling, key: str) -> str:
    """A text that must be there."""
    return filling.instrument.text(key, language=filling.language, informant=filling.informant)


def optional_words(filling: Filling, key: str) -> str:
    try:
        return words_of(filling, key)
    except KeyError:
        return ""


def page_of(
    filling: Filling,
    parts: tuple[Part, ...],
    place: int,
    *,
    action: str,
    problems: Mapping[str, str],
    typed: Mapping[str, str],
    notice: str = "",
) -> PartPage:
    """The page with this place in these parts. `notice` is a sentence on top that belongs to no question."""
    part = parts[place]
    shown = [put for put in part.questions if put.key not in filling.sealed]
    heading = words_of(filling, f"section.{part.section.key}")
    questions = []
    grid = ""
    for put in shown:
        lead = words_of(filling, f"grid.{put.item.grid}") if put.item.grid and put.item.grid != grid else ""
        lead = "" if lead == heading else lead  # a page that is one table says once what it is about
        grid = put.item.grid
        questions.append(_question(filling, put, lead, problems.get(put.key, ""), typed.get(put.key)))
    direction = next(one.direction for one in filling.instrument.languages if one.code == filling.language)
    progress = Progress(place + 1, len(parts))
    return PartPage(
        title=_("Part %(part)d of %(parts)d") % {"part": progress.part, "parts": progress.parts},
        heading=heading,
        which=_which(filling, part),
        intro=optional_words(filling, "intro") if place == 0 else "",
        section_intro=optional_words(filling, f"section.{part.section.key}.intro"),
        window=_window(filling) if part.section.window else "",
        progress=progress,
        questions=tuple(questions),
        language=filling.language,
        direction=direction,
        languages=tuple(one for one in languages_of(filling.instrument) if one.code != filling.language),
        large=filling.large,
        kept_at=filling.kept_at,
        back=place > 0 and filling.options.shows_earlier,
        last=place + 1 == len(parts),
        options=filling.options,
        fingerprint=filling.instrument.fingerprint,
        action=action,
        errors=tuple((one.target, f"{one.words}: {one.error}") for one in questions if one.error),
        notice=notice,
    )


def _which(filling: Filling, part: Part) -> str:
    if not part.number:
        return ""
    words = words_of(filling, f"repeat.{part.section.repeat}")
    return _("%(what)s %(number)d of %(of)d") % {"what": words, "number": part.number, "of": part.of}


def _window(filling: Filling) -> str:
    windows = filling.instrument.windows
    found = next((one for one in windows if not one.times or filling.time in one.times or filling.time is None), None)
    return words_of(filling, f"window.{found.key}") if found else ""


def _question(filling: Filling, put: Put, lead: str, error: str, typed: str | None) -> Question:
    item, answer = put.item, filling.answers.get(put.key)
    if put.key in filling.sealed or (not filling.options.shows_earlier and typed is None and not error):
        answer = filling.answers.get(put.key) if put.key in filling.typed else None
    chosen = _chosen(item, answer, typed)
    boxes = tuple(
        Box(str(code), words_of(filling, f"choice.{item.scale}.{code}"), str(code) in chosen) for code in item.codes
    )
    reasons = [kind for kind in offered(item) if filling.options.declines or kind is not Missing.DECLINED]
    apart = tuple(Box(kind.value, _reason(kind), kind.value in chosen) for kind in reasons)
    return Question(
        key=put.key,
        id=f"q-{put.key.replace('.', '-')}",
        words=words_of(filling, item.key),
        hint=optional_words(filling, f"{item.key}.hint"),
        lead=lead,
        kind=item.kind.value,
        boxes=boxes,
        apart=apart,
        beside=1 < len(boxes) <= BESIDE and all(len(box.words) <= SHORT for box in boxes),
        value=typed if typed is not None else _value(item, answer),
        unit=_(item.unit) if item.unit else "",
        many_lines=item.kind is Kind.TEXT and item.longest > LONG_TEXT,
        error=error,
        shut=put.shut,
    )


def _chosen(item: Item, answer: object, typed: str | None) -> frozenset[str]:
    if typed is not None:
        return frozenset(typed.split("\n"))
    if isinstance(answer, Missing):
        return frozenset({answer.value})
    if isinstance(answer, frozenset):
        return frozenset(map(str, answer))
    return frozenset({str(answer)}) if item.kind is Kind.SINGLE and answer is not None else frozenset()


def _value(item: Item, answer: object) -> str:
    if answer is None or isinstance(answer, Missing | frozenset):
        return ""
    if item.kind is Kind.DATE:
        return str(TolerantDateField().prepare_value(answer))
    return f"{answer:g}" if isinstance(answer, float) else str(answer)


def _reason(kind: Missing) -> str:
    return {
        Missing.DECLINED: _("Rather not say"),
        Missing.DOES_NOT_APPLY: _("Does not apply"),
        Missing.UNKNOWN: _("I do not know"),
        Missing.NOT_ASKED: _("Not asked"),
        Missing.NOT_REACHED: _("Open"),
    }[kind]


reason_words = _reason
