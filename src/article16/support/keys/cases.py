"""What is sealed under the key of one case: each text knows its case, field, row and version. No database."""

from dataclasses import dataclass, field
from uuid import UUID

from article16.wall.box.framing import bind
from article16.wall.box.secrets import SecretKey, decrypt, encrypt


@dataclass(frozen=True, slots=True)
class CaseBox:
    """The key of one case, open. Seals and opens what belongs to this case and to no other."""

    case: UUID
    key: SecretKey = field(repr=False)

    def seal(self, content: bytes, *, field: str, row: UUID, version: int, size: int | None = None) -> bytes:
        """`version` counts the writings of this row: an older text put back in its place does not open."""
        return encrypt(content, key=self.key, context=self._place(field, row, version), size=size)

    def open(self, blob: bytes, *, field: str, row: UUID, version: int) -> bytes:
        """Broken when it was changed, cut, or stood in another case, field, row or version."""
        return decrypt(bytes(blob), key=self.key, context=self._place(field, row, version))

    def _place(self, field: str, row: UUID, version: int) -> bytes:
        return bind("case text", self.case.bytes, field.encode(), row.bytes, str(version).encode())


def case_context(case: UUID, generation: int) -> bytes:
    return bind("case key", case.bytes, str(generation).encode())


def share_context(case: UUID, worker_key: UUID) -> bytes:
    return bind("share of a case", case.bytes, worker_key.bytes)
