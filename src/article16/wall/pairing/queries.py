"""Whose signatures count. Each one short query."""

from dataclasses import dataclass
from datetime import datetime

from article16.wall.box.signing import Signer

from .models import KnownSigner

MESSAGES, PANEL = "messages", "panel"


@dataclass(frozen=True, slots=True)
class Paired:
    """The public half that counts now."""

    fingerprint: str
    accepted_at: datetime


def paired(purpose: str) -> Paired | None:
    """The key that counts now; None: nobody has accepted one. One query."""
    row = KnownSigner.objects.filter(purpose=purpose, ended_at=None).values_list("fingerprint", "accepted_at").first()
    return Paired(*row) if row else None


@dataclass(frozen=True, slots=True)
class Known:
    """Every key that ever counted, and until when."""

    keys: tuple[tuple[Signer, datetime | None], ...]

    def at(self, came_at: datetime) -> list[Signer]:
        """Whose signature counts on what came at this moment: the present key, and one that was replaced later.

        What was signed and on its way while a new key was accepted is not lost by that.
        """
        return [signer for signer, ended_at in self.keys if ended_at is None or ended_at >= came_at]


def known(purpose: str) -> Known:
    """Whose signatures count, and counted. One query."""
    rows = KnownSigner.objects.filter(purpose=purpose).order_by("-id").values_list("public_key", "ended_at")
    return Known(tuple((Signer(bytes(key)), ended_at) for key, ended_at in rows))
