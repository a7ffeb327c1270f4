import pytest

from phien.campaigns.tests.cast import Cast, build


@pytest.fixture
def cast(db: None) -> Cast:
    return build()
