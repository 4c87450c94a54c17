"""The unlocked browser: half of the key in its cookie, half in a row of the database; fifteen idle minutes at most."""

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from uuid import UUID, uuid4

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from article16.common.accounts import drafts, limits
from article16.common.audit.actions import Verb, record
from article16.common.audit.queries import EntryRow
from article16.common.db.prepared import Prepared
from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind
from article16.wall.box.secrets import SecretKey, decrypt, encrypt
from article16.wall.box.wrapping import KEY_BYTES, key_from_secret, random_bytes
from article16.wall.inbox.actions import check_seals

from . import holders, policy
from .actions.workers import Opened
from .models import Session
from .opening import Unlocked, open_entry
from .rings import Ring

MOST_AT_ONCE = 500  # messages opened in one unlocking: about 0.1 s


def cookie_name() -> str:
    return settings.SESSION_COOKIE_NAME.replace("session", "unlocked")


def unlocked(request: HttpRequest) -> Unlocked | None:
    """What this browser's worker can open, or None while locked. Asked once for each request: three queries."""
    if not hasattr(request, "_unlocked"):
        request._unlocked = _look(request, at=timezone.now())
    return request._unlocked


def held(request: HttpRequest) -> Unlocked:
    """As `unlocked`, inside a page that needs it; behind `needs_unlocked` it never refuses."""
    found = unlocked(request)
    if found is None:
        raise Http404
    return found


def opener(request: HttpRequest) -> Callable[[EntryRow], EntryRow]:
    """For the record's page: sealed rows open for whoever is unlocked, and stay sealed for everybody else."""
    found = unlocked(request)
    return lambda row: open_entry(row, found)


def needs_unlocked(view: Callable) -> Callable:
    """A page that opens only unlocked. While locked it leads to the unlock page and back; what was typed is kept."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs) if unlocked(request) else to_unlock(request)

    return guarded


def to_unlock(request: HttpRequest) -> HttpResponse:
    """To the unlock page and back. For views that first look whether there is such a thing, and then need the key."""
    query = urlencode({"next": request.get_full_path()})
    response = HttpResponseRedirect(f"{reverse('unlock')}?{query}")
    if request.method == "POST" and drafts.keep(request, response):
        messages.info(request, _("This was not saved: you are locked. What you typed is kept until you unlock."))
    return response


def name_of(request: HttpRequest) -> UUID | None:
    """This unlocked browser by the name of its row, for work that must end with it (`still_open`)."""
    parts = _parts(request)
    return parts[0] if parts and unlocked(request) else None


def still_open(name: UUID | None) -> bool:
    """Whether the browser of this name is still unlocked. One query."""
    return name is not None and Session.objects.filter(id=name, key__ended_at=None).exists()


def any_open(key: UUID) -> bool:
    """Whether any browser is still unlocked with this worker's key. One query."""
    return Session.objects.filter(key=key, key__ended_at=None).exists()


def look_at_what_came(found: Unlocked) -> int:
    """Open each message once that was taken over while nobody was unlocked; what is not whole is set aside."""
    return check_seals(keys=found.zone, limit=MOST_AT_ONCE)


@transaction.atomic
def begin(request: HttpRequest, response: HttpResponse, *, opened: Opened, at: datetime) -> None:
    """Unlock this browser: the worker's key is stored under a new key that only the cookie holds."""
    _forget(request)
    secret, row, name = random_bytes(), uuid4(), _sign_in(request)
    sealed = encrypt(opened.pair.raw, key=_key(secret), context=_context(row, opened.key, name))
    Session.objects.create(id=row, key_id=opened.key, sign_in=name, sealed=sealed, opened_at=at, seen_at=at)
    request._unlocked = holders.unlocked_with(opened.pair, opened.key, request.user.pk, rings=_rings(request))
    _record(request, "unlock_done", at=at)
    response.set_cookie(
        cookie_name(),
        base64.urlsafe_b64encode(row.bytes + secret).decode(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


@transaction.atomic
def end(request: HttpRequest, response: HttpResponse, *, at: datetime) -> None:
    """Lock: the row goes, and with it the only thing the cookie opens."""
    _forget(request)
    _record(request, "lock_done", at=at)
    response.delete_cookie(cookie_name(), samesite="Strict")


def forget_with_sign_in(get_response: Callable) -> Callable:
    """Middleware: whoever is signed out, by herself or by time, is locked in the same answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if cookie_name() in request.COOKIES and not request.user.is_authenticated:
            with transaction.atomic():
                _forget(request)
            response.delete_cookie(cookie_name(), samesite="Strict")
        return response

    return middleware


def may_try(request: HttpRequest) -> bool:
    """Tries are counted by the address they come from, never by name: that would let anybody silence a worker."""
    return ratelimit.consume(request, action="unlock")


def _forget(request: HttpRequest) -> None:
    parts = _parts(request)
    if parts:
        Session.objects.filter(id=parts[0]).delete()
    request._unlocked = None


def _record(request: HttpRequest, what: str, *, at: datetime) -> None:
    staff = str(request.user.pk)
    record(
        verb=Verb.SIGN_IN if what == "unlock_done" else Verb.SIGN_OUT,
        thing="staff",
        ids=[staff],
        by=staff,
        what=what,
        at=at,
    )


def forget_ended(*, at: datetime) -> int:
    """Rows of browsers that went idle, or whose worker left. Part of the tick; one query when there are none."""
    ended = (
        Q(seen_at__lt=at - settings.UNLOCKED_LIMIT) | Q(key__ended_at__isnull=False) | Q(key__staff__is_active=False)
    )
    rows = list(Session.objects.filter(ended).values_list("id", flat=True))
    return Session.objects.filter(id__in=rows).delete()[0] if rows else 0


def _look(request: HttpRequest, *, at: datetime) -> Unlocked | None:
    parts, viewer = _parts(request), getattr(request, "viewer", None)
    if parts is None or viewer is None:
        return None
    row, secret = parts
    sign_in = _sign_in(request)
    found = UNLOCKED.first(row=row, sign_in=sign_in, staff=request.user.pk)
    if found is None:
        return None
    key, sealed, seen_at = found
    if at - seen_at > settings.UNLOCKED_LIMIT:
        return None
    try:
        raw = decrypt(bytes(sealed), key=_key(secret), context=_context(row, key, sign_in))
        worker = holders.worker_pair(raw)
    except Broken:
        return None
    if at - seen_at >= limits.TOUCH:
        Session.objects.filter(id=row).update(seen_at=at)
    return holders.unlocked_with(worker, key, request.user.pk, rings=_rings(request))


def _unlocked_row(row: UUID, sign_in: str, staff: UUID) -> QuerySet:
    mine = Session.objects.filter(id=row, sign_in=sign_in, key__staff=staff, key__ended_at=None)
    return mine.values_list("key", "sealed", "seen_at")


UNLOCKED = Prepared(_unlocked_row)


def _rings(request: HttpRequest) -> list[Ring]:
    """A role that has ended opens nothing from that moment, also before its grant is taken away."""
    return [ring for ring in Ring if request.viewer.has(policy.ROLES_OF[ring])]


def _parts(request: HttpRequest) -> tuple[UUID, bytes] | None:
    try:
        raw = base64.urlsafe_b64decode(request.COOKIES.get(cookie_name(), ""))
        return (UUID(bytes=raw[:16]), raw[16:]) if len(raw) == 16 + KEY_BYTES else None
    except ValueError:
        return None


def _sign_in(request: HttpRequest) -> str:
    """The sign-in by a name that does not give its cookie away."""
    return hashlib.sha256((request.session.session_key or "").encode()).hexdigest()


def _key(secret: bytes) -> SecretKey:
    return key_from_secret(secret, purpose="unlocked browser")


def _context(row: UUID, key: UUID, sign_in: str) -> bytes:
    return bind("unlocked browser", row.bytes, key.bytes, sign_in.encode())
