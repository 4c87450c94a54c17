"""Made-up answers: any path through any instrument."""

from datetime import date

from hypothesis import strategies as st

from article16.instruments.items import Kind
from article16.instruments.missing import Missing
from article16.instruments.paths import complete


def answer_to(item):
    """Any valid answer to one question, or a kind of missing that a person can give."""
    kinds = [Missing.DECLINED, Missing.NOT_REACHED]
    kinds += [Missing.UNKNOWN] if item.unknown else []
    kinds += [Missing.DOES_NOT_APPLY] if item.not_applicable else []
    return st.one_of(valid_answer(item), valid_answer(item), st.sampled_from(kinds))


def valid_answer(item):
    match item.kind:
        case Kind.SINGLE:
            return st.sampled_from(item.codes)
        case Kind.MULTIPLE:
            together = [choice.code for choice in item.choices if not choice.alone]
            alone = [choice.code for choice in item.choices if choice.alone]
            several = st.frozensets(st.sampled_from(together), min_size=1)
            return st.one_of(several, st.sampled_from(alone).map(lambda code: frozenset({code}))) if alone else several
        case Kind.NUMERIC:
            low, high = int(item.low), int(item.high)
            few = st.integers(low, min(low + 3, high))  # how many children: seldom more than a hand counts
            any_number = st.integers(low, high) if item.whole else st.floats(item.low, item.high)
            return st.one_of(few, any_number)
        case Kind.DATE:
            return st.dates(date(1900, 1, 1), date(2100, 12, 31))
        case _:
            return st.text(max_size=min(item.longest, 40))


@st.composite
def answered(draw, instrument):
    """(informant, time, answers) along a path; each question is answered when the path has come to it."""
    informant = draw(st.sampled_from(instrument.informants))
    time = draw(st.sampled_from(instrument.times)) if instrument.times else None
    return informant, time, fill_up(draw, instrument, {}, informant, time, answer_to)


def fill_up(draw, instrument, answers, informant, time, answer):
    """Answers every question that is put and open, in order, until none opens."""
    answers, asked = dict(answers), set()
    while True:
        done = complete(instrument, answers, informant=informant, time=time).values()
        waiting = [one for one in done if one.answer is Missing.NOT_REACHED and one.key not in asked]
        # Only what precedes every undecided condition is certain to be put: take questions one group of rows at a time.
        ready = [one for one in waiting if one.item.when is None or decided(instrument, answers, one, informant, time)]
        if not ready:
            return answers
        for one in ready[:1] if ready[0].item.when is not None else [o for o in ready if o.item.when is None]:
            asked.add(one.key)
            given = draw(answer(one.item))
            if given is not Missing.NOT_REACHED:
                answers[one.key] = given


def decided(instrument, answers, asked, informant, time):
    """Whether the question is put for certain: a trial answer to it stands."""
    trial = {**answers, asked.key: Missing.DECLINED}
    return complete(instrument, trial, informant=informant, time=time)[asked.key].answer is Missing.DECLINED
