"""How django-allauth is bent to our rules: no sign-up, no mail, sealed secrets, every sign-in recorded."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from article16.common.audit.actions import Verb, record

from . import limits, queries, service_key


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "E-mail address and password do not fit together. Check both, or go on with “I cannot sign in”"
        ),
        "enter_current_password": _("Enter the password that you have used until now"),
        "too_many_login_attempts": _("Too many tries in a short time. Wait a minute, or use a passkey"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Nothing is mailed: a small service has no mail server, and mail names the service."""

    def send_notification_mail(self, *args, **kwargs) -> None:
        """See send_mail."""

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        """The library's success messages are not ours; its refusals are said on our pages."""
        if message and level >= messages.WARNING:
            messages.add_message(request, level, message, extra_tags)

    @transaction.atomic
    def login(self, request: HttpRequest, user) -> None:
        super().login(request, user)
        limits.begin(request.session, at=timezone.now())
        record(verb=Verb.SIGN_IN, thing="staff", ids=[str(user.pk)], by=str(user.pk), what="sign-in", at=timezone.now())

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            pk = str(request.user.pk)
            with transaction.atomic():
                record(verb=Verb.SIGN_OUT, thing="staff", ids=[pk], by=pk, what="sign-out", at=timezone.now())
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials) -> None:
        with transaction.atomic():
            record(verb=Verb.SIGN_IN_FAILED, thing="staff", what="sign-in", at=timezone.now())
        super().authentication_failed(request, **credentials)

    def reauthenticate(self, user, password: str) -> bool:
        return user.check_password(password)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        protected = request.session.get("demo") or queries.has_second_factor(request.user)
        return reverse("today" if protected else "mfa_index")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code does not fit. Wait for the next one in the app and enter that"),
        "cannot_delete_authenticator": _("This is your last second factor. Add another one first"),
    }

    def encrypt(self, text: str) -> str:
        return service_key.seal(text, context="second-factor")

    def decrypt(self, encrypted_text: str) -> str:
        return service_key.open_sealed(encrypted_text, context="second-factor")

    def send_notification_mail(self, *args, **kwargs) -> None:
        """See AccountAdapter.send_mail."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Article 16"}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor stays, so that nobody ends up before a closed door."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=queries.SECOND_FACTORS)
        return others.exclude(pk=authenticator.pk).exists()
