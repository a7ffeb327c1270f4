"""A broadcast whose event is late or called off: what waits for it, and what its visitors read."""

from datetime import timedelta
from types import SimpleNamespace

from django.test import Client

from phien.campaigns import actions as campaigns
from phien.campaigns.models import Event
from phien.lib import clock
from phien.live import actions
from phien.live.models import Broadcast


def test_a_delay_moves_what_keeps_time_by_itself(day: SimpleNamespace) -> None:
    now = clock.now()
    Broadcast.objects.update(started_at=None, keeps_time=True)
    Event.objects.filter(pk=day.event.pk).update(starts_at=now - timedelta(minutes=5))
    campaigns.announce_delay(event=day.event, minutes=15)
    assert actions.tick(now) == 0
    assert actions.tick(now + timedelta(minutes=11)) == 1
    assert Broadcast.objects.get().started_at == now + timedelta(minutes=10)


def test_who_waits_reads_that_it_is_late_or_called_off(client: Client, day: SimpleNamespace) -> None:
    Broadcast.objects.update(started_at=None)
    Event.objects.filter(pk=day.event.pk).update(starts_at=clock.now() + timedelta(minutes=30))
    campaigns.announce_delay(event=day.event, minutes=15, note={"en": "Fog"})
    room = client.get("/en/live/quynh-son/").content.decode()
    assert "Expected about" in room
    assert "Fog" in room
    assert "(15 min late)" in client.get("/en/c/cho-phien/").content.decode()
    campaigns.cancel_event(event=day.event, note={"en": "The bridge is closed"})
    assert "The bridge is closed" in client.get("/en/live/quynh-son/").content.decode()
    assert "The bridge is closed" in client.get("/en/c/cho-phien/").content.decode()
