"""A killed server leaves no worker behind that would go on answering beside the next one."""

import os
import signal

from tests.crash.sites import make_site, wait_until
from tests.crash.test_kill import healthy


def test_a_worker_ends_when_its_server_is_killed() -> None:
    site = make_site("sqlite")
    try:
        site.prepare()
        web = site.start("article16.casework", "web")
        wait_until(lambda: healthy(site), seconds=60, why="casework answers")
        assert len(site.processes()) == 2, "the server and its worker"
        os.kill(web.pid, signal.SIGKILL)
        web.wait()
        wait_until(lambda: not site.processes(), seconds=10, why="the worker has ended")
        assert not healthy(site)
    finally:
        site.remove()
