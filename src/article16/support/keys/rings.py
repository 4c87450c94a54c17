"""The words of the keys: the two rings of a service, and what opens a worker's own key."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Ring(StrEnum):
    """The two keys of a service: what comes and is written of women, and what is counted without names."""

    ZONE = "zone"
    STUDY = "study"


class WrapKind(StrEnum):
    """What a worker brings to open her key."""

    PASSPHRASE = "passphrase"
    PASSKEY = "passkey"
    CODE = "code"


RINGS = [(Ring.ZONE.value, _("Zone key")), (Ring.STUDY.value, _("Study key"))]
KINDS = [
    (WrapKind.PASSPHRASE.value, _("Passphrase")),
    (WrapKind.PASSKEY.value, _("Passkey")),
    (WrapKind.CODE.value, _("Printed code")),
]
