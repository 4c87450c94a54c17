"""What a service loads before anybody asks for anything: it starts quickly and stays small on an old machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# What calculates, draws and prints comes with the first page that needs it.
LATER = {"duckdb", "lxml", "matplotlib", "numpy", "openpyxl", "pandas", "PIL", "pyarrow", "qrcode", "scipy"}
ELSEWHERE = {"psycopg"}  # what the other database needs
LOAD = """
import sys
from importlib import import_module
service = sys.argv[1]
import_module(f"article16.{service}.wsgi")
from django.urls import get_resolver
assert get_resolver().url_patterns
import_module(f"article16.{service}.commands")
from django.conf import settings
for also in getattr(settings, "WHEN_UNLOCKED", ()):  # what a worker's unlocking loads
    import_module(also.rpartition(".")[0])
print(*{name.split(".")[0] for name in sys.modules})
"""


@pytest.mark.parametrize("service", ["casework", "support"])
def test_a_service_starts_and_unlocks_without_what_calculates_draws_and_prints(service: str, tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", LOAD, service],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": "src", "ARTICLE16_DATA": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "django" in loaded
    assert not loaded & (LATER | ELSEWHERE)
