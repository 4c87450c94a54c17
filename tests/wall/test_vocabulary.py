import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID, uuid1, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from article16.wall import vocabulary as words
from article16.wall.box.errors import Broken
from article16.wall.vocabulary import MESSAGES, Message, decode, encode
from article16.wall.vocabulary.messages import ALLOWED, LARGEST, NEEDED
from tests.wall import made_up
from tests.wall.listing import vocabulary
from tests.wall.strategies import messages

PAGE = Path("docs/reference/messages.md")
MAILBOX = uuid4()


def test_the_reference_page_lists_exactly_what_may_cross() -> None:
    told = re.search(r"```text\n(.*?)\n```", PAGE.read_text(), re.DOTALL)
    assert told is not None
    assert told[1] == vocabulary(), "the vocabulary changed: a new version, and the page with it"


def test_the_set_is_closed_to_seven_messages() -> None:
    assert list(MESSAGES) == [
        "Opened",
        "PartnerDetails",
        "Course",
        "Schedule",
        "Alert",
        "RiskAssessed",
        "StudyRecord",
    ]
    with pytest.raises(Broken, match="unknown-type"):
        decode("Message", b"{}")


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(messages)
def test_any_allowed_message_is_the_same_after_the_journey(message: Message) -> None:
    assert decode(type(message).__name__, encode(message)) == message


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(messages, st.text(st.characters(categories=("L",)), min_size=1, max_size=9))
def test_a_field_nobody_knows_is_refused(message: Message, name: str) -> None:
    more = b'{"x_' + name.encode() + b'":1,' + encode(message)[1:]
    with pytest.raises(Broken, match="malformed"):
        decode(type(message).__name__, more)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (words.Opened, {"mailbox": uuid1()}),
        (words.Opened, {"mailbox": str(uuid4())}),
        (words.Opened, {"mailbox": UUID(int=0)}),
        (words.Opened, {"programme": ""}),
        (words.Opened, {"programme": "P" * 33}),
        (words.Opened, {"programme": "P 1"}),
        (words.Opened, {"programme": "P-1\n"}),
        (words.Opened, {"on": datetime(2026, 1, 1, tzinfo=UTC)}),
        (words.Opened, {"on": "2026-01-01"}),
        (words.Opened, {"on": date(1899, 12, 31)}),
        (words.Opened, {"on": date(2200, 1, 1)}),
        (words.PartnerDetails, {"words": "w" * 3001}),
        (words.PartnerDetails, {"words": "bell\x07"}),
        (words.PartnerDetails, {"words": "half\ud800"}),
        (words.PartnerDetails, {"people": [made_up.partner_details(people=1).people[0]]}),
        (words.PartnerDetails, {"people": made_up.partner_details(people=1).people * 13}),
        (words.PartnerDetails, {"occasion": "review"}),
        (words.PartnerDetails, {"written_at": datetime(2026, 1, 1)}),  # noqa: DTZ001 - that is the point
        (words.Course, {"event": "started"}),
        (words.Course, {"session": 0}),
        (words.Course, {"session": 1000}),
        (words.Course, {"session": True}),
        (words.Course, {"ending": words.Ending.PRISON}),
        (words.Alert, {"severity": "high"}),
        (words.Alert, {"words": "w" * 1001}),
        (words.Alert, {"fact": None}),
    ],
)
def test_what_is_out_of_bounds_can_not_be_made(kind: type[Message], changes: dict[str, object]) -> None:
    good = {
        words.Opened: made_up.opened,
        words.PartnerDetails: made_up.partner_details,
        words.Course: made_up.attendance,
        words.Alert: made_up.alert,
    }[kind]()
    assert replace(good) == good
    with pytest.raises(ValidationError):
        replace(good, **changes)


def test_an_error_never_repeats_what_was_written() -> None:
    with pytest.raises(ValidationError) as refused:
        made_up.partner_details(words="Mina lives in Harbour Street\x00")
    assert "Harbour" not in str(refused.value)
    spoilt = (
        encode(made_up.partner_details(words="Harbour Street")).replace(b'"review"', b'"r"').replace(b"words", b"wordz")
    )
    with pytest.raises(Broken) as broken:
        decode("PartnerDetails", spoilt)
    assert str(broken.value) == "malformed"
    assert broken.value.__cause__ is None
    assert broken.value.__suppress_context__


def test_a_message_that_outgrows_the_box_can_not_be_made() -> None:
    largest = made_up.partner_details(words="ü" * 3000)
    assert len(encode(largest)) < LARGEST
    person = words.Person(relation=words.Relation.CHILD, name="Toni", note="😀" * 1000)
    with pytest.raises(ValidationError, match="longer than 16380 bytes"):
        words.PartnerDetails(
            mailbox=MAILBOX,
            programme="P-1",
            occasion=words.Occasion.REVIEW,
            written_at=made_up.NOW,
            people=(person,) * 4,
        )
    with pytest.raises(Broken, match="too-large"):
        decode("Opened", b" " * (LARGEST + 1))


@given(
    st.sampled_from(words.CourseEvent),
    st.sets(st.sampled_from(sorted({"attendance", "session", "ending", "corrects"}))),
)
def test_an_event_of_the_course_carries_its_own_fields_and_no_others(
    event: words.CourseEvent, given_names: set[str]
) -> None:
    every = {"attendance": words.Attendance.LATE, "session": 3, "ending": words.Ending.MOVED, "corrects": uuid4()}
    fields = {name: every[name] for name in given_names}
    place = {"mailbox": MAILBOX, "programme": "P-1", "fact": uuid4(), "event": event, "on": date(2026, 1, 1)}
    needed = NEEDED.get(event, set())
    if needed <= given_names <= needed | ALLOWED.get(event, set()):
        assert words.Course(**place, **fields).event is event
    else:
        with pytest.raises(ValidationError, match="do not belong"):
            words.Course(**place, **fields)


def test_attendance_without_a_number_is_a_session_with_him_alone() -> None:
    alone = replace(made_up.attendance(), session=None, attendance=words.Attendance.SENT_AWAY)
    assert decode("Course", encode(alone)) == alone


def test_a_moment_is_kept_to_the_second_and_in_utc() -> None:
    berlin = timezone(timedelta(hours=1))
    alert = made_up.alert(due=datetime(2026, 11, 21, 15, 2, 3, 456789, tzinfo=berlin))
    assert alert.due == datetime(2026, 11, 21, 14, 2, 3, tzinfo=UTC)
    assert alert.due.tzinfo is UTC


def test_a_study_value_is_a_code_or_a_reason_why_there_is_none() -> None:
    assert words.StudyValue(item="cts-1", value="-2.5").missing is None
    for fields in ({}, {"value": "1", "missing": words.Missing.DECLINED}, {"value": "he said that"}):
        with pytest.raises(ValidationError):
            words.StudyValue(item="cts-1", **fields)


def test_line_ends_of_browsers_become_plain_ones() -> None:
    assert made_up.partner_details(words="one\r\ntwo").words == "one\ntwo"
