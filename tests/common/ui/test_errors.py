"""Error pages: the same bytes for every cause, no database, no manifest, neither house."""

import pytest
from django.contrib.staticfiles import finders
from django.test import RequestFactory

from article16.common.ui import errors

HANDLERS = [
    (errors.bad_request, 400),
    (errors.csrf_failure, 403),
    (errors.not_found, 404),
    (errors.forbidden, 404),
    (errors.too_many, 429),
    (errors.server_error, 500),
    (errors.unavailable, 503),
]


@pytest.mark.parametrize(("handler", "status"), HANDLERS)
def test_an_error_page_says_one_calm_sentence_with_the_next_step(handler, status):
    response = handler(RequestFactory().get("/somewhere"))
    text = response.content.decode()
    assert response.status_code == status
    assert text.count("<h1>") == 1
    assert 'href="/"' in text
    assert "{" not in text


def test_what_is_forbidden_and_what_is_not_there_are_the_same_bytes():
    one = errors.not_found(RequestFactory().get("/clients/4711?q=Brandner"), Exception("C-014"))
    other = errors.forbidden(RequestFactory().post("/people/"), Exception("not yours"))
    assert one.content == other.content
    assert one.headers == other.headers


@pytest.mark.parametrize(("handler", "status"), HANDLERS)
def test_an_error_page_names_no_service_and_echoes_nothing(handler, status):
    text = handler(RequestFactory().get("/clients/canary-path?q=canary-query")).content.decode()
    assert "canary" not in text
    for word in ("Article 16", "Casework", "Support", "casework", "support"):
        assert word not in text


def test_an_error_page_needs_no_manifest_and_its_files_are_there():
    text = errors.not_found(RequestFactory().get("/")).content.decode()
    files = [part.split('"')[0] for part in text.split('"/static/')[1:]]
    assert files
    assert all(finders.find(name) for name in files)


def test_who_tried_too_often_is_told_how_long_to_wait():
    assert errors.too_many(RequestFactory().get("/"))["Retry-After"] == "300"
