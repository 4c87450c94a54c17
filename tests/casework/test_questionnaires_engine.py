"""The engine over an in-memory desk: every path of every instrument of the library, in every language, without script."""

import re
from dataclasses import dataclass, field
from random import Random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from article16 import instruments
from article16.common.questionnaires import answering
from article16.common.questionnaires.comparing import differences, joined
from article16.common.questionnaires.desk import Filling, Options
from article16.common.questionnaires.encoding import decoded, encoded, read_text, to_text
from article16.common.questionnaires.paper import paper
from article16.common.questionnaires.parts import parts_of, routing_keys, settled
from article16.common.questionnaires.reading import offered
from article16.instruments import answers as pure_answers
from article16.instruments.items import Kind
from article16.instruments.missing import Missing

ALL = [one for one in instruments.load_all() if {"client", "partner"} & set(one.informants)]
PAIRS = [(one, who) for one in ALL for who in one.informants if who in {"client", "partner"}]
FACTORY = RequestFactory()
SHOWN = Options()


@dataclass
class Desk:
    """Keeps everything in this object."""

    instrument: object
    informant: str = "client"
    time: str | None = None
    language: str = "en"
    options: Options = SHOWN
    texts: dict = field(default_factory=dict)
    typed: dict = field(default_factory=dict)
    passed: frozenset = frozenset()
    large: bool = False
    ended: bool = False
    sealed: bool = False  # only what decides the way can be read again

    def filling(self):
        answers = decoded(self.instrument, self.texts)
        hidden = frozenset()
        if self.sealed:
            way = routing_keys(self.instrument)
            hidden = frozenset(answers)
            answers = {key: one for key, one in answers.items() if key.partition(".")[0] in way}
        return Filling(
            self.instrument, self.informant, self.time, self.language, answers, self.typed, self.passed, hidden,
            self.large, "", self.options,
        )  # fmt: skip

    def keep(self, kept):
        for key in (*kept.answers, *kept.typed):
            self.texts.pop(key, None)
            self.typed.pop(key, None)
        self.texts |= encoded(kept.answers)
        self.typed |= kept.typed
        self.passed, self.language, self.large = self.passed | kept.passed, kept.language, kept.large
        return "14:32"

    def finish(self):
        self.ended = True
        return "/done/"

    def pause(self):
        return "/later/"

    def address(self, place):
        return f"/p/{place}/"


def request(method, desk, place, data=None, **headers):
    made = getattr(FACTORY, method)(f"/p/{place}/", data or {}, headers=headers)
    made.user, made.viewer = AnonymousUser(), None
    return answering.answer(made, desk, place)


def shown(html):
    """The questions that stand open on the page."""
    keys = re.findall(r'data-question="([^"]+)"( hidden)?', html)
    return [key for key, shut in keys if not shut]


def post(desk, place, answers, go="next", **more):
    html = request("get", desk, place).content.decode()
    data = {"version": desk.instrument.fingerprint, "s": shown(html), "go": go} | more
    for key, answer in answers.items():
        put(data, desk.instrument.by_key[key.partition(".")[0]], key, answer)
    return request("post", desk, place, data)


def put(data, item, key, answer):
    """An answer as a browser sends it."""
    if isinstance(answer, Missing) and item.kind is not Kind.SINGLE:
        data[f"m.{key}"] = [answer.value]
    elif isinstance(answer, frozenset):
        data[f"q.{key}"] = [str(code) for code in sorted(answer)]
    elif answer is not None:
        data[f"q.{key}"] = [answer.value if isinstance(answer, Missing) else str(answer)]


def drawn(chance, item):
    """Any answer that can be given, a reason for none, or nothing."""
    if chance.random() < 0.15:
        return None
    if chance.random() < 0.15:
        return chance.choice(offered(item))
    some = frozenset(choice.code for choice in item.choices if not choice.alone and chance.random() < 0.4)
    day = f"2026-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
    return {
        Kind.SINGLE: chance.choice(item.codes or (0,)),
        Kind.MULTIPLE: some or None,
        Kind.NUMERIC: chance.randint(int(item.low), int(min(item.high, item.low + 4))),
        Kind.DATE: day,
        Kind.TEXT: chance.choice(["plain words", ".declined", "خطوة", "a\nb", "\\x"]),
    }[item.kind]


def meant(item, answer):
    """What a drawn answer is to the pure functions."""
    return read_text(item, answer) if isinstance(answer, str) and item.kind is Kind.DATE else answer


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PAIRS), st.integers(0, 2**32), st.booleans())
def test_any_path_can_be_filled_in_through_the_pages_and_scores_as_the_pure_function(pair, seed, hers):
    instrument, who = pair
    chance = Random(seed)
    time = chance.choice(instrument.times) if instrument.times else None
    desk = Desk(instrument, who, time, sealed=hers, options=Options(shows_earlier=not hers))
    given_answers, place = {}, 1
    for _ in range(200):
        answer = request("get", desk, place)
        if answer.status_code == 302:
            place = int(answer.url.split("/")[2])
            continue
        keys = shown(answer.content.decode())
        page = {key: drawn(chance, instrument.by_key[key.partition(".")[0]]) for key in keys}
        given_answers |= page
        sent = post(desk, place, {key: one for key, one in page.items() if one is not None})
        assert sent.status_code == 302, re.findall(r"<h2>[^<]+</h2>.*?</ul>", sent.content.decode(), re.DOTALL)
        if desk.ended:
            break
        place = int(sent.url.split("/")[2])
    assert desk.ended
    stored = settled(instrument, decoded(instrument, desk.texts), informant=who, time=time)
    assert instruments.problems_of(instrument, stored, informant=who, time=time) == ()
    assert pure_answers.settled(instrument, decoded(instrument, desk.texts), informant=who, time=time) == (stored, ())
    pure = {
        key: meant(instrument.by_key[key.partition(".")[0]], one)
        for key, one in given_answers.items()
        if one is not None
    }
    left = settled(instrument, pure, informant=who, time=time)
    assert stored == left
    assert instruments.score(instrument, stored, informant=who, time=time) == instruments.score(
        instrument, left, informant=who, time=time
    )


@pytest.mark.parametrize("language", ["en", "de", "es", "ar"])
def test_a_page_is_whole_in_every_language_of_the_pack(language):
    desk = Desk(instruments.load("five_points"), "client", "T0", language)
    html = request("get", desk, 1).content.decode()
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
    others = {"en": "English", "de": "Deutsch", "es": "Español", "ar": "العربيّة"} | {"ar": "العربي"}
    for code, name in others.items():
        assert (f'value="{code}" lang="{code}"' in html) == (code != language)
        assert code == language or name in html
    if language != "en":
        assert "Save and go on" not in html
        assert "Rather not say" not in html
        assert "Part 1" not in html


def test_the_language_changes_and_every_answer_stays():
    desk = Desk(instruments.load("five_points"), "client", "T0")
    answer = post(desk, 1, {"insulted": 3, "shouted": Missing.DECLINED}, to_language="ar")
    assert answer.url == "/p/1/"
    html = request("get", desk, 1).content.decode()
    assert 'dir="rtl"' in html
    assert 'name="q.insulted" value="3" id="q-insulted-4" checked' in html
    assert desk.passed == frozenset()


def test_large_text_is_kept_with_the_answers():
    desk = Desk(instruments.load("five_points"), "client", "T0")
    post(desk, 1, {"insulted": 3}, to_size="large")
    html = request("get", desk, 1).content.decode()
    assert "answering-large" in html
    assert desk.texts == {"insulted": "3"}


def test_what_cannot_be_read_is_said_at_the_question_and_on_top_and_nothing_typed_is_lost():
    desk = Desk(instruments.load("five_points"), "client", "T0")
    desk.passed = frozenset(part.code for part in parts_of(desk.instrument, {}, informant="client", time="T0")) - {
        "about"
    }
    place = [part.code for part in parts_of(desk.instrument, {}, informant="client", time="T0")].index("about") + 1
    answer = post(desk, place, {"age": "old", "work": 1})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.count("Enter a number, for example 16.") == 2
    assert 'value="old"' in html
    assert desk.texts == {"work": "1"}
    assert 'value="old"' in request("get", desk, place).content.decode(), "also when he comes back later"
    assert "about" not in desk.passed


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"q.insulted": "9"}, "not one of the answers"),
        ({"q.insulted": "x"}, "not one of the answers"),
        ({"q.insulted": ".unknown"}, "not offered at this question"),
        ({"q.insulted": ["1", ".declined"]}, "Keep one of the two"),
        ({"q.nonsense": "1"}, "does not have the question “nonsense”"),
        ({"q.pushed": "1"}, "does not have the question “pushed”"),
        ({"version": "of another time"}, "have changed since the page was opened"),
    ],
)
def test_bad_input_is_refused_in_a_sentence_and_nothing_is_half_stored(data, sentence):
    desk = Desk(instruments.load("five_points"), "client", "T0")
    html = request("get", desk, 1).content.decode()
    sent = {"version": desk.instrument.fingerprint, "s": shown(html), "go": "next"} | data
    answer = request("post", desk, 1, sent)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert desk.texts == {}
    assert desk.passed == frozenset()


def test_a_text_of_a_megabyte_is_refused_and_stands_there_still():
    instrument = instruments.load("five_points")
    desk = Desk(instrument, "client", "T0")
    codes = [part.code for part in parts_of(instrument, {}, informant="client", time="T0")]
    desk.passed = frozenset(codes) - {"hopes"}
    place = codes.index("hopes") + 1
    answer = post(desk, place, {"hopes_words": "x" * 1_000_000})
    html = answer.content.decode()
    assert "998000 characters too long" in html
    assert "x" * 1_000_000 in html
    assert desk.texts == {}
    assert desk.typed == {}, "a draft does not keep a megabyte"


def test_a_page_out_of_order_leads_to_the_one_that_is_next():
    desk = Desk(instruments.load("five_points"), "client", "T0")
    assert request("get", desk, 7).url == "/p/1/"
    assert request("get", desk, 0).url == "/p/1/"
    post(desk, 1, {})
    assert request("get", desk, 7).url == "/p/2/"
    assert request("get", desk, 1).status_code == 200


def test_a_question_that_follows_opens_on_the_same_page_without_script():
    instrument = instruments.load("five_points")
    desk = Desk(instrument, "client", "T0")
    codes = [part.code for part in parts_of(instrument, {}, informant="client", time="T0")]
    desk.passed = frozenset(codes) - {"safety"}
    place = codes.index("safety") + 1
    assert "police_times" not in shown(request("get", desk, place).content.decode())
    answer = post(desk, place, {"police": 1})
    assert answer.url == f"/p/{place}/#q-police_times"
    assert "safety" not in desk.passed
    assert "police_times" in shown(request("get", desk, place).content.decode())
    post(desk, place, {"police": 1, "police_times": 3})
    assert "safety" in desk.passed


def test_an_answer_that_no_longer_matters_is_kept_until_the_end_and_not_scored():
    instrument = instruments.load("five_points")
    desk = Desk(instrument, "client", "T0")
    codes = [part.code for part in parts_of(instrument, {}, informant="client", time="T0")]
    desk.passed = frozenset(codes)
    place = codes.index("safety") + 1
    post(desk, place, {"police": 1})
    post(desk, place, {"police": 1, "police_times": 3})
    post(desk, place, {"police": 0, "police_times": 3})
    assert desk.texts["police_times"] == "3"
    done = settled(instrument, decoded(instrument, desk.texts), informant="client", time="T0")
    assert done["police_times"] is Missing.DOES_NOT_APPLY
    assert instruments.score(instrument, done, informant="client", time="T0").scores["police_calls"].value == 0
    post(desk, place, {"police": 1})
    assert 'value="3"' in request("get", desk, place).content.decode(), "he changed his mind back"


def test_each_child_has_a_page_of_its_own():
    instrument = instruments.load("five_points")
    known = {"children": 1, "children_number": 2}
    parts = parts_of(instrument, known, informant="client", time="T1")
    assert [part.code for part in parts if part.section.key == "each_child"] == ["each_child.1", "each_child.2"]
    desk = Desk(instrument, "client", "T1", texts=encoded(known))
    desk.passed = frozenset(part.code for part in parts) - {"each_child.2"}
    place = [part.code for part in parts].index("each_child.2") + 1
    assert re.search(r"\w+ 2 of 2", request("get", desk, place).content.decode())
    post(desk, place, {"child_age.2": 7})
    assert desk.texts["child_age.2"] == "7"


def test_autosave_keeps_says_when_and_opens_what_follows():
    instrument = instruments.load("five_points")
    desk = Desk(instrument, "client", "T0")
    codes = [part.code for part in parts_of(instrument, {}, informant="client", time="T0")]
    desk.passed = frozenset(codes)
    place = codes.index("safety") + 1
    data = {"version": instrument.fingerprint, "s": ["police"], "q.police": "1"}
    answer = request("post", desk, place, data, **{"X-Autosave": "1"})
    assert answer.headers["Content-Type"] == "application/json"
    assert b"police_times" in answer.content
    assert b"Saved at 14:32" in answer.content
    assert desk.texts == {"police": "1"}


def test_hers_is_never_shown_again_and_goes_on_at_the_first_open_question():
    desk = Desk(instruments.load("five_points"), "partner", "T0", options=Options(shows_earlier=False), sealed=True)
    data = {"version": desk.instrument.fingerprint, "s": ["insulted"], "q.insulted": "3"}
    request("post", desk, 1, data, **{"X-Autosave": "1"})
    html = request("get", desk, 1).content.decode()
    assert "q.insulted" not in html, "it was saved, and is not put again"
    assert " checked" not in html
    assert 'value="back"' not in html
    post(desk, 1, {"humiliated": 2})
    assert request("get", desk, 1).url == "/p/2/"
    second = request("get", desk, 2).content.decode()
    assert " checked" not in second
    assert desk.texts == {"insulted": "3", "humiliated": "2"}


def test_the_way_out_stands_first_and_needs_no_script():
    desk = Desk(instruments.load("five_points"), "partner", "T0", options=Options(way_out="/out/"))
    html = request("get", desk, 1).content.decode()
    first = html.index('<form class="way-out" method="post" action="/out/">')
    assert first < html.index("<main")
    assert "Leave this page" in html


def test_reading_aloud_says_how():
    desk = Desk(instruments.load("phq9"), "client", options=Options(read_aloud=True))
    assert "Read each question aloud as it stands" in request("get", desk, 1).content.decode()


@pytest.mark.parametrize(
    ("text", "number"), [("3", 3), ("٣", 3), (" 12 ", 12), ("1 000", None), ("3,0", 3), ("3.5", None)]
)
def test_numbers_as_people_write_them(text, number):
    from article16.common.questionnaires import reading

    item = instruments.load("five_points").by_key["police_times"]
    with translation.override("en"):
        try:
            assert reading._answer(item, [text], []) == number
        except reading._Unreadable:
            assert number is None


@given(st.sampled_from([item for one in ALL for item in one.items]), st.integers(0, 2**32))
def test_an_answer_written_and_read_is_the_same(item, seed):
    answer = drawn(Random(seed), item)
    if isinstance(answer, str) and item.kind is not Kind.TEXT:
        answer = read_text(item, answer)
    if answer is not None:
        assert read_text(item, to_text(answer)) == answer


def test_two_entries_are_compared_by_what_would_be_stored():
    instrument = instruments.load("five_points")
    first = {"insulted": "1", "police": "0", "police_times": "3", "why": "1;2"}
    second = {"insulted": "2", "police": "0", "why": "2;1"}
    found = differences(instrument, first, second, informant="client", time="T0")
    assert [(one.key, one.first, one.second) for one in found] == [("insulted", "1", "2")]
    assert joined(first, second, found, {"insulted": "second"})["insulted"] == "2"


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_every_instrument_prints_in_every_language(one):
    from django.utils import timezone

    for language in one.languages:
        made = paper(
            one, informant=one.informants[0], time=one.times[0] if one.times else None, language=language.code,
            code="C-014", at=timezone.now(),
        )  # fmt: skip
        assert made.startswith(b"%PDF")


def test_study_data_can_carry_every_key_of_the_library():
    for one in ALL:
        for item in one.items:
            longest = max(len(str(code)) for code in item.codes) + 1 if item.kind is Kind.MULTIPLE else 0
            assert len(item.key) + (3 if item.repeat else 0) + longest <= 32, item.key
