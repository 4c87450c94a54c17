"""`article16 serve`: no made-up people; the first account comes through a one-time link."""

import re
import signal
import socket
import subprocess
import sys
from os import environ
from urllib.parse import urlsplit

from tests.cli.test_demo import get


def test_a_port_in_use_is_said_in_a_sentence(house):
    origin = house.prepared().environment["ARTICLE16_CASEWORK_ORIGIN"]
    with socket.create_server(("127.0.0.1", urlsplit(origin).port)):
        done = house.run("article16.cli", "serve")
    assert done.returncode == 2
    assert "of casework is in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_first_start_prints_one_link_for_each_service_and_knows_nobody(house):
    environment = {**environ, **house.environment, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "article16.cli", "serve"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        said = ""
        for line in process.stdout:
            said += line
            if "Both services run" in line:
                break
        links = re.findall(r"(http://(?:casework|support)\.localhost:\d+)(/invitation/\S+)", said)
        assert len(links) == 2, said
        for origin, path in links:
            status, page = get(origin, path)
            assert (status, "The first account" in page) == (200, True)
            assert "choose a role" not in get(origin, "/sign-in/")[1]
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0
