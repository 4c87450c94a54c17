"""The places to which what this room seals is bound."""

from uuid import UUID

from article16.wall.box.framing import bind


def row_context(row: UUID) -> bytes:
    """A row of the study."""
    return bind("study row", row.bytes)


def digest_context(name: str, version: int) -> bytes:
    """What the board is drawn from: an earlier version in the place of a later one opens nothing."""
    return bind("study digest", name.encode(), str(version).encode())


def part_context(report: UUID, name: str) -> bytes:
    """One file of one report."""
    return bind("study report", report.bytes, name.encode())
