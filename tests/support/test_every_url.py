"""The rules over every address, for support."""

import pytest

from tests.every_url import *  # noqa: F403  because these are the rules
from tests.support.conftest import Cast


@pytest.fixture
def people(cast: Cast) -> dict[str, object]:
    return {"worker": cast.sara, "lead": cast.leyla, "administrator": cast.nora}
