"""An instrument as pages: one section each, a section for children once for each child; what is put on each."""

from collections.abc import Mapping
from dataclasses import dataclass

from article16.instruments.computing import compute
from article16.instruments.definition import Instrument
from article16.instruments.expressions import names
from article16.instruments.items import Answers, Item, Section
from article16.instruments.missing import Missing
from article16.instruments.paths import Asked, complete, ticked, value_of


@dataclass(frozen=True, slots=True)
class Put:
    """One question on a page. `shut`: it stands there and waits for another answer on the same page."""

    key: str
    item: Item
    number: int
    shut: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One page of questions."""

    section: Section
    number: int  # 1 for the first child; 0 outside groups
    of: int  # how many children; 0 outside groups
    questions: tuple[Put, ...]

    @property
    def code(self) -> str:
        """Names the part in drafts: the section, and which child."""
        return f"{self.section.key}.{self.number}" if self.number else self.section.key


def parts_of(instrument: Instrument, answers: Answers, *, informant: str, time: str | None) -> tuple[Part, ...]:
    """The pages that these answers lead to, in order. A page on which nothing can be put is left out."""
    done = complete(instrument, answers, informant=informant, time=time)
    by_item: dict[str, list[Asked]] = {}
    for asked in done.values():
        by_item.setdefault(asked.item.key, []).append(asked)
    parts = (part for section in instrument.sections for part in _parts(section, by_item, done))
    return tuple(part for part in parts if any(not put.shut for put in part.questions))


def _parts(section: Section, by_item: Mapping[str, list[Asked]], done: Mapping[str, Asked]) -> list[Part]:
    here = [asked for key in section.items for asked in by_item.get(key, ())]
    numbers = sorted({asked.number for asked in here})
    own = frozenset(section.items)
    return [
        Part(section, number, len(numbers) if number else 0, _questions(here, number, own, done)) for number in numbers
    ]


def _questions(here: list[Asked], number: int, own: frozenset[str], done: Mapping[str, Asked]) -> tuple[Put, ...]:
    found = []
    for asked in here:
        if asked.number != number or _never(asked):
            continue
        if is_put(asked, done):
            found.append(Put(asked.key, asked.item, number, shut=False))
        elif not own.isdisjoint(_named(asked.item)):
            found.append(Put(asked.key, asked.item, number, shut=True))
    return tuple(found)


def _never(asked: Asked) -> bool:
    """Not put to this informant at this time, whatever the answers."""
    return asked.item.when is None and asked.answer is Missing.NOT_ASKED


def is_put(asked: Asked, done: Mapping[str, Asked]) -> bool:
    """Whether the question is asked with these answers: its condition certainly holds."""
    if asked.item.when is None:
        return asked.answer is not Missing.NOT_ASKED
    if asked.answer is not Missing.NOT_REACHED and not isinstance(asked.answer, Missing):
        return True
    number = asked.number
    found = compute(
        asked.item.when, lambda key: value_of(done, key, number), lambda key, code: ticked(done, key, code, number)
    )
    return found.known and bool(found.low)


def _named(item: Item) -> frozenset[str]:
    return frozenset(names(item.when)) if item.when is not None else frozenset()


def routing_keys(instrument: Instrument) -> frozenset[str]:
    """The questions whose answers decide what is asked later. Everything else can be sealed once its page is saved."""
    return instrument.routing


def first_open(parts: tuple[Part, ...], passed: frozenset[str]) -> int:
    """The place of the first part that was not saved yet; of the last one when all were."""
    return next((place for place, part in enumerate(parts) if part.code not in passed), max(len(parts) - 1, 0))


def settled(instrument: Instrument, answers: Answers, *, informant: str, time: str | None) -> dict[str, object]:
    """Every question with its answer or kind of missing, as it is stored and scored in the end.

    What was answered before the path led round it has no answer here.
    """
    known = {key: answer for key, answer in answers.items() if key.partition(".")[0] in instrument.by_key}
    done = complete(instrument, known, informant=informant, time=time)
    return {asked.key: asked.answer for asked in done.values()}
