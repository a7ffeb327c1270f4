"""The shelf is bounded, and a page is made by one thread while the others wait."""

import threading

from phien.editions.gzipped import Stored
from phien.editions.shelf import Shelf
from phien.lib import clock
from phien.lib.kept import Page


def page(text: str) -> Stored:
    return Stored(Page([text], [], frozenset(), clock.now(), None, {}, True), {})


def test_what_was_not_asked_for_longest_goes_first():
    shelf = Shelf(3 * page("x" * 100).size)
    for name in "abc":
        shelf.put((name,), page("x" * 100))
    shelf.get(("a",))
    shelf.put(("d",), page("x" * 100))
    assert [name for name in "abcd" if shelf.get((name,))] == ["a", "c", "d"]
    assert shelf.taken <= shelf.room


def test_a_page_in_place_of_another_takes_its_room():
    shelf = Shelf(10_000)
    for length in (500, 5, 50):
        shelf.put(("a",), page("x" * length))
    assert shelf.taken == page("x" * 50).size
    shelf.clear()
    assert (shelf.taken, shelf.get(("a",))) == (0, None)


def test_what_is_larger_than_the_shelf_is_not_kept():
    shelf = Shelf(100)
    shelf.put(("a",), page("x" * 1000))
    assert (shelf.taken, shelf.get(("a",))) == (0, None)


def test_threads_that_want_the_same_page_make_it_once():
    shelf, made = Shelf(10_000), []
    together = threading.Barrier(8)

    def ask() -> None:
        together.wait()
        with shelf.alone(("a",)):
            if shelf.get(("a",)) is None:
                made.append(1)
                shelf.put(("a",), page("x"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert shelf._making == {}
