"""Accepting the public half of a key that signs: at the first start, and after a person has compared it."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from article16.wall.box.errors import PinRefused
from article16.wall.box.signing import Signer, heard, load_signer

from .models import KnownSigner
from .queries import paired


@transaction.atomic
def accept(*, purpose: str, signer: Signer, read_out: str, by: str, at: datetime) -> bool:
    """Take this key for the true one from now on; whether it is another than before.

    `read_out`: the whole fingerprint, as the other service said it by telephone.
    """
    if heard(read_out) != signer.fingerprint:
        sentence = "The fingerprint read out is not the one of this key. The key was not accepted."
        raise PinRefused("not-accepted", sentence)
    current = KnownSigner.objects.select_for_update().filter(purpose=purpose, ended_at=None).first()
    if current is not None and current.fingerprint == signer.fingerprint:
        return False
    KnownSigner.objects.filter(purpose=purpose, ended_at=None).update(ended_at=at)
    row = {"public_key": signer.public_key, "fingerprint": signer.fingerprint}
    KnownSigner.objects.create(purpose=purpose, accepted_at=at, by=by, **row)
    return True


def accept_first(*, purpose: str, path: Path, training: bool, at: datetime) -> bool:
    """At the first start: the key in this file, when none was ever accepted; whether it was accepted now.

    Outside training somebody else than this service has to have put it there, as with the pin.
    """
    if not path.exists() or KnownSigner.objects.filter(purpose=purpose).exists():
        return False
    signer = load_signer(path, must_be_read_only=not training)
    return accept(purpose=purpose, signer=signer, read_out=signer.fingerprint, by="", at=at)


def waiting(*, purpose: str, path: Path) -> Signer | None:
    """Another key in the file than the one that counts: somebody has to compare and accept it."""
    known = paired(purpose)
    if known is None or not path.exists():
        return None
    signer = load_signer(path)
    return None if signer.fingerprint == known.fingerprint else signer
