"""Every request passes here: does the sign-in still last, may this person open this page, and what is recorded."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from article16.common.audit.actions import Verb, record

from . import drafts, limits, queries
from .access import Access as AccessRow
from .access import Door


def rule_of(request: HttpRequest) -> AccessRow | None:
    match = request.resolver_match
    return import_string(settings.ACCESS).get(match.url_name) if match and match.url_name else None


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    query = urlencode({"next": request.get_full_path()}) if request.path != "/" else ""
    return HttpResponseRedirect(f"{reverse('account_login')}{'?' if query else ''}{query}")


class SignedIn:
    """Ends a sign-in that lasted too long, keeping what was typed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        at = timezone.now()
        why = limits.ended(request.session, at=at)
        if why is None:
            limits.touch(request.session, at=at)
            return None
        return self._end(request, why)

    def _end(self, request: HttpRequest, why: limits.Ended) -> HttpResponse | None:
        rule = rule_of(request)
        response = to_sign_in(request)
        kept = request.method == "POST" and rule and rule.door is Door.STAFF and drafts.keep(request, response)
        logout(request)
        if rule and rule.door is Door.EVERYONE:
            return None
        messages.info(request, _message(why, kept=bool(kept)))
        return response


def _message(why: limits.Ended, *, kept: bool) -> str:
    if kept:
        return _("You were signed out before this was saved. What you typed is kept: sign in, and it is there again.")
    if why is limits.Ended.IDLE:
        minutes = int(settings.IDLE_LIMIT.total_seconds() // 60)
        return _("You were signed out after %(minutes)d minutes without work. Sign in to go on.") % {"minutes": minutes}
    return _("You were signed out because a sign-in lasts one working day at most. Sign in to go on.")


class Access:
    """Closed by default: a page without a row, or a person without a role, gets the same 404."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = None
        request.seen = []
        response = self.get_response(request)
        self._record(request, response)
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        rule = rule_of(request)
        if rule is None:
            raise Http404
        if rule.door is Door.EVERYONE:
            return None
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if rule.door is Door.PASSWORD:
            return None
        if not self._second_factor(request):
            messages.info(request, _("One more step before any work: set up a second way to prove that it is you."))
            return HttpResponseRedirect(reverse("mfa_index"))
        request.viewer = queries.viewer(request.user, at=timezone.now())
        if not request.viewer.has(rule.roles):
            raise Http404
        return None

    @staticmethod
    def _second_factor(request: HttpRequest) -> bool:
        """Asked of the database once for each sign-in."""
        if not request.session.get("second_factor"):
            demo = settings.DEMO and request.session.get("demo")
            if not demo and not queries.has_second_factor(request.user):
                return False
            request.session["second_factor"] = True
        return True

    @staticmethod
    def _record(request: HttpRequest, response: HttpResponse) -> None:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return
        match = request.resolver_match
        what = match.url_name if match and match.url_name else "unknown"
        rule = rule_of(request)
        if response.status_code == 404:
            ids = [str(value) for value in match.kwargs.values()] if match else []
            _write(Verb.REFUSED, "page", ids, what, user)
        elif response.status_code == 200 and rule and rule.thing and request.viewer:
            _write(Verb.READ, rule.thing, request.seen, rule.recorded_as or what, user)
        elif response.status_code == 302 and request.method == "POST" and rule and rule.library:
            _write(Verb.WRITE, "staff", [str(user.pk)], what, user)


def _write(verb: Verb, thing: str, ids: list[str], what: str, user) -> None:
    record(verb=verb, thing=thing, ids=ids, by=str(user.pk), what=what, at=timezone.now())


def seen(request: HttpRequest, *ids: object) -> None:
    """Called by a view for what its page shows: these ids stand in the audit row of the reading."""
    request.seen.extend(str(one) for one in ids)
