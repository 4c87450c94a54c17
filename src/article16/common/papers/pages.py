"""What these pages show."""

from dataclasses import dataclass

from django.forms import Form

from article16.common.ui.shell import Link

from .documents import Paper


@dataclass(frozen=True, slots=True)
class PapersPage:
    papers: tuple[tuple[Link, Link], ...]  # to read, and in print
    export: str  # address; empty: not for this person


@dataclass(frozen=True, slots=True)
class PaperPage:
    paper: Paper
    print: str


@dataclass(frozen=True, slots=True)
class ExportPage:
    form: Form
    sealed: bool
