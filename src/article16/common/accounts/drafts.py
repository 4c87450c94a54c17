"""What was typed survives the end of a sign-in: kept sealed, given back to the same person in the same browser."""

import base64
import json
import secrets
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from article16.wall.box import secrets as box
from article16.wall.box.errors import Broken

from . import actions, queries

NEVER_KEPT = {"csrfmiddlewaretoken", "password", "password1", "password2", "code", "once"}
LIFE_SECONDS = 12 * 3600
# A form may hold the box for her service: neither whether it was filled nor how full it was may show in the table.
SIZE_CLASS = 64 * 1024  # bytes; the fullest box, with four people in it, and its form fit


def _never_kept(name: str) -> bool:
    return name in NEVER_KEPT or name.startswith("secret_")


def cookie_name() -> str:
    return settings.SESSION_COOKIE_NAME.replace("session", "draft")


def keep(request: HttpRequest, response: HttpResponse) -> bool:
    """Keep the posted fields of the person whose sign-in just ended; the key goes into a cookie of this browser."""
    fields = {name: request.POST.getlist(name) for name in request.POST if not _never_kept(name)}
    if not fields:
        return False
    key = secrets.token_bytes(32)
    context = _context(request.user.pk, request.path)
    content = json.dumps(fields, ensure_ascii=False).encode()
    size = -(-(len(content) + 4) // SIZE_CLASS) * SIZE_CLASS  # four bytes say its length
    sealed = box.encrypt(content, key=box.SecretKey(key), context=context, size=size)
    draft_id = actions.keep_draft(staff=request.user, path=request.path, sealed=sealed, at=timezone.now())
    value = f"{draft_id}.{base64.urlsafe_b64encode(key).decode()}"
    response.set_cookie(
        cookie_name(),
        value,
        max_age=LIFE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return True


def restored(request: HttpRequest) -> QueryDict | None:
    """The kept fields for this person and page, or None. They stay until the form is saved."""
    try:
        draft_id, key = request.COOKIES.get(cookie_name(), "").split(".")
        found = queries.draft(UUID(draft_id), request.user, request.path)
        if found is None:
            return None
        secret = box.SecretKey(base64.urlsafe_b64decode(key))
        opened = box.decrypt(bytes(found.sealed), key=secret, context=_context(request.user.pk, request.path))
    except (ValueError, Broken):
        return None
    request.draft_kept_at = found.kept_at
    data = QueryDict(mutable=True)
    for name, values in json.loads(opened).items():
        data.setlist(name, values)
    return data


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """After saving: the draft and its key go."""
    value = request.COOKIES.get(cookie_name(), "")
    if not value:
        return
    response.delete_cookie(cookie_name(), samesite="Lax")
    try:
        actions.drop_draft(draft_id=UUID(value.split(".")[0]))
    except ValueError:
        return


def _context(staff_id: UUID, path: str) -> bytes:
    return f"draft|{staff_id}|{path}".encode()
