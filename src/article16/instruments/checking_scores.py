"""What a score must hold: items that count, a rule that never takes silence for zero, bands in order."""

from collections.abc import Iterator

from article16.instruments.checking import Finding, speaks_of
from article16.instruments.definition import How, Instrument, Score
from article16.instruments.items import Item, Kind
from article16.instruments.pack import PackFile
from article16.instruments.written import Path, Written


def score_findings(pack: PackFile, built: Instrument, written: Written) -> Iterator[Finding]:
    """Every fault of every score."""
    before: dict[str, Score] = {}
    for index, score in enumerate(built.scores):
        path: Path = ("scores", index)
        for sentence in (*_of(built, score, written), *_rule(pack, index, score), *_people(built, score)):
            yield path, f"{score.key}: {sentence}"
        if score.expression is not None:
            for sentence in speaks_of(score.expression, built.by_key, before, written, repeat=""):
                yield (*path, "expression"), f"{score.key}: {sentence}"
        yield from (((*path, "bands"), f"{score.key}: {sentence}") for sentence in _bands(built, score))
        before[score.key] = score


def _of(built: Instrument, score: Score, written: Written) -> Iterator[str]:
    known = [built.by_key[key] for key in score.of if key in built.by_key]
    for key in score.of:
        if key not in built.by_key and key not in written.broken:
            yield f"there is no question “{key}”."
    if len(set(score.of)) < len(score.of):
        yield "a question stands in it twice."
    yield from (f"“{item.key}” is a {item.kind} and does not count." for item in known if not item.countable)
    if len({item.repeat for item in known}) > 1:
        yield "questions in a repeating group and outside it cannot be scored together."
    for key in sorted((set(score.weights) | score.reverse) - set(score.of)):
        yield f"“{key}” has a weight or is reversed, and is not in it."
    if score.midpoints:
        yield from _midpoints(score, known)
    if score.prorating:
        yield from _prorating(score, known)


def _midpoints(score: Score, known: list[Item]) -> Iterator[str]:
    for item in known:
        if item.kind is not Kind.SINGLE:
            yield f"“{item.key}” is no single choice, so it has no midpoints."
        elif lacking := [code for code in item.codes if code not in score.midpoints]:
            yield f"“{item.key}” has the code {lacking[0]}, which has no midpoint."


def _prorating(score: Score, known: list[Item]) -> Iterator[str]:
    if score.how is not How.PRORATED or score.at_least is None:
        yield "a table of proration needs how: prorated and at_least."
        return
    alike = [item for item in known if item.kind is Kind.SINGLE and item.choices and not item.bounds()[0]]
    most = {item.bounds()[1] for item in alike}
    everybody = len(alike) == len(known) and not any(item.when or item.not_applicable for item in known)
    if not everybody or len(most) != 1 or score.weights or score.reverse or score.midpoints:
        yield "a table of proration needs questions that are asked of everybody and all count from 0 to the same."
        return
    number, step = len(score.of), int(most.pop())
    for open_ in range(1, number - score.at_least + 1):
        if open_ not in score.prorating:
            yield f"its table of proration has no row for {open_} open."
    for open_, row in sorted(score.prorating.items()):
        sums = (number - open_) * step + 1
        if open_ > number - score.at_least:
            yield f"its table of proration has a row for {open_} open, and it needs {score.at_least} answers."
        elif len(row) != sums:
            yield f"with {open_} open it needs {sums} values, for the sums 0 to {sums - 1}, and has {len(row)}."
        elif any(not place <= value <= place + open_ * step for place, value in enumerate(row)):
            yield f"with {open_} open a value lies outside what is possible."


def _rule(pack: PackFile, index: int, score: Score) -> Iterator[str]:
    written = pack.scores[index]
    if (score.how is How.EXPRESSION) != bool(written.expression):
        yield "an expression needs how: expression, and the other way round."
    if score.how is not How.EXPRESSION and not score.of:
        yield "it is made of no question."
    if score.at_least is not None and score.how in {How.SUM, How.COUNT}:
        yield "a sum or count over fewer answers takes silence for zero; use prorated or mean."
    if score.at_least is not None and score.at_least > len(score.of):
        yield f"it needs {score.at_least} answers and has {len(score.of)} questions."


def _people(built: Instrument, score: Score) -> Iterator[str]:
    for who in sorted((score.informants | set(score.better)) - set(built.informants)):
        yield f"there is no informant “{who}”."
    for who in sorted((score.informants & set(built.informants)) - set(score.better)):
        yield f"which direction is better for “{who}” is not said."


def _bands(built: Instrument, score: Score) -> Iterator[str]:
    starts = [band.start for band in score.bands]
    if starts != sorted(set(starts)):
        yield "bands must begin one above the other."
    if len({band.key for band in score.bands}) < len(starts):
        yield "two bands have the same key."
    if starts and score.how in {How.SUM, How.PRORATED, How.MEAN} and (lowest := _lowest(built, score)) < starts[0]:
        yield f"it can be {lowest:g}, below its first band."


def _lowest(built: Instrument, score: Score) -> float:
    from article16.instruments.computing import unanswered
    from article16.instruments.scoring import transformed

    items = [item for key in score.of if (item := built.by_key.get(key)) and item.countable and _whole(score, item)]
    lows = [transformed(score, item, unanswered(*item.bounds())).low for item in items]
    return sum(lows) / (len(lows) or 1) if score.how is How.MEAN else sum(lows)


def _whole(score: Score, item: Item) -> bool:
    """Whether its bounds can be computed; other faults are said already."""
    if item.kind is Kind.NUMERIC:
        return not score.midpoints
    return bool(item.choices) and (not score.midpoints or set(item.codes) <= set(score.midpoints))
