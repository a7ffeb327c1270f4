"""A pytest plugin: which tests are run again on PostgreSQL and Redis.

    pytest --note-engines=FOLDER     (on the embedded engines) writes down what each test asked of the database
    pytest --where-engines=FOLDER    (on the others) runs again
        every test that commits, starts a server, or belongs to the room of live messages,
        every test in which the database refused a statement,
        and of the rest so many that each statement ever asked is asked once more.

A test that was not noted is run. What asks nothing of a database says nothing new on another one.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

LISTS = re.compile(r"\((?:%s, )+%s\)|\((?:\?, )+\?\)")
NO_STATEMENTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")
ALWAYS = {"transactional_db", "one_site", "sites", "place", "town"}
REFUSED = "refused"
ROOM = "realtime/"

notes: dict[str, set[str]] = {}
running: set[str] = set()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--note-engines", metavar="FOLDER", help="write down what each test asks of the database")
    parser.addoption("--where-engines", metavar="FOLDER", help="run what may go otherwise on another database")


def listen(ask: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not sql.startswith(NO_STATEMENTS):
        running.add(LISTS.sub("(…)", sql))
    try:
        return ask(sql, params, many, context)
    except Exception:
        running.add(REFUSED)
        raise


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    if not item.config.getoption("--note-engines"):
        return (yield)
    from django.db import connection  # noqa: PLC0415  # this plugin is loaded before Django

    if listen not in connection.execute_wrappers:
        connection.execute_wrappers.append(listen)
    running.clear()
    done = yield
    notes[item.nodeid] = set(running)
    return done


def pytest_sessionfinish(session: pytest.Session) -> None:
    folder = session.config.getoption("--note-engines")
    if folder and notes:
        Path(folder).mkdir(parents=True, exist_ok=True)
        path = Path(folder) / f"{os.environ.get('PYTEST_XDIST_WORKER', 'all')}.json"
        path.write_text(json.dumps({name: sorted(asked) for name, asked in notes.items()}))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    folder = config.getoption("--where-engines")
    if not folder:
        return
    noted = {
        name: asked for path in Path(folder).glob("*.json") for name, asked in json.loads(path.read_text()).items()
    }
    again = {item.nodeid for item in items if item.nodeid not in noted or always(item)}
    asked = {statement for name in again for statement in noted.get(name, [])}
    for name in sorted(noted, key=lambda name: (-len(noted[name]), name)):
        if REFUSED in noted[name] or not asked.issuperset(noted[name]):
            again.add(name)
            asked.update(noted[name])
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in again])
    items[:] = [item for item in items if item.nodeid in again]


def always(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    commits = mark is not None and (mark.kwargs.get("transaction") or True in mark.args[:1])
    return bool(commits or ALWAYS & set(getattr(item, "fixturenames", ())) or ROOM in item.nodeid)
