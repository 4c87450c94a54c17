"""Light or dark, letters on or off: kept in a cookie that says nothing about anyone."""

from django.http import HttpResponse
from django.test import RequestFactory

from article16.common.ui.context import shell_of
from article16.common.ui.display import Display, cookie_name, display_of, keep_display
from article16.common.ui.views import keys


def _asked(cookie: str):
    request = RequestFactory().get("/keys")
    request.COOKIES[cookie_name()] = cookie
    return request


def test_what_was_kept_is_read_again():
    response = HttpResponse()
    keep_display(response, Display(theme="dark", letters=False))
    assert display_of(_asked(response.cookies[cookie_name()].value)) == Display(theme="dark", letters=False)


def test_without_a_cookie_the_page_follows_the_system_and_letters_work():
    assert display_of(RequestFactory().get("/")) == Display(theme="", letters=True)


def test_a_cookie_that_was_written_by_somebody_else_counts_as_nothing():
    assert display_of(_asked('"><script>.off')) == Display()


def test_the_frame_takes_the_theme_of_this_device():
    assert shell_of(_asked("dark.off")).theme == "dark"
    assert shell_of(_asked("dark.off")).letters is False


def test_saving_the_keys_page_keeps_the_choice_and_redirects():
    request = RequestFactory().post("/keys", {"theme": "light"})
    response = keys(request)
    assert response.status_code == 302
    assert response.cookies[cookie_name()].value == "light.off"
    assert response.cookies[cookie_name()]["httponly"]


def test_a_theme_that_does_not_exist_is_not_kept():
    response = keys(RequestFactory().post("/keys", {"theme": "neon"}))
    assert response.status_code == 200
    assert cookie_name() not in response.cookies
