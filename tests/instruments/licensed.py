"""Licensed files with everything that a slot needs, for tests; the words and numbers are nobody's."""

from copy import deepcopy

import yaml

from article16 import instruments
from article16.instruments import slots
from article16.instruments.definition import Score
from article16.instruments.library import folders

INVENTED = {"scheme": "an invented scheme", "bands": [{"key": "invented", "start": -99, "of_100": 7}]}


def words(slot: instruments.Instrument, *bands: str) -> str:
    """The owner's file of words, here with dummy text: every key of the slot, and those of further bands."""
    more = "".join(f'\nmsgctxt "{key}"\nmsgid "invented"\nmsgstr ""\n' for key in bands)
    kept = {key for score in slot.scores if bands for key in [f"band.{score.key}."]}
    text = slots.blank(slot).replace("made-up", "licensed")
    blocks = [one for one in text.split("\n\n") if not any(f'msgctxt "{key}' in one for key in kept)]
    return "\n\n".join(blocks) + "\n" + more


def prorating(score: Score) -> dict[int, list[int]]:
    """An owner's table for questions scored 0 or 1: here each open question counts one as soon as the sum is two."""
    fewest, of = score.at_least or 1, len(score.of)
    return {
        open_: [total + (open_ if total > 1 else 0) for total in range(of - open_ + 1)]
        for open_ in range(1, of - fewest + 1)
    }


def invented(slot: instruments.Instrument) -> dict[str, str]:
    """Files with everything that this slot needs; the numbers are nobody's."""
    scores: dict[str, dict] = {}
    for score in slot.scores:
        for one in slot.slot.needs.get(score.key, ()):
            values = {"weights": {score.of[0]: 2}, "reverse": [score.of[0]], "prorating": prorating(score), **INVENTED}
            scores.setdefault(score.key, {})[one] = deepcopy(values[one])  # or YAML names it and refers to it
    bands = [f"band.{key}.invented" for key, said in scores.items() if "bands" in said]
    files = {"en.po": words(slot, *bands)}
    if scores:
        case = {"name": "nothing answered", "scores": {}}
        files["scoring.yaml"] = yaml.safe_dump({"source": "invented", "scores": scores, "cases": [case]})
    if slot.slot.whole:
        files["instrument.yaml"] = (folders()[slot.id, slot.version] / "instrument.yaml").read_text()
    return files
