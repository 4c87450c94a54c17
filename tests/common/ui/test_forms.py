"""A form that was sent with something missing: summary, links, sentences, and nothing typed is lost."""

import re

from django.template import Context, Template
from django.utils import translation

from article16.common.ui.forms import SampleForm


def _drawn(template: str, **values: object) -> str:
    return Template("{% load ui %}" + template).render(Context(values))


def _sent(**changed: str) -> SampleForm:
    answers = {"last_seen": "12 11 2026", "told": "M. Huber", "how_often": "1", "reason": "act", "took_part": "3"}
    return SampleForm({**answers, "password": "kept out", **changed})


def test_the_summary_counts_what_is_missing_and_links_to_it():
    html = _drawn("{% error_summary form %}", form=_sent(told="", how_often=""))
    assert "Two things are missing" in html
    assert 'href="#id_told"' in html
    assert 'href="#id_how_often_0"' in html
    assert "autofocus" in html


def test_the_summary_does_not_call_missing_what_was_answered():
    html = _drawn("{% error_summary form %}", form=_sent(last_seen="11 08 2026"))
    assert "One thing to look at again" in html


def test_a_form_without_errors_has_no_summary():
    assert _drawn("{% error_summary form %}", form=_sent()).strip() == ""
    assert _drawn("{% error_summary form %}", form=SampleForm()).strip() == ""


def test_a_rule_about_the_whole_form_is_said_without_a_link():
    form = _sent()
    form.add_error(None, "This was saved in another window at 14:02")
    html = _drawn("{% error_summary form %}", form=form)
    assert "<li>This was saved in another window at 14:02</li>" in html


def test_a_field_says_its_error_above_the_input_and_names_it_to_a_screen_reader():
    html = _drawn("{% field form.last_seen %}", form=_sent(last_seen="11 08 2026"))
    assert html.index("Enter a date after 11 August 2026") < html.index("<input")
    assert 'id="id_last_seen_error"' in html
    assert re.search(r'aria-describedby="id_last_seen_helptext id_last_seen_error"', html)
    assert 'aria-invalid="true"' in html


def test_what_was_typed_stays():
    assert 'value="31 31 2026"' in _drawn("{% field form.last_seen %}", form=_sent(last_seen="31 31 2026"))
    assert 'value="1"' in _drawn("{% field form.how_often %}", form=_sent(told=""))


def test_a_password_is_never_sent_back():
    assert "kept out" not in _drawn("{% field form.password %}", form=_sent(told=""))


def test_nothing_is_chosen_beforehand():
    assert "checked" not in _drawn("{% field form.how_often %}{% field form.reason %}", form=SampleForm())


def test_optional_is_marked_and_required_is_not():
    assert "(optional)" in _drawn("{% field form.note %}", form=SampleForm())
    assert "(optional)" not in _drawn("{% field form.told %}", form=SampleForm())


def test_no_field_has_a_placeholder():
    form = SampleForm()
    assert "placeholder" not in "".join(_drawn("{% field one %}", one=form[name]) for name in form.fields)


def test_boxes_have_one_legend_and_a_label_each():
    html = _drawn('{% field form.how_often look="row" %}', form=SampleForm())
    assert html.count("<legend>") == 1
    assert html.count('class="choice"') == 4


def test_arabic_has_its_own_dual():
    with translation.override("ar"):
        assert "ينقص أمران" in _drawn("{% error_summary form %}", form=_sent(told="", how_often=""))


def test_what_a_person_typed_cannot_become_markup():
    html = _drawn("{% field form.told %}", form=_sent(told="<script>alert(1)</script>", how_often=""))
    assert "<script" not in html
