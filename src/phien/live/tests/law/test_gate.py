"""The gate: who has to be checked and to have read the rules before a broadcast starts; papers before a pin."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from phien.evidence.models import Change
from phien.lib import clock
from phien.live import actions, rules
from phien.live.errors import BroadcastCut, IdentityMissing, NobodyHosts, PapersMissing, RulesChanged, RulesNotRead
from phien.live.models import Broadcast, Pin, RulesAcceptance
from phien.live.queries.gate import gate_of
from phien.live.tests.conftest import signed_in
from phien.market.models import Certificate
from phien.people.actions import check_identity
from phien.people.models import IdentityCheck, Role
from phien.realtime.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(day: SimpleNamespace) -> Broadcast:
    return actions.schedule_broadcast(event=day.event, slug="two", name={"vi": "Hai"})


def test_it_opens_when_all_is_there(day: SimpleNamespace, planned: Broadcast) -> None:
    gate = gate_of(planned)
    assert [host.actor.slug for host in gate.hosts] == ["host", "tho"]
    assert gate.is_open
    assert gate.lets_pass
    assert gate.papers == []
    actions.check_gate(broadcast=planned)


def test_a_presenter_whose_check_is_over_stops_it(day: SimpleNamespace, planned: Broadcast) -> None:
    IdentityCheck.objects.filter(actor=day.tho).update(checked_at=clock.now() - timedelta(days=300))
    IdentityCheck.objects.filter(actor=day.tho).update(expires_at=clock.now() - timedelta(days=1))
    with pytest.raises(IdentityMissing) as refused:
        actions.check_gate(broadcast=planned)
    assert "Cô Thơ" in str(refused.value)
    assert "Host" not in str(refused.value.facts["names"])


def test_who_has_not_read_the_rules_in_force(
    day: SimpleNamespace, planned: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "VERSION", "2099-01-01")
    with pytest.raises(RulesNotRead) as refused:
        actions.check_gate(broadcast=planned)
    assert refused.value.facts["names"] == "Host, Cô Thơ"


def test_a_knower_and_a_team_need_no_check(day: SimpleNamespace, planned: Broadcast) -> None:
    assert day.cooperative not in [host.actor for host in gate_of(planned).hosts]


def test_the_campaigns_hosts_count_where_nobody_is_named(day: SimpleNamespace, planned: Broadcast) -> None:
    day.campaign.programmes.all().delete()
    Role.objects.filter(actor=day.host).update(scope=day.campaign.scope)
    assert [host.actor.slug for host in gate_of(planned).hosts] == ["host"]
    Role.objects.filter(actor=day.host).delete()
    with pytest.raises(NobodyHosts):
        actions.check_gate(broadcast=planned)


def test_practice_and_a_lenient_site_only_say_so(day: SimpleNamespace, planned: Broadcast, settings: object) -> None:
    IdentityCheck.objects.all().delete()
    planned.is_practice = True
    actions.check_gate(broadcast=planned)
    planned.is_practice = False
    settings.PHIEN_LIVE_GATE = "warn"
    actions.check_gate(broadcast=planned)
    assert gate_of(planned).unchecked == [day.host, day.tho]
    assert not gate_of(planned).is_open


def test_a_stopped_broadcast_never_starts(day: SimpleNamespace, planned: Broadcast, settings: object) -> None:
    settings.PHIEN_LIVE_GATE = "warn"
    actions.cut_broadcast(broadcast=planned, reason="x", notice="y", by=day.organiser)
    planned.refresh_from_db()
    with pytest.raises(BroadcastCut):
        actions.check_gate(broadcast=planned)


def test_a_product_without_papers_is_not_shown(day: SimpleNamespace) -> None:
    Certificate.objects.all().delete()
    with pytest.raises(PapersMissing) as refused:
        actions.pin_product(broadcast=day.broadcast, offer=day.duck, by=day.host)
    assert "Vịt quay Lạng Sơn" in str(refused.value)
    assert not Pin.objects.exists()
    assert not Message.objects.filter(kind="pin").exists()
    assert [product.slug for product, _rules in gate_of(day.broadcast).papers] == ["vit-quay", "khau-nhuc"]


def test_rules_are_accepted_once_and_noted(day: SimpleNamespace) -> None:
    for _twice in range(2):
        actions.accept_rules(actor=day.moderator, version=rules.VERSION)
    assert RulesAcceptance.objects.filter(actor=day.moderator).count() == 1
    changes = Change.objects.filter(noun="rules", key="moderator")
    assert [change.facts for change in changes] == [{"version": rules.VERSION, "by": "moderator"}]
    with pytest.raises(RulesChanged):
        actions.accept_rules(actor=day.stranger, version="2001-01-01")


def test_the_gate_asks_a_fixed_number_of_questions(
    day: SimpleNamespace, planned: Broadcast, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(24):
        gate_of(planned)


def test_the_desk_shows_who_is_missing_and_does_not_start(day: SimpleNamespace, planned: Broadcast) -> None:
    IdentityCheck.objects.filter(actor=day.tho).delete()
    Certificate.objects.all().delete()
    organiser = signed_in(day.organiser)
    page = organiser.get("/desk/live/two/").content.decode()
    assert "/desk/identity/tho/" in page
    assert "/desk/identity/host/" not in page
    refused = organiser.post("/desk/live/two/start/", headers={"X-Part": "1"})
    assert (refused.status_code, refused.json()["code"]) == (409, "identity_missing")
    planned.refresh_from_db()
    assert planned.started_at is None
    assert "/desk/live/quynh-son/pin/" not in organiser.get("/desk/live/quynh-son/").content.decode()


def test_a_broadcast_that_keeps_time_waits_at_the_gate(day: SimpleNamespace, planned: Broadcast) -> None:
    actions.schedule_broadcast(event=day.event, slug="two", name={"vi": "Hai"}, keeps_time=True)
    IdentityCheck.objects.filter(actor=day.tho).delete()
    actions.tick(clock.now())
    planned.refresh_from_db()
    assert planned.started_at is None
    check_identity(actor=day.tho, method="vneid", by=day.organiser)
    actions.tick(clock.now())
    planned.refresh_from_db()
    assert planned.state == "live"
