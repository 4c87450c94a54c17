"""Asks a WSGI application as a server does, with nothing between: Django's test client instruments each template."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

HOST = "casework.localhost"


def ask(
    application: Callable[..., Any],
    path: str,
    cookies: Mapping[str, str],
    form: Mapping[str, str] | None = None,
    *,
    answers: tuple[str, ...] = (),
) -> bytes:
    """The page, or the address it leads to. Anything but 200, after a form 302, or one of `answers` is an error."""
    said: list[Any] = []
    environ = _environ(path, cookies, form)
    answer = application(environ, lambda status, headers, *_: said.extend((status, dict(headers))))
    try:
        page = b"".join(answer)
    finally:
        answer.close()
    status, headers = said
    if status[:3] not in (answers or ("200" if form is None else "302",)):
        raise RuntimeError(f"{path} answered {status}.")
    return headers["Location"].encode() if status[:3] == "302" else page


def _environ(path: str, cookies: Mapping[str, str], form: Mapping[str, str] | None) -> dict[str, Any]:
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": HOST, "REMOTE_ADDR": "127.0.0.1"}
    environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    if form is not None:
        body = urlencode(form, doseq=True).encode()
        environ |= {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
    setup_testing_defaults(environ)
    return environ
