"""The ways out to a person's pocket: mail and short messages. The words are neutral and never say what waits."""

import http.client
import json
import ssl
import urllib.parse
from collections.abc import Callable, Mapping
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import ngettext

TIMEOUT = 10.0  # seconds
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NotDelivered(Exception):
    """The channel did not take it; the code says how, never to whom."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def words(number: int) -> str:
    """All that is ever said: neither who, nor what, nor whose."""
    text = ngettext("%(number)d item waits. Please sign in.", "%(number)d items wait. Please sign in.", number)
    return text % {"number": number}


def mail(to: str, text: str) -> None:
    """Hand one neutral mail to the mail server."""
    try:
        line = get_connection(timeout=TIMEOUT)
        EmailMessage(subject=text, body=text, to=[to], connection=line).send()
    except (SMTPException, OSError) as no:
        raise NotDelivered(f"mail-{type(no).__name__}") from None


def sms(to: str, text: str) -> None:
    """Hand one neutral short message to the gateway: POST of JSON {"to", "text"}, taken when it answers 2xx."""
    parts = urllib.parse.urlsplit(settings.ALERT_SMS)
    line: http.client.HTTPConnection
    if parts.scheme == "https" and parts.hostname:
        line = http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    elif parts.scheme == "http" and parts.hostname in LOOPBACK:
        line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT)
    else:
        raise NotDelivered("sms-address")
    headers = {"Content-Type": "application/json"}
    if settings.ALERT_SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.ALERT_SMS_TOKEN}"
    try:
        line.request("POST", parts.path or "/", body=json.dumps({"to": to, "text": text}), headers=headers)
        status = line.getresponse().status
    except (OSError, http.client.HTTPException) as no:
        raise NotDelivered(f"sms-{type(no).__name__}") from None
    finally:
        line.close()
    if not 200 <= status < 300:
        raise NotDelivered(f"sms-{status}")


CHANNELS: Mapping[str, Callable[[str, str], None]] = {"mail": mail, "sms": sms}
