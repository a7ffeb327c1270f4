"""The outbox: numbers without gaps, nothing from a rollback, nothing hidden."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from phien.lib import clock
from phien.lib.errors import TooMany
from phien.realtime import actions, limits, pokes, presence, queries, tokens
from phien.realtime.errors import UnknownMessage, WrongToken
from phien.realtime.models import Message, Topic

ROOM = "broadcast:quynh-son"


def say(text: str, topic: str = ROOM) -> int:
    return actions.publish(topic=topic, kind="chat", payload={"text": text})


@pytest.fixture
def poked() -> Iterator[list[int]]:
    seen: list[int] = []

    def note() -> None:
        seen.append(1)

    pokes.listen(note)
    yield seen
    pokes.forget(note)


def test_each_topic_counts_for_itself(db: None) -> None:
    assert [say("a"), say("b"), say("c", "broadcast:bac-son"), say("d")] == [1, 2, 1, 3]
    assert queries.last_number(ROOM) == 3
    assert queries.last_number("broadcast:nowhere") == 0
    assert queries.last_numbers([ROOM, "broadcast:nowhere"]) == {ROOM: 3}


def test_many_threads_publish_without_a_gap(transactional_db: None) -> None:
    def publish(writer: int) -> list[int]:
        try:
            return [say(f"{writer}.{turn}") for turn in range(10)]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = sorted(number for given in pool.map(publish, range(6)) for number in given)
    assert numbers == list(range(1, 61))
    assert [message.number for message in queries.since(ROOM, 0)] == numbers


def test_a_reader_never_sees_a_number_before_its_forerunners(transactional_db: None) -> None:
    """The order of commits is the order of numbers: what a reader sees at any moment has no hole."""

    def publish(writer: int) -> None:
        try:
            for turn in range(10):
                with transaction.atomic():
                    say(f"{writer}.{turn}")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(publish, writer) for writer in range(4)]
        looks = 0
        while not all(writer.done() for writer in writers):
            seen = [message.number for message in queries.since(ROOM, 0)]
            assert seen == list(range(1, len(seen) + 1))
            looks += 1
        for writer in writers:
            writer.result()
    assert looks
    assert queries.last_number(ROOM) == 40


def test_a_rollback_publishes_nothing_and_uses_no_number(transactional_db: None, poked: list[int]) -> None:
    say("kept")

    class Changed(Exception):
        pass

    def change_of_mind() -> None:
        with transaction.atomic():
            assert say("lost") == 2
            raise Changed

    with pytest.raises(Changed):
        change_of_mind()
    assert len(poked) == 1
    assert say("kept too") == 2
    assert [message.payload["text"] for message in queries.latest(topic=ROOM)] == ["kept", "kept too"]
    assert len(poked) == 2


def test_a_poke_comes_after_the_commit(transactional_db: None, poked: list[int]) -> None:
    with transaction.atomic():
        say("wait")
        assert poked == []
    assert len(poked) == 1


@pytest.mark.parametrize("kind", ["", "Chat", "two words", "a\nb", "counters", "x" * 41])
def test_a_kind_that_would_break_the_stream_is_refused(db: None, kind: str) -> None:
    with pytest.raises(ValueError, match="kind"):
        actions.publish(topic=ROOM, kind=kind, payload={})
    assert not Topic.objects.exists()


def test_latest_is_oldest_first_and_can_be_of_one_kind(db: None) -> None:
    for text in "abc":
        say(text)
    actions.publish(topic=ROOM, kind="pin", payload={"product": "vit-quay"})
    assert [message.number for message in queries.latest(topic=ROOM, limit=2)] == [3, 4]
    assert [message.payload["text"] for message in queries.latest(topic=ROOM, limit=2, kinds=["chat"])] == ["b", "c"]


def test_what_is_hidden_is_given_to_nobody_again(db: None) -> None:
    say("kind words")
    number = say("rude words")
    actions.hide(topic=ROOM, number=number, reason="insult")
    assert [(m.kind, m.payload) for m in queries.since(ROOM, 0)] == [
        ("chat", {"text": "kind words"}),
        ("hidden", {"number": number}),
    ]
    row = Message.objects.get(number=number)
    assert row.is_hidden
    assert row.hidden_reason == "insult"
    actions.hide(topic=ROOM, number=number)
    assert queries.last_number(ROOM) == 3, "hiding twice tells the room once"
    with pytest.raises(UnknownMessage):
        actions.hide(topic=ROOM, number=99)
    with pytest.raises(UnknownMessage):
        actions.hide(topic="broadcast:other", number=number)


def test_what_was_hidden_by_mistake_is_given_again(db: None) -> None:
    number = say("kind words")
    actions.show_again(topic=ROOM, number=number)
    assert queries.last_number(ROOM) == 1, "it was there"
    actions.hide(topic=ROOM, number=number)
    actions.show_again(topic=ROOM, number=number)
    actions.show_again(topic=ROOM, number=number)
    assert [(m.kind, m.payload) for m in queries.since(ROOM, 0)] == [
        ("chat", {"text": "kind words"}),
        ("hidden", {"number": 1}),
        ("shown_again", {"number": 1, "kind": "chat", "data": {"text": "kind words"}}),
    ]
    actions.hide(topic=ROOM, number=number)
    assert [m.kind for m in queries.since(ROOM, 0)] == ["hidden", "hidden"], "its repetition is hidden with it"
    with pytest.raises(UnknownMessage):
        actions.show_again(topic=ROOM, number=99)
    with pytest.raises(UnknownMessage):
        actions.show_again(topic="broadcast:other", number=number)


def test_old_messages_are_forgotten_and_numbers_go_on(db: None, settings: object) -> None:
    say("old")
    say("new")
    Message.objects.filter(number=1).update(at=clock.now() - timedelta(days=settings.PHIEN_MESSAGE_DAYS + 1))
    assert actions.tick(clock.now()) == 1
    assert actions.tick(clock.now()) == 0
    assert [message.number for message in queries.since(ROOM, 0)] == [2]
    assert say("newer") == 3


def test_a_held_topic_forgets_nothing(db: None, settings: object) -> None:
    say("old")
    Message.objects.update(at=clock.now() - timedelta(days=settings.PHIEN_MESSAGE_DAYS + 1))
    actions.hold(topic=ROOM)
    since = Topic.objects.get(name=ROOM).held_at
    actions.hold(topic=ROOM)
    assert Topic.objects.get(name=ROOM).held_at == since, "it is held since it was held first"
    assert actions.tick(clock.now()) == 0
    assert say("new") == 2
    actions.let_go(topic=ROOM)
    assert actions.tick(clock.now()) == 1
    actions.hold(topic="broadcast:silent")  # before anything was said there
    assert Topic.objects.get(name="broadcast:silent").last_number == 0


def test_a_token_admits_to_its_topic_only(settings: object) -> None:
    assert tokens.read_token(tokens.room_token(ROOM)) == tokens.Admission(ROOM, counts=True)
    assert not tokens.read_token(tokens.room_token(ROOM, counts=False)).counts
    forged = tokens.room_token(ROOM)[:-2] + "xx"
    for wrong in ("", "x", forged, "a:b:c", "Ω" * 300):
        with pytest.raises(WrongToken):
            tokens.read_token(wrong)


def test_a_token_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    old = tokens.room_token(ROOM)
    monkeypatch.setattr(tokens, "HOURS", -1)
    with pytest.raises(WrongToken):
        tokens.read_token(old)


def test_a_limit_counts_each_key_and_says_when_to_come_back() -> None:
    for _ in range(3):
        limits.check(key="chat:limit-a", limit=3, seconds=3600)
    with pytest.raises(TooMany) as refusal:
        limits.check(key="chat:limit-a", limit=3, seconds=3600)
    assert 1 <= int(str(refusal.value.facts["retry_after"])) <= 3601
    limits.check(key="chat:limit-b", limit=3, seconds=3600)


def test_viewers_are_the_open_streams() -> None:
    presence.enter(ROOM)
    presence.enter(ROOM)
    presence.leave(ROOM)
    assert queries.viewers(ROOM) == 1
    presence.leave(ROOM)
    assert queries.viewers(ROOM) == 0
