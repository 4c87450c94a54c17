"""Everything that can be seen of casework: its answers, and what it leaves behind."""

import contextlib
import hashlib
import io
import re
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from html import escape
from pathlib import Path
from typing import Any

from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from article16.wall import parcel

SEALED = "sealed"  # columns of this name are compared by suite and length only
_ECHO = re.compile(rb'(<textarea name="for_her_service"[^>]*>)(.*?)(</textarea>)', re.DOTALL)
# The code of a panel meeting, in its cell: the one value that may come from her service (docs/explanation/releases.md).
_DECLARED = re.compile(rb'(<td data-label="Code">)(.*?)(</td>)', re.DOTALL)
_DATABASE = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm")


def answer(response: Any, asked: str, *, typed: str | None = None, declared: bool = False) -> dict[str, Any]:
    """One answer, whole. `typed`: what this browser has just typed for her service may be shown to it again."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = dict(response.headers)
    if typed is not None:
        body = _without_echo(body, typed)
        headers["Content-Length"] = "not compared: the page repeats what was typed into it"
    if declared and response.status_code == 200:
        body, _values = _DECLARED.subn(rb"\1(the declared code)\3", body)
        headers["Content-Length"] = "not compared: the page holds declared codes"
    if body.startswith(parcel.MARK):
        body = _without_seal(body)
    cookies = [morsel.OutputString() for _name, morsel in sorted(response.cookies.items())]
    return {
        "asked": asked,
        "status": f"{response.status_code} {response.reason_phrase}",
        "headers": headers,
        "cookies": cookies,
        "body": body.decode(errors="backslashreplace"),
    }


def _without_seal(body: bytes) -> bytes:
    """A sealed file for her service: what stands in clear, and of the seal its suite and length."""
    _address, found = parcel.read(body)
    return found.header + f", suite {found.sealed[:1].hex()}, {len(found.sealed)} bytes".encode()


def _without_echo(body: bytes, typed: str) -> bytes:
    """Exactly what was typed, in the box where it was typed, is taken out; anywhere else it stays and is compared."""
    expected = escape(typed.replace("\r\n", "\n")).encode()

    def emptied(found: re.Match[bytes]) -> bytes:
        inside = found[2].replace(b"\r\n", b"\n").removeprefix(b"\n")
        return found[1] + (b"(what was typed)" if inside == expected else found[2]) + found[3]

    return _ECHO.sub(emptied, body)


def printed(command: Callable[[list[str]], int], asked: str) -> dict[str, Any]:
    """What a command line of casework says, and how it ends."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = command([])
    return {"asked": asked, "status": str(code), "body": out.getvalue()}


class Post(EmailBackend):
    """Keeps each mail with the time at which it left; the name that mail programs give it holds a process number."""

    def send_messages(self, messages: Any) -> int:
        for one in messages:
            one.extra_headers.setdefault("Date", formatdate(time.time()))
            one.extra_headers["Message-ID"] = "<not compared@worlds>"
        return super().send_messages(messages)


def left_behind(*, folder: Path, beside: tuple[Path, ...]) -> dict[str, Any]:
    """Rows, files, mail and cache, after the last request."""
    return {
        "rows": dict(_rows()),
        "database": _database_state(),
        "files": [line for place in (folder, *beside) for line in _files(place)],
        "mail": [str(message.message()) for message in getattr(mail, "outbox", [])],
        "cache": sorted(cache._cache),
    }


def rows_in_short() -> dict[str, str]:
    """A digest of every table, for what is there for a while and gone at the end."""
    return {name: hashlib.sha256(repr(rows).encode()).hexdigest() for name, rows in _rows()}


def _rows() -> Iterator[tuple[str, list[list[str]]]]:
    """Every table with its rows as they lie on the disk, so that their order is seen too."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor, include_views=True))
        for name in [*names, *(["sqlite_sequence"] if connection.vendor == "sqlite" else [])]:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            columns = [column[0] for column in cursor.description]
            rows = [
                [f"{column}: {_value(column, value)}" for column, value in zip(columns, row, strict=True)]
                for row in cursor
            ]
            # PostgreSQL moves rows when it cleans up, at times of its own.
            yield name, rows if connection.vendor == "sqlite" else sorted(rows)


def _value(column: str, value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        return f"suite {raw[:1].hex()}, {len(raw)} bytes" if column == SEALED else raw.hex()
    return repr(value)


def _database_state() -> list[str]:
    """What a database knows beside its rows."""
    if connection.vendor == "sqlite":
        questions = [f"PRAGMA {name}" for name in ("user_version", "application_id", "schema_version", "page_count")]
        questions += ["PRAGMA freelist_count", "SELECT sql FROM sqlite_master ORDER BY name"]
    else:
        questions = ["SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"]
    with connection.cursor() as cursor:
        found = []
        for question in questions:
            cursor.execute(question)
            found.append(f"{question}: {cursor.fetchall()}")
    return found


def _files(folder: Path) -> list[str]:
    return [_file(path, folder) for path in sorted(folder.rglob("*"))]


def _file(path: Path, folder: Path) -> str:
    name, state = f"{folder.name}/{path.relative_to(folder)}", path.stat()
    if not path.is_file():
        return f"{name} {state.st_mode:o}"
    # A database file holds seals, which are chance; its rows are compared one by one.
    content = "" if path.name.endswith(_DATABASE) else _content(path, world=str(folder.parent).encode())
    return f"{name} {state.st_mode:o} {state.st_size} bytes {content}"


def _content(path: Path, *, world: bytes) -> str:
    return hashlib.sha256(path.read_bytes().replace(world, b"")).hexdigest()
