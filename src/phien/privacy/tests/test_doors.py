"""Who may open what, and what each page needs."""

from types import SimpleNamespace

import pytest
from django.test import Client

from phien.lib.personal import Person
from phien.privacy import actions
from phien.privacy.actions import Said
from phien.privacy.models import AccessRecord, Period, Request, RetentionRun
from phien.privacy.tests.conftest import signed_in

# ● opens, · is refused, → is sent to sign in.
TABLE = """
page                                        keeper organiser auditor packer stranger nobody
/en/desk/privacy/                           ●      ●         ●       ·      ·        →
/en/desk/privacy/data-map.csv               ●      ●         ●       ·      ·        →
/en/desk/privacy/accesses/                  ●      ●         ●       ·      ·        →
/en/desk/privacy/accesses.csv               ●      ●         ●       ·      ·        →
/en/desk/privacy/retention/                 ●      ●         ●       ·      ·        →
/en/desk/privacy/retention/runs/            ●      ●         ●       ·      ·        →
/en/desk/privacy/retention/runs.csv         ●      ●         ●       ·      ·        →
/en/desk/privacy/consents/                  ●      ●         ●       ·      ·        →
/en/desk/privacy/consents.csv               ●      ●         ·       ·      ·        →
/en/desk/privacy/consents/add/              ●      ●         ·       ·      ·        →
/en/desk/privacy/consents/words/            ●      ●         ●       ·      ·        →
/en/desk/privacy/consents/words/clips/      ●      ·         ·       ·      ·        →
/en/desk/privacy/consents/words/nothing/    ·      ·         ·       ·      ·        →
/en/desk/privacy/consents/{consent}/        ●      ●         ·       ·      ·        →
/en/desk/privacy/consents/{consent}/proof/  ·      ·         ·       ·      ·        →
/en/desk/privacy/consents/of/{key}/         ●      ●         ·       ·      ·        →
/en/desk/privacy/consents/999999/           ·      ·         ·       ·      ·        →
/en/desk/privacy/requests/                  ●      ●         ·       ·      ·        →
/en/desk/privacy/requests.csv               ●      ●         ·       ·      ·        →
/en/desk/privacy/requests/add/              ●      ●         ·       ·      ·        →
/en/desk/privacy/requests/{request}/        ●      ●         ·       ·      ·        →
/en/desk/privacy/requests/NOTHERE/          ·      ·         ·       ·      ·        →
/en/privacy/                                ●      ●         ●       ●      ●        ●
/en/privacy/ask/                            ●      ●         ●       ●      ●        ●
/en/privacy/data-map.json                   ●      ●         ●       ●      ●        ●
/en/privacy/data-map.csv                    ●      ●         ●       ●      ●        ●
/en/privacy/request/{request}/              ●      ●         ●       ●      ●        ●
"""
SIGNS = {200: "●", 302: "→", 403: "·", 404: "·"}


@pytest.fixture
def rows(day: SimpleNamespace) -> SimpleNamespace:
    actions.write_words(purpose="clips", words={"vi": "Tôi đồng ý."}, by=day.keeper)
    consent = actions.give_consent(
        purpose="clips", said=Said("paper"), by=day.organiser, actor=day.stranger, campaign=day.campaign
    )
    request = actions.ask(
        kind="erasure", person=Person(order=day.purchase.code), proof="order", by=None, campaign=day.campaign
    )
    return SimpleNamespace(consent=consent.pk, key=consent.person_key, request=request.code)


def test_every_cell_of_the_table(day: SimpleNamespace, rows: SimpleNamespace) -> None:
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    people = ("keeper", "organiser", "auditor", "packer", "stranger")
    clients = {who: signed_in(getattr(day, who)) for who in people} | {"nobody": Client()}
    wanted, found = {}, {}
    for page, *signs in lines:
        for who, sign in zip(head[1:], signs, strict=True):
            wanted[page, who] = sign
            found[page, who] = SIGNS.get(clients[who].get(page.format(**vars(rows))).status_code, "?")
    assert found == wanted


def test_another_campaigns_organiser_sees_none_of_it(day: SimpleNamespace, rows: SimpleNamespace) -> None:
    client = signed_in(day.neighbour)
    assert client.get(f"/en/desk/privacy/requests/{rows.request}/").status_code == 404
    assert client.get(f"/en/desk/privacy/consents/{rows.consent}/").status_code == 404
    assert client.get(f"/en/desk/privacy/consents/of/{rows.key}/").status_code == 404
    for what in ("look", "known", "hand-out", "zip", "erase", "refuse"):
        address = f"/en/desk/privacy/requests/{rows.request}/{what}/"
        assert client.post(address, {"typed": rows.request, "answer": "x"}).status_code == 404
    assert "clips" not in client.get("/en/desk/privacy/consents.csv").getvalue().decode()
    assert rows.request not in client.get("/en/desk/privacy/requests.csv").getvalue().decode()
    assert Request.objects.get(code=rows.request).state == "asked"
    assert not AccessRecord.objects.filter(request__code=rows.request).exists()


def test_periods_and_runs_are_the_sites_organisers(day: SimpleNamespace) -> None:
    for who in (day.organiser, day.auditor, day.packer):
        client = signed_in(who)
        assert client.post("/en/desk/privacy/retention/buyers/period/", {"days": 400}).status_code == 403
        assert client.post("/en/desk/privacy/retention/buyers/run/").status_code == 403
    assert not Period.objects.exists()
    assert not RetentionRun.objects.exists()
    client = signed_in(day.keeper)
    assert client.get("/en/desk/privacy/retention/buyers/run/").status_code == 405
    assert client.post("/en/desk/privacy/retention/nothing/run/").status_code == 404
    assert client.post("/en/desk/privacy/retention/buyers/period/", {"days": 400}).status_code == 302
    assert client.post("/en/desk/privacy/retention/buyers/run/").status_code == 302
    assert Period.objects.get().days == 400
    assert RetentionRun.objects.get().kind == "asked"


@pytest.mark.parametrize("days", ["", "x", "-5", "1", "99999"])
def test_a_period_out_of_bounds_changes_nothing(day: SimpleNamespace, days: str) -> None:
    client = signed_in(day.keeper)
    assert client.post("/en/desk/privacy/retention/buyers/period/", {"days": days}).status_code == 302
    assert not Period.objects.exists()


def test_auditors_see_counts_and_no_person(day: SimpleNamespace, rows: SimpleNamespace) -> None:
    client = signed_in(day.auditor)
    page = client.get("/en/desk/privacy/consents/").content.decode()
    assert "Whose they are is for organisers alone." in page
    assert rows.key not in page
    assert "Ông Bảy" not in page
    everything = (
        client.get("/en/desk/privacy/").content.decode() + client.get("/en/desk/privacy/retention/").content.decode()
    )
    assert "Nguyễn Thị Hà" not in everything
    assert "Run now" not in everything


def test_pages_cost_the_same_whatever_is_in_them(
    day: SimpleNamespace, rows: SimpleNamespace, django_assert_max_num_queries: object
) -> None:
    client = signed_in(day.keeper)
    for number in range(12):
        actions.give_consent(purpose="clips", said=Said("paper"), by=day.keeper, phone=f"+8491234560{number % 10}")
        actions.ask(kind="export", person=Person(account=f"mai{number}"), proof="none", by=day.keeper)
    for page, most in (("consents/", 25), ("requests/", 20), ("accesses/", 20), ("retention/runs/", 20)):
        with django_assert_max_num_queries(most):
            assert client.get(f"/en/desk/privacy/{page}").status_code == 200


def test_the_public_map_shows_another_period_at_once(day: SimpleNamespace) -> None:
    client = Client()
    assert "<b>730 days</b>" in client.get("/en/privacy/").content.decode()
    actions.set_period(holding="buyers", days=401, by=day.keeper)
    for prefix in ("/en", "", "/fr", "/zh-hans"):
        assert "401" in client.get(f"{prefix}/privacy/").content.decode()
    found = {line["id"]: line for line in client.get("/en/privacy/data-map.json").json()["classes"]}
    assert found["buyers"]["days"] == 401
    assert "rows" not in found["buyers"]
    assert found["salts"]["where"] == ["database"]
    assert "buyers" in client.get("/en/privacy/data-map.csv").content.decode()


def test_who_looked_can_be_searched(day: SimpleNamespace, rows: SimpleNamespace) -> None:
    client = signed_in(day.organiser)
    client.post(f"/en/desk/privacy/requests/{rows.request}/look/")
    key = Request.objects.get().person_key
    for query, is_there in (
        (f"?q={key}", True),
        (f"?q={rows.request}", True),
        ("?q=nobody", False),
        ("?what=erased", False),
    ):
        table = client.get(f"/en/desk/privacy/accesses.csv{query}").getvalue().decode()
        page = client.get(f"/en/desk/privacy/accesses/{query}").content.decode()
        assert (key in table, "<tbody>" in page) == (is_there, is_there)
