"""Who asks: the sign-in and the person behind it, read on every page with statements put into words once."""

from datetime import datetime
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from article16.common.db.prepared_models import PreparedModels

from .models import Staff


def _session(key: str, at: datetime) -> QuerySet:
    return Session.objects.filter(session_key=key, expire_date__gt=at)


def _person(staff: UUID) -> QuerySet:
    return Staff.objects.filter(pk=staff)


SESSION, PERSON = PreparedModels(_session), PreparedModels(_person)


class SessionStore(db.SessionStore):
    """Django's own, whose rows are asked for in prepared words."""

    def _get_session_from_db(self) -> Session | None:
        found = SESSION.model(key=self.session_key, at=timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found


class Backend(AuthenticationBackend):
    def get_user(self, user_id: UUID) -> Staff | None:
        """The person of a sign-in, unless the account was closed since. One query."""
        person = PERSON.model(staff=user_id)
        return person if person and self.user_can_authenticate(person) else None
