"""The rules over every address, for casework."""

import pytest

from tests.casework.conftest import Cast
from tests.every_url import *  # noqa: F403  because these are the rules


@pytest.fixture
def people(cast: Cast) -> dict[str, object]:
    return {
        "facilitator": cast.ana,
        "intake": cast.peter,
        "manager": cast.miriam,
        "auditor": cast.tom,
        "administrator": cast.ida,
    }
