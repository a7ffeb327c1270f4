from typing import Any

import pytest


@pytest.fixture(params=["folder", "bucket"])
def kept_in(request: pytest.FixtureRequest) -> Any:
    """Where files lie: a test that asks for this runs once in each place."""
    if request.param == "bucket":
        request.getfixturevalue("buckets")
    return request.param
