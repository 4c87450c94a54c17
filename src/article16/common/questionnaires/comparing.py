"""Two entries of one paper, compared: where they differ, and what holds. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from article16.instruments.definition import Instrument

from .encoding import decoded, to_text
from .parts import settled


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that was keyed in two ways; as text, empty where it was left open."""

    key: str
    first: str
    second: str


def differences(
    instrument: Instrument, first: Mapping[str, str], second: Mapping[str, str], *, informant: str, time: str | None
) -> tuple[Difference, ...]:
    """Every question whose two entries differ, in the order of the questions, each child for itself."""
    places = [_stands(instrument, one, informant, time) for one in (first, second)]
    keys = dict.fromkeys([*places[0], *places[1]])
    order = {item.key: place for place, item in enumerate(instrument.items)}
    found = [
        Difference(key, places[0].get(key, ""), places[1].get(key, ""))
        for key in keys
        if places[0].get(key, "") != places[1].get(key, "")
    ]
    return tuple(sorted(found, key=lambda one: (order[one.key.partition(".")[0]], one.key)))


def _stands(instrument: Instrument, texts: Mapping[str, str], informant: str, time: str | None) -> dict[str, str]:
    """What would be stored of one entry, without what is open or not put."""
    keyed = decoded(instrument, texts)
    done = settled(instrument, keyed, informant=informant, time=time)
    return {key: to_text(answer) for key, answer in done.items() if key in keyed and keyed[key] == answer}


def joined(
    first: Mapping[str, str], second: Mapping[str, str], found: tuple[Difference, ...], chosen: Mapping[str, str]
) -> dict[str, str]:
    """Both entries as one: where they differ, what was chosen ("first" or "second")."""
    whole = {**first, **second}
    for one in found:
        text = one.first if chosen[one.key] == "first" else one.second
        if text:
            whole[one.key] = text
        else:
            whole.pop(one.key, None)
    return whole
