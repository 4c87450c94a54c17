"""A form sent twice saves once; what remembers it goes after two days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from article16.common.accounts import actions
from article16.common.accounts.models import Submission

pytestmark = pytest.mark.django_db


def test_the_second_time_gives_back_where_the_first_led():
    at, saved = timezone.now(), []

    def save() -> str:
        saved.append(1)
        return "/there/"

    assert [actions.once(token="t", save=save, at=at) for _ in range(2)] == ["/there/", "/there/"]
    assert saved == [1]


def test_what_was_refused_can_be_sent_again():
    def refuse() -> str:
        raise actions.NotPossible("no")

    with pytest.raises(actions.NotPossible):
        actions.once(token="t", save=refuse, at=timezone.now())
    assert not Submission.objects.exists()
    assert actions.once(token="t", save=lambda: "/there/", at=timezone.now()) == "/there/"


def test_old_forms_are_forgotten_and_young_ones_are_not():
    now = timezone.now()
    for token, age in (("old", 49), ("young", 47)):
        actions.once(token=token, save=lambda: "/", at=now - timedelta(hours=age))
    actions.forget_old_forms(at=now)
    assert list(Submission.objects.values_list("token", flat=True)) == ["young"]
