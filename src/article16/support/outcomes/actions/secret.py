"""The secret from which study numbers are made: drawn once, sealed to the evaluators, the same for every report."""

from django.db import IntegrityError, transaction

from article16.support.keys.opening import Unlocked
from article16.support.keys.sealing import seal_for_study
from article16.wall.box.wrapping import random_bytes

from ..models import Digest
from ..sealed import digest_context

NAME = "secret"


def secret_of(by: Unlocked) -> bytes:
    """The secret of this study. One query; the first time, two more."""
    found = _stored(by)
    if found is not None:
        return found
    drawn = random_bytes()
    try:
        with transaction.atomic():
            Digest.objects.create(name=NAME, sealed=seal_for_study(drawn, context=digest_context(NAME, 1)))
    except IntegrityError:  # somebody else drew it in this moment; theirs counts
        return _stored(by) or drawn
    return drawn


def _stored(by: Unlocked) -> bytes | None:
    sealed = Digest.objects.filter(name=NAME).values_list("sealed", flat=True).first()
    return by.open_study(sealed, context=digest_context(NAME, 1)) if sealed is not None else None
