"""Any message that the vocabulary allows, for property tests."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from article16.wall import vocabulary as words
from article16.wall.vocabulary.fields import FIRST_DAY, LAST_DAY
from article16.wall.vocabulary.messages import ALLOWED, NEEDED

codes = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}", fullmatch=True)
days = st.dates(FIRST_DAY, LAST_DAY)
moments = st.datetimes(datetime(1970, 1, 3), datetime(2199, 12, 29), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive by contract
ids = st.uuids(version=4)
numbers = st.integers(1, 999)


def text(largest: int, smallest: int = 0) -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=smallest, max_size=largest)


def some(strategy: st.SearchStrategy, most: int) -> st.SearchStrategy[tuple]:
    return st.lists(strategy, max_size=most).map(tuple)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


contacts = st.builds(
    words.Contact,
    kind=st.sampled_from(words.ContactKind),
    value=text(60),
    note=text(30),
    source=st.sampled_from(words.Source),
)
people = st.builds(
    words.Person,
    relation=st.sampled_from(words.Relation),
    name=text(40, 1),
    birth_date=maybe(days),
    contacts=some(contacts, 3),
    note=text(80),
)
envelope = {"mailbox": ids, "programme": codes}

opened = st.builds(words.Opened, **envelope, on=days)
partner_details = st.builds(
    words.PartnerDetails,
    **envelope,
    occasion=st.sampled_from(words.Occasion),
    written_at=moments,
    people=some(people, 4),
    words=text(400),
)
_of_event = {
    "attendance": st.sampled_from(words.Attendance),
    "session": numbers,
    "ending": st.sampled_from(words.Ending),
    "to_programme": codes,
    "merged_into": ids,
    "corrects": ids,
}


@st.composite
def courses(draw: st.DrawFn) -> words.Course:
    event = draw(st.sampled_from(words.CourseEvent))
    needed = {name: draw(_of_event[name]) for name in sorted(NEEDED.get(event, ()))}
    needed |= {name: draw(_of_event[name]) for name in sorted(ALLOWED.get(event, ())) if draw(st.booleans())}
    place = {name: draw(strategy) for name, strategy in envelope.items()}
    return words.Course(**place, fact=draw(ids), event=event, on=draw(days), **needed)


schedules = st.builds(
    words.Schedule,
    **envelope,
    first_session=maybe(days),
    sessions=some(days, 200),
    reviews=some(days, 24),
    planned_end=maybe(days),
)
alerts = st.builds(
    words.Alert,
    **envelope,
    fact=ids,
    kind=st.sampled_from(words.AlertKind),
    severity=st.sampled_from(words.Severity),
    raised_at=moments,
    due=moments,
    source=st.sampled_from(words.Source),
    words=text(200),
)
risks = st.builds(
    words.RiskAssessed,
    **envelope,
    fact=ids,
    on=days,
    instrument=codes,
    instrument_version=codes,
    level=st.sampled_from(words.RiskLevel),
    signs=some(st.sampled_from(words.RiskSign), 12),
    sources=some(st.sampled_from(words.Source), 7),
    words=text(200),
)
values = st.builds(words.StudyValue, item=codes, value=codes) | st.builds(
    words.StudyValue, item=codes, missing=st.sampled_from(words.Missing)
)
study_records = st.builds(
    words.StudyRecord,
    **envelope,
    fact=ids,
    table=st.sampled_from(words.StudyTable),
    wave=maybe(st.sampled_from(words.Wave)),
    day=st.integers(-3660, 36600),
    instrument=maybe(codes),
    instrument_version=maybe(codes),
    values=some(values, 30),
)
messages = st.one_of(opened, partner_details, courses(), schedules, alerts, risks, study_records)
