"""`article16 papers FOLDER`: the papers on data protection of each service here, made from what it declares."""

from argparse import Namespace
from pathlib import Path

from article16.cli import asking


def add_parser(commands) -> None:
    parser = commands.add_parser(
        "papers",
        help="write the papers on data protection: impact assessment, record of processing, kit for a breach",
        description="Markdown and PDF for each service, from its own models, roles and settings. No person is in them.",
    )
    parser.add_argument("folder", type=Path, help="folder; papers of the same name are written anew")
    parser.set_defaults(run=papers)


def papers(arguments: Namespace) -> int:
    """The highest of the services' answers."""
    return max(asking.call(one.service, "papers", str(arguments.folder.absolute())) for one in asking.services())
