"""What takes minutes stands apart, so that the rest still comes each second."""

import threading

import pytest

from phien.cli import tick

# After each round old connections are closed, and an earlier test may have left one.
pytestmark = pytest.mark.django_db


def test_a_tick_that_takes_long_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick, "SECONDS", 0.01)
    stop, may_end, began, thrice = (threading.Event() for _ in range(4))
    walked: list[object] = []

    def long(now: object) -> None:
        began.set()
        may_end.wait(20)

    def short(now: object) -> None:
        walked.append(now)
        if len(walked) >= 3 and began.is_set():
            thrice.set()
            stop.set()
        raise RuntimeError("an error stops nothing")

    tick.walk_apart(("long", long), stop, lambda: True)
    assert began.wait(20)
    tick.walk([("short", short)], stop, lambda: True)
    assert thrice.is_set()
    may_end.set()


def test_who_may_not_work_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick, "SECONDS", 0.01)
    stop, asked = threading.Event(), []

    def may_work() -> bool:
        asked.append(True)
        if len(asked) == 3:
            stop.set()
        return False

    tick.walk([("never", lambda now: pytest.fail("it was another machine's turn"))], stop, may_work)
    assert len(asked) == 3
