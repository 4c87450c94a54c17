# One name for each check. `just` alone lists them.
set positional-arguments

_list:
    @just --list

# Everything that CI runs
check: lint imports types test

lint:
    ruff check .
    ruff format --check .

imports:
    lint-imports

types:
    mypy

# All suites, each in a process of its own: two Django settings never meet in one process
test:
    python -m tests

# A night of drawn plays in two worlds
worlds-night:
    ARTICLE16_WORLDS_EXAMPLES=2000 python -m pytest -q --hypothesis-show-statistics tests/worlds/test_worlds.py

# A night of drawn plays with warnings: duplicates, crashes, clocks set back, restores
alerts-night:
    ARTICLE16_ALERTS_EXAMPLES=1000 ARTICLE16_ALERTS_STEPS=100 python -m pytest -q -s tests/support/test_alert_model.py

# A night of drawn paths through every questionnaire, into every format and back
paths-night:
    ARTICLE16_PATHS_EXAMPLES=1000 python -m pytest -q tests/instruments/exchange/test_any_path.py

# Every page of every role in every mode and size
pages-night:
    ARTICLE16_EVERY_MODE=1 python -m pytest -q tests/browser/test_day.py

# Every test of both services on PostgreSQL
postgres-night:
    ARTICLE16_EVERY_TEST=1 python -m tests "casework on PostgreSQL" "support on PostgreSQL"

# Install into a copy of this machine that a real systemd runs, as root: Debian 12, caddy. Minutes
under-systemd:
    tests/installed/under-systemd.sh

# Two organisations on two machines: network namespaces, certificates, pairing, and one side that goes down. As root
two-machines:
    python -m pytest -q tests/installed/test_two_machines.py

# A night of kills, on each database
crash-night:
    ARTICLE16_CRASH_KILLS=1000 python -m pytest -q -s tests/crash/test_kill.py

# One table of all measurements, into docs/reference/benchmarks.md. Or of one suite: just bench estimators
bench *arguments:
    python -m bench "$@"

# Whether 95 % intervals cover 95 %: the table of docs/methods/calibration.md. --runs 100 is quick; --report: what reports claim
calibrate *arguments:
    python -m bench.calibrate "$@"

# The six questions on Spark and on DuckDB, which must agree. Needs a Java 17: apt install openjdk-17-jre-headless
spark *arguments:
    uv venv --quiet --allow-existing build/spark
    uv pip install --quiet --python build/spark/bin/python --require-hashes -r requirements/spark.txt
    PYTHONPATH=src build/spark/bin/python -m bench.spark "$@"

# Versions with hashes, without addresses
lock:
    uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet pyproject.toml -o requirements/run.txt
    uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet --extra dev pyproject.toml -o requirements/dev.txt
    uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet --extra spark pyproject.toml -o requirements/spark.txt

# New migrations of both services
migrations:
    python -m article16.casework makemigrations
    python -m article16.support makemigrations

# Pictures of the real pages, for the README and docs/
pictures:
    python -m tests.browser.pictures
