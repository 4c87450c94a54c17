"""The key of a case, sealed to the zone: to its public half while nobody need be unlocked, and under its secret half.

A new case may come while everybody is locked, so its key is sealed to the public half: 75 µs, and 50 µs to open.
Whoever wraps it anew holds the secret half, and seals under a key made from that: 6 µs each way. Both open for exactly
those who hold the secret half of the generation. No database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from article16.wall.box import secrets
from article16.wall.box.opening import KeyPair, open_sealed
from article16.wall.box.secrets import SecretKey
from article16.wall.box.wrapping import key_from_secret

from .cases import case_context
from .opening import NotHeld

PURPOSE = "keys of cases"


@dataclass(frozen=True, slots=True)
class CaseKeys:
    """Opens and seals keys of cases for one who holds these generations of the zone, newest first."""

    zone: Sequence[KeyPair] = field(repr=False)
    _made: dict[int, SecretKey] = field(default_factory=dict, repr=False)

    @property
    def newest(self) -> int:
        """The generation that `seal` seals under."""
        return self.zone[0].generation

    def open(self, case: UUID, *, generation: int, blob: bytes) -> SecretKey:
        """The key of this case; NotHeld without its generation, Broken when it is not whole or another case's."""
        pair = next((one for one in self.zone if one.generation == generation), None)
        if pair is None:
            raise NotHeld
        context = case_context(case, generation)
        if blob[:1] == secrets.SUITE:
            return SecretKey(secrets.decrypt(blob, key=self._under(pair), context=context))
        return SecretKey(open_sealed(blob, keys=pair, context=context))

    def seal(self, key: SecretKey, *, case: UUID) -> bytes:
        """Under the newest generation held."""
        return secrets.encrypt(key.raw, key=self._under(self.zone[0]), context=case_context(case, self.newest))

    def again(self, case: UUID, *, generation: int, blob: bytes) -> bytes:
        """The same key under the newest generation held."""
        return self.seal(self.open(case, generation=generation, blob=blob), case=case)

    def _under(self, pair: KeyPair) -> SecretKey:
        made = self._made.get(pair.generation)
        if made is None:
            made = self._made[pair.generation] = key_from_secret(pair.raw, purpose=PURPOSE, salt=pair.public_key)
        return made
