import pytest
from django.test import Client

from phien.evidence import actions, queries
from phien.evidence.classification import EVENTS_A_MINUTE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/en", "/fr", "/zh-hans"])
def test_everyone_may_read_what_is_counted(client: Client, prefix: str) -> None:
    response = client.get(f"{prefix}/data/")
    assert response.status_code == 200
    assert str(EVENTS_A_MINUTE) in response.content.decode()
    assert response.cookies.keys() <= {"csrftoken"}


def test_it_shows_the_last_seal(client: Client, agent: str) -> None:
    actions.record_hit(kind="page", visitor="v", user_agent=agent)
    actions.seal(force=True)
    head = queries.manifest_head()
    assert head
    assert head.hash in client.get("/data/").content.decode()


def test_it_takes_nothing(client: Client) -> None:
    assert client.post("/data/").status_code == 405
