"""Stream keys: shown once, replaced in one action, refused in time; and what the door is told."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from phien.evidence.models import Change
from phien.lib import clock
from phien.live import actions, ingest, queries
from phien.live.errors import AlreadyEnded, BroadcastCut
from phien.live.models import Broadcast, StreamKey


def verbs() -> list[str]:
    return list(Change.objects.filter(noun="broadcast").values_list("verb", flat=True))


def test_a_key_is_shown_once_and_opens_its_broadcast(day: SimpleNamespace) -> None:
    secret = actions.make_stream_key(broadcast=day.broadcast, role="main", by=day.host)
    row = StreamKey.objects.get()
    assert secret not in str(StreamKey.objects.values().get())
    assert secret.endswith(row.hint)
    assert len(secret.replace("-", "")) * 5 >= 120
    assert row.made_by == day.host
    found = queries.find_key(secret)
    assert found == row
    assert found.broadcast == day.broadcast
    admitted = ingest.admit_key(f"{secret}?token=x&y=1", "203.0.113.9")
    assert admitted == ingest.Admitted(day.broadcast.video_key, f"rtmp:{row.pk}", row.get_role_display(), False)
    row.refresh_from_db()
    assert row.last_used_at is not None
    assert verbs() == ["stream key made"]


def test_how_a_person_types_a_key_makes_no_difference(day: SimpleNamespace) -> None:
    secret = actions.make_stream_key(broadcast=day.broadcast, role="main", by=day.host)
    assert queries.find_key(f" {secret.upper().replace('-', ' ')} ") is not None


@pytest.mark.parametrize("typed", ["", "?", "guess", "a" * 5000, "\x00", "đđđ"])
def test_an_unknown_key_opens_nothing(day: SimpleNamespace, typed: str) -> None:
    secret = actions.make_stream_key(broadcast=day.broadcast, role="main", by=day.host)
    assert queries.find_key(typed) is None
    assert queries.find_key(secret[:-1]) is None
    with pytest.raises(ingest.UnknownKey):
        ingest.admit_key(typed, "203.0.113.9")
    assert StreamKey.objects.get().last_used_at is None


def test_a_new_key_replaces_the_role_s_old_one_only(day: SimpleNamespace) -> None:
    first = actions.make_stream_key(broadcast=day.broadcast, role="main", by=day.host)
    backup = actions.make_stream_key(broadcast=day.broadcast, role="backup", by=day.host)
    second = actions.make_stream_key(broadcast=day.broadcast, role="main", by=day.organiser)
    assert queries.find_key(first) is None
    assert queries.find_key(second).role == "main"
    assert queries.find_key(backup).role == "backup"
    assert StreamKey.objects.filter(revoked_at=None).count() == 2
    assert verbs() == ["stream key made", "stream key made", "stream key replaced"]


def test_a_revoked_key_opens_nothing_and_twice_changes_nothing(day: SimpleNamespace) -> None:
    secret = actions.make_stream_key(broadcast=day.broadcast, role="guest", by=day.host)
    key = queries.find_key(secret)
    actions.revoke_stream_key(key=key)
    key.refresh_from_db()
    revoked = key.revoked_at
    actions.revoke_stream_key(key=key)
    key.refresh_from_db()
    assert key.revoked_at == revoked
    assert queries.find_key(secret) is None
    assert verbs() == ["stream key made", "stream key revoked"]


@pytest.mark.parametrize(("fields", "refusal"), [({"ended_at": 1}, AlreadyEnded), ({"cut_at": 1}, BroadcastCut)])
def test_a_broadcast_that_is_over_takes_no_picture(day: SimpleNamespace, fields: dict, refusal: type) -> None:
    secret = actions.make_stream_key(broadcast=day.broadcast, role="main", by=day.host)
    Broadcast.objects.update(**dict.fromkeys(fields, clock.now() + timedelta(seconds=1)))
    with pytest.raises(refusal):
        ingest.admit_key(secret, "203.0.113.9")
    with pytest.raises(refusal):
        actions.make_stream_key(broadcast=day.broadcast, role="backup", by=day.host)
    assert StreamKey.objects.count() == 1


def test_the_door_is_told_who_may_take_over(day: SimpleNamespace) -> None:
    secret = actions.make_stream_key(broadcast=day.broadcast, role="main", by=day.host)
    actions.set_second_publisher(broadcast=day.broadcast, choice="take_over")
    assert ingest.admit_key(secret, "203.0.113.9").takes_over
