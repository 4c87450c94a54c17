"""`article16 export`: everything of one man, of one programme, of the service, as files that others can read."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone

from article16.common import commands as common
from article16.common.accounts import queries as accounts
from article16.common.service import Refused

from . import export_actions, taking, writing


def export(argv: Sequence[str]) -> int:
    """Write the files, and say in the record that they were."""
    arguments = _parser().parse_args(argv)
    common.refuse_unless_ready()
    target: Path = arguments.folder.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refused(f"{target} is there already and not empty. Name a new folder.")
    by, at = staff_named(arguments.by), timezone.now()
    with taking.one_moment():
        men, what = _whose(arguments)
        programmes = taking.programme_ids(arguments.programme or "") if not arguments.client else []
        only_in = programmes if arguments.programme else []
    export_actions.record_export(ids=[one.id for one in men], by=by, reason=arguments.reason, at=at)
    with writing.new_folder(target) as folder, taking.one_moment():
        writing.write(
            folder,
            men,
            programmes=programmes,
            only_in=only_in,
            what=what,
            at=timezone.localtime(at),
            progress=_progress(len(men)),
        )
    _say(f"{what} written to {target}. The files are in clear: keep them on an encrypted disk.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="article16 export")
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--client", metavar="CODE")
    whose.add_argument("--programme", metavar="CODE")
    whose.add_argument("--all", action="store_true")
    parser.add_argument("--by", default="", metavar="EMAIL")
    parser.add_argument("--reason", default="")
    parser.add_argument("folder", type=Path)
    return parser


def _whose(arguments: argparse.Namespace) -> tuple[list[taking.Man], str]:
    if arguments.client:
        men = taking.men(code=arguments.client)
        if not men:
            raise Refused(f"There is no man {arguments.client}.")
        return men, f"Everything of {arguments.client}"
    if arguments.programme:
        if not taking.programme_ids(arguments.programme):
            raise Refused(f"There is no programme {arguments.programme}.")
        men = taking.men(programme=arguments.programme)
        return men, f"Everything of the programme {arguments.programme}, {len(men):,} men,"
    men = taking.men()
    return men, f"Everything of the service, {len(men):,} men,"


def staff_named(email: str) -> str:
    """Whose copy it is; empty: nobody is named. Refused when there is no such person."""
    if not email:
        return ""
    row = next((one for one in accounts.people(at=timezone.now()) if one.email == email.strip().lower()), None)
    if row is None or not row.is_active:
        raise Refused(f"Nobody with an account has the address {email}.")
    return str(row.id)


def _progress(count: int):
    def progress(done: int) -> None:
        if count > taking.AT_ONCE:
            print(f"{done:,} of {count:,}", file=sys.stderr, flush=True)  # noqa: T201  for the person who waits

    return progress


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  because the command line asked
