"""The lock line on top of every page: whether names and words are open here, and the one button that changes it."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from article16.common.ui.shell import LockLine

from . import policy, queries, session


def in_training() -> bool:
    """Made-up people only: in a service that is tried out, and in an installed one until its keys are set up."""
    return settings.TRAINING or not queries.done()


def lock_line(request: HttpRequest) -> LockLine:
    """While locked no query; unlocked three, which the page's own opening shares."""
    if session.unlocked(request):
        minutes = int(settings.UNLOCKED_LIMIT.total_seconds() // 60)
        return LockLine(
            locked=False,
            words=_("Names, contacts and words are open in this browser, until %(minutes)d minutes pass without work.")
            % {"minutes": minutes},
            action=_("Lock"),
            url=reverse("lock"),
            key=pgettext("key", "l"),
            minutes=minutes,
        )
    words = _("You see what waits. Names, contacts and words stay sealed.")
    if not request.viewer.has(policy.HOLDERS):
        return LockLine(locked=True, words=words)
    there = urlencode({"next": request.get_full_path()})
    here = request.resolver_match and request.resolver_match.url_name == "unlock"
    url = request.get_full_path() if here else f"{reverse('unlock')}?{there}"
    return LockLine(locked=True, words=words, action="" if here else _("Unlock"), url=url, key=pgettext("key", "u"))
