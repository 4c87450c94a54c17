"""Drawn questionnaires, and an instrument that has everything at once."""

import os
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from article16 import instruments
from article16.instruments.exchange.filled import NotExported, filled
from tests.instruments import paths_of

ALL = list(instruments.load_all())
EXAMPLES = int(os.environ.get("ARTICLE16_PATHS_EXAMPLES", "5"))
QUICK = settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))


@st.composite
def rows_of(draw, instrument, most=3):
    """Some questionnaires along any paths, of persons whose codes are anything."""
    found = []
    for number in range(draw(st.integers(1, most))):
        informant, time, answers = draw(paths_of.answered(instrument))
        person = draw(st.one_of(st.just(f"C-{number:03}"), st.just("007"), st.text(max_size=8)))
        found.append(filled(instrument, answers, informant=informant, time=time, person=person))
    return found


def survives(instrument, rows, there, back):
    """Equal when read back, or refused with a reason; never changed."""
    try:
        content = there(instrument, rows)
    except NotExported as no:
        reasons = no.reasons
    else:
        reasons = ()
    if reasons:
        assert all(one.endswith(".") for one in reasons)
        return None
    assert back(instrument, content) == rows
    return content


def renamed(instrument, old, new):
    """The instrument with another key for one question that stands in no condition."""
    items = tuple(replace(item, key=new) if item.key == old else item for item in instrument.items)
    sections = tuple(
        replace(one, items=tuple(new if key == old else key for key in one.items)) for one in instrument.sections
    )
    texts = {
        code: {
            (new + key[len(old) :] if key == old or key.startswith((f"{old}@", f"{old}.")) else key): words
            for key, words in known.items()
        }
        for code, known in instrument.texts.items()
    }
    return replace(instrument, items=items, sections=sections, texts=texts, scores=())


def reworded(instrument, key, words, language="en"):
    texts = {code: dict(known) for code, known in instrument.texts.items()}
    texts[language][key] = words
    return replace(instrument, texts=texts)
