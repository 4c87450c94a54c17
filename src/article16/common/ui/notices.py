"""Notices wait for the next page in a signed cookie: a session row for each would cost every save a second sync."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class Notices(CookieStorage):
    """Django's, under a name that only this service's host can set."""

    cookie_name = settings.SESSION_COOKIE_NAME.replace("session", "notice")
