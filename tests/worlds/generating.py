"""Scripts and differences, drawn by Hypothesis from the steps and events that are registered."""

from typing import Any

from hypothesis import strategies as st

from tests.worlds.hers import EVENTS, WORDS
from tests.worlds.stage import Act, Hers
from tests.worlds.steps import STEPS


@st.composite
def acts(draw: Any) -> Act:
    name = draw(st.sampled_from(sorted(STEPS)))
    step = STEPS[name]
    return Act(name, {key: draw(values) for key, values in step.values.items()}, step.for_her)


@st.composite
def hers(draw: Any, length: int) -> Hers:
    words = draw(st.tuples(*[WORDS] * length))
    events = st.lists(st.sampled_from(sorted(EVENTS)), max_size=2).map(tuple)
    return Hers(words, draw(st.tuples(*[events] * length)))


@st.composite
def plays(draw: Any) -> tuple[list[Act], Hers, Hers]:
    script = draw(st.lists(acts(), min_size=2, max_size=8))
    return script, draw(hers(len(script))), draw(hers(len(script)))


def script_of(*given: tuple[str, dict[str, Any]]) -> list[Act]:
    return [Act(name, values, STEPS[name].for_her) for name, values in given]
