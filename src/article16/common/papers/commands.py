"""`papers FOLDER`: the papers of this service as Markdown and PDF, as they are true now."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from article16.common.service import Refused

from . import documents, writing


def papers(argv: Sequence[str]) -> int:
    """Write them; they hold nothing about any person."""
    if len(argv) != 1:
        raise Refused("Name a folder: papers FOLDER")
    folder, at = Path(argv[0]).absolute(), timezone.localtime()
    folder.mkdir(parents=True, exist_ok=True)
    for code in documents.CODES:
        made = documents.of(code, service=settings.SERVICE, at=at)
        (folder / f"{settings.SERVICE}-{code}.md").write_text(writing.markdown(made), "utf-8")
        (folder / f"{settings.SERVICE}-{code}.pdf").write_bytes(writing.paper(made, at=at))
    print(f"{settings.SERVICE}: {len(documents.CODES)} papers written to {folder}.")  # noqa: T201  because the command line asked
    return 0
