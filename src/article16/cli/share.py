"""`article16 share`: what several programmes answer together, from sums that travel sealed to a named receiver."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any


def add_parser(subparsers: Any) -> None:
    """The command and its three steps."""
    parser = subparsers.add_parser("share", help="sums of programmes, sealed to a named receiver; then pool")
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    key = steps.add_parser("key", help="the receiver: make a pair of keys")
    key.add_argument("name", help="of the receiver: lower-case letters, digits and hyphens")
    key.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where receiver.key and receiver.json go")
    key.set_defaults(run=_key)
    seal = steps.add_parser("seal", help="a programme: sums of a study, sealed to the receiver")
    seal.add_argument("study", type=Path, metavar="STUDY", help="study data")
    seal.add_argument("--outcome", required=True, help="a score of the study, such as abuse")
    seal.add_argument("--informant", required=True, choices=("client", "partner"), help="who answered")
    seal.add_argument("--receiver", type=Path, required=True, metavar="FILE", help="their receiver.json")
    seal.add_argument("--fingerprint", required=True, help="what the receiver read out to you, 16 signs or more")
    seal.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="new folder for the sealed files")
    seal.set_defaults(run=_seal)
    opening = steps.add_parser("open", help="the receiver: the sums in clear; pooling opens by itself")
    opening.add_argument("files", type=Path, nargs="+", metavar="FILE", help="sealed files")
    opening.add_argument("--key", type=Path, required=True, metavar="FILE", help="your receiver.key")
    opening.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="new folder, for this user only")
    opening.set_defaults(run=_open)


def _key(args: argparse.Namespace) -> int:
    from article16.cli.sharing import KEY_FILE, RECEIVER_FILE, NotShared, make_receiver

    try:
        fingerprint = make_receiver(args.name, args.to)
    except (NotShared, OSError) as no:
        print(no, file=sys.stderr)
        return 2
    grouped = " ".join(fingerprint[at : at + 4] for at in range(0, 32, 4))
    print(
        f"{args.to / KEY_FILE}: yours alone. Without it nothing sealed to you opens again: keep a copy in a safe.\n"
        f"{args.to / RECEIVER_FILE}: for the programmes; read this out to each on the telephone:\n{grouped}"
    )
    return 0


def _seal(args: argparse.Namespace) -> int:
    """0 when the files were written, 2 when nothing was."""
    from article16.cli.sharing import ENDING, NotShared, load_receiver, sealed
    from article16.evaluation.report.data import read
    from article16.evaluation.sharing import aggregates
    from article16.evaluation.tables.problems import StudyError
    from article16.evaluation.tables.reading import open_study

    if args.to.exists():
        print(f"{args.to} exists already. Name a new folder.", file=sys.stderr)
        return 2
    try:
        receiver = load_receiver(args.receiver, args.fingerprint)
        with open_study(args.study) as study:
            made = aggregates(read(study), outcome=args.outcome, informant=args.informant)
        letters = [sealed(one, receiver) for one in made]
    except StudyError as error:
        print(error, file=sys.stderr)
        return 2
    except (NotShared, ValueError) as no:
        print(no, file=sys.stderr)
        return 2
    args.to.mkdir(parents=True)
    for number, letter in enumerate(letters, 1):
        # The name of a file says nothing about the programme: it may lie in somebody's mail.
        (args.to / f"{number:03d}{ENDING}").write_text(letter, encoding="utf-8")
    print(
        f"{len(letters)} sealed files in {args.to}, for “{receiver.zone}” alone. They are personal data: "
        "send them only as agreed in writing."
    )
    return 0


def _open(args: argparse.Namespace) -> int:
    from article16.cli.sharing import NotShared, load_key, opened

    if args.to.exists():
        print(f"{args.to} exists already. Name a new folder.", file=sys.stderr)
        return 2
    try:
        keys = load_key(args.key)
        found = [opened(path, keys) for path in args.files]
    except (NotShared, OSError) as no:
        print(no, file=sys.stderr)
        return 2
    args.to.mkdir(mode=0o700, parents=True)
    for number, one in enumerate(found, 1):
        handle = os.open(args.to / f"{number:03d}.json", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(one.to_text())
    print(f"{len(found)} aggregates in clear in {args.to}. Delete them when they are pooled.")
    return 0
