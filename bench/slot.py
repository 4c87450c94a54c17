"""When warnings lie in the slot of the inbox: `python -m bench.slot STORE NUMBER`.

Says "ready" once it has counted what is there, and then the moments of so many more as JSON.
"""

import json
import sqlite3
import sys
import time
from contextlib import closing

import psycopg

PATIENCE = 120.0  # seconds
# The header lies in clear; of alerts alone it says a severity.
ON_SQLITE = "SELECT count(*) FROM inbox_arrival WHERE instr(header, CAST('\"severity\"' AS BLOB)) > 0"
ON_POSTGRESQL = "SELECT count(*) FROM inbox_arrival WHERE position('\"severity\"'::bytea IN header) > 0"


def main(store: str, number: str) -> None:
    on_server = store.startswith("postgresql:")
    question = ON_POSTGRESQL if on_server else ON_SQLITE
    line = psycopg.connect(store, autocommit=True) if on_server else sqlite3.connect(store, isolation_level=None)
    with closing(line):

        def count() -> int:
            return line.execute(question).fetchone()[0]

        before, seen = count(), []
        print("ready", flush=True)
        end = time.monotonic() + PATIENCE
        while len(seen) < int(number) and time.monotonic() < end:
            seen += [time.perf_counter()] * (count() - before - len(seen))
            time.sleep(0.004)  # how finely moments are told; another process writes, and nothing tells this one
    print(json.dumps(seen), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
