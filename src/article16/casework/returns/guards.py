"""Whatever is written about a row that the board counts, and by whomever: its day is noted, before and after."""

from article16.common.db.guards import postgresql
from article16.common.db.triggers import Trigger

EVENTS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
NOTE = "INSERT INTO returns_outdated (about, day) "
REFERRAL = "SELECT 'referral', received_on FROM clients_referral WHERE episode_id = {row}.episode_id"
# A start is told apart by who sent him.
STEPS = """SELECT 'step', "on" FROM clients_referralstep WHERE episode_id = {row}.episode_id"""
ENDED = "SELECT 'ending', decided_on FROM endings_ending WHERE id = {row}."
# Of each table which days its rows are about, in the SQL of both databases. A correction is about the day of what it
# corrects too.
ABOUT = {
    "clients_referral": ("SELECT 'referral', {row}.received_on",),
    "clients_referralfacts": (REFERRAL, STEPS),
    "clients_referralstep": ("""SELECT 'step', {row}."on\"""",),
    "endings_ending": ("SELECT 'ending', {row}.decided_on", f"{ENDED}corrects_id"),
    "endings_reopening": (f"{ENDED}ending_id",),
    "questionnaires_asking": ("SELECT 'asking', {row}.opens_on WHERE {row}.opens_on IS NOT NULL",),
}


def _noting(table: str, event: str) -> Trigger:
    name = f"{table}_counted_{event}"
    body = " ".join(f"{NOTE}{one.format(row=row)};" for row in EVENTS[event] for one in ABOUT[table])
    return Trigger(
        name=name,
        table=table,
        sql={
            "sqlite": f'CREATE TRIGGER "{name}" AFTER {event.upper()} ON "{table}" BEGIN {body} END',
            "postgresql": postgresql(name, table, when=f"AFTER {event.upper()}", body=f"{body} RETURN NULL;"),
        },
    )


TRIGGERS = tuple(_noting(table, event) for table in ABOUT for event in EVENTS)
