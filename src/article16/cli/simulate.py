"""`article16 simulate`: a study of made-up men and women, with the truth beside it."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from article16.simulation.world import World

DEFAULT_MEN = 300


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """Adds `simulate` to the command line."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "simulate",
        help="make up a study with stated truth",
        description="Makes up programmes, men, partners and their answers, and states in truth.json what is true. "
        "The same world, number and seed always give the same study.",
    )
    parser.add_argument("--men", type=int, default=DEFAULT_MEN, metavar="N", help="20 to 100000000 men (default 300)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="whole number from 0 (default 1)")
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="new folder for the study")
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet", help="default parquet")
    parser.add_argument("--scenario", default="plain", help="a world with a name; --scenario list shows them")
    parser.add_argument(
        "--effect", type=float, metavar="SD", help="true effect of the whole programme in SD; - is harm"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="any other parameter of the world"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Makes the study; 0 when it stands, 2 when the command was wrong, 130 when it was stopped."""
    from article16.evaluation.tables.problems import StudyError
    from article16.simulation.scenarios import SCENARIOS

    if args.scenario == "list":
        for name, (says, _) in SCENARIOS.items():
            print(f"{name:16}{says}")
        return 0
    try:
        _write(args, _world(args))
    except (ValueError, StudyError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"The study could not be written: {error.strerror or error}. Nothing was left behind.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; nothing was left behind.", file=sys.stderr)
        return 130
    return 0


def _world(args: argparse.Namespace) -> World:
    """The world asked for.

    Raises
    ------
    ValueError
        When a parameter is unknown or out of range.
    """
    from dataclasses import fields, replace

    from article16.simulation.scenarios import scenario

    base = scenario(args.scenario)
    known: dict[str, type[Any]] = {each.name: type(getattr(base, each.name)) for each in fields(base)}
    given: dict[str, Any] = {} if args.effect is None else {"effect": args.effect}
    for pair in args.set:
        name, _, value = pair.partition("=")
        if name not in known:
            raise ValueError(f"The world has no parameter {name!r}; it has {', '.join(known)}.")
        try:
            given[name] = known[name](value)
        except ValueError:
            raise ValueError(f"{name} is a number, not {value!r}.") from None
    return replace(base, **given)


def _write(args: argparse.Namespace, world: World) -> None:
    from article16.evaluation.tables.descriptor import Package, Subgroup
    from article16.evaluation.tables.writing import StudyWriter
    from article16.simulation import instrument
    from article16.simulation.region import regions, sizes
    from article16.simulation.study import study_tables
    from article16.simulation.truth import add, tally, truth

    number = len(sizes(args.men))
    package = Package(name=f"made-up-{args.seed}", title=f"Made-up study of {args.men:,} men", made_up=True,
                      subgroups=(Subgroup("mandate", "mandated", "2026-01-01"),))  # fmt: skip
    tallies = []
    with StudyWriter(args.to, package, format=args.format, extra={"responses": instrument.fields()}) as writer:
        for region in regions(world, men=args.men, seed=args.seed):
            for name, columns in study_tables(region).items():
                writer.add(name, columns)
            tallies.append(tally(region))
            _progress(args, region.number + 1, number)
        writer.attach("truth.json", truth(world, men=args.men, seed=args.seed, total=add(tallies)))
    if not args.quiet:
        print(f"{args.men:,} made-up men in {args.to}; what is true of them stands in {args.to / 'truth.json'}.")


_last_shown = [0.0]


def _progress(args: argparse.Namespace, done: int, number: int) -> None:
    """At most one line a second, on standard error, and only to a person."""
    now = time.monotonic()
    if args.quiet or not sys.stderr.isatty() or now - _last_shown[0] < 1:
        return
    _last_shown[0] = now
    print(f"\r{done / number:4.0%} of {args.men:,} men", end="", file=sys.stderr, flush=True)
