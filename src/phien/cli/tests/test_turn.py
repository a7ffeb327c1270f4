"""Two machines' tick processes: one works, the other waits, and takes over when the first is gone."""

import threading
from pathlib import Path

from django.db import connection

from phien.cli import turn
from phien.config.testing_servers import wait_for


def test_one_has_the_turn_and_the_other_takes_over(transactional_db: None, tmp_path: Path) -> None:
    first, second = turn.of_tick(tmp_path), turn.of_tick(tmp_path)
    try:
        assert [first.is_ours(), second.is_ours(), first.is_ours(), second.is_ours()] == [True, False, True, False]
        if isinstance(first, turn.DatabaseTurn):
            first.give_up()
        else:
            first._file.close()
        wait_for(second.is_ours, "the turn")
    finally:
        if isinstance(second, turn.DatabaseTurn):
            second.give_up()


def test_a_turn_ends_with_its_connection(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        return  # a locked file ends with its process, which the kernel sees to
    first, second = turn.DatabaseTurn(turn.TICK), turn.DatabaseTurn(turn.TICK)
    wait_for(first.is_ours, "the turn")
    assert first._session is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [first._session.connection.info.backend_pid])
    assert not first.is_ours()
    wait_for(second.is_ours, "the lock of a session that has ended")  # which tells its client before it lets go
    assert not first.is_ours()
    second.give_up()
    wait_for(first.is_ours, "the lock that the other gave up")
    first.give_up()


def test_who_prepares_keeps_others_waiting(transactional_db: None, tmp_path: Path) -> None:
    order: list[str] = []
    inside = threading.Event()

    def other() -> None:
        inside.wait(10)
        with turn.alone(tmp_path):
            order.append("second")

    thread = threading.Thread(target=other)
    thread.start()
    with turn.alone(tmp_path):
        inside.set()
        thread.join(0.3)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
