"""The process's one writer: whatever is queued is settled in one transaction, so that one sync to the disk serves many.

Claims come from the event loop in their hundreds. On SQLite, whose writers wait for each other anyway, the ordinary
checkout of this process goes the same way (`run`), each purchase in a savepoint of its own.
"""

import asyncio
import contextlib
import contextvars
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction

from phien.market.actions import ledger
from phien.market.actions.claims import Claim, Outcome, settle
from phien.market.errors import Busy, NotWritten

MOST = 256  # claims in one transaction: about 10 ms
MOST_QUEUED = 8192  # beyond it a claim is answered "busy" rather than kept waiting for longer than a second or so

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Asked:
    claim: Claim
    answer: "asyncio.Future[Outcome]"


@dataclass(slots=True)
class _Job:
    work: Callable[[], Any]
    answer: "Future[Any]"


class Group:
    """One thread, its queue and its connection to the database. Answers are given only after the commit."""

    def __init__(self) -> None:
        self._queue: deque[_Asked | _Job] = deque()
        self._there_is_work = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_stopping = False

    def start(self) -> None:
        """From now on all that claims stock in this process goes through here."""
        self._is_stopping = False
        self._thread = threading.Thread(target=self._work, name="claims", daemon=True)
        self._thread.start()
        ledger.go_through(self.run)

    def stop(self) -> None:
        """Settle what is queued and end; what asks afterwards is done in its own thread."""
        ledger.go_through(None)
        thread, self._thread = self._thread, None
        if thread is not None:
            self._is_stopping = True
            self._there_is_work.set()
            thread.join(timeout=10)

    def ask(self, claim: Claim) -> "asyncio.Future[Outcome]":
        """From the event loop: the claim's outcome, once it is durable. Raises Busy when too many wait."""
        if len(self._queue) >= MOST_QUEUED:
            raise Busy(retry_after=1)
        if self._thread is None:
            raise Busy(retry_after=2)  # the server is just stopping
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._queue.append(_Asked(claim, answer))
        if not self._there_is_work.is_set():
            self._there_is_work.set()
        return answer

    def run[Result](self, work: Callable[[], Result]) -> Result:
        """From another thread: what `work` gives, done inside the writer's transaction and committed."""
        if self._thread is None:
            return work()
        context = contextvars.copy_context()
        job = _Job(lambda: context.run(work), Future())
        self._queue.append(job)
        self._there_is_work.set()
        result: Result = job.answer.result()
        return result

    def _work(self) -> None:
        while not self._is_stopping or self._queue:
            self._there_is_work.wait()
            self._there_is_work.clear()
            while self._queue:
                batch = [self._queue.popleft() for _ in range(min(MOST, len(self._queue)))]
                try:
                    close_old_connections()
                    outcomes = _together(batch)
                except (OperationalError, InterfaceError) as error:  # locked for long, full, away: so for all of them
                    outcomes = [_not_written(error)] * len(batch)
                except Exception as error:  # something about one of them must not stand in the way of the others
                    log.warning("Claims could not be settled together, trying them one by one: %r", error)
                    outcomes = [_alone(one) for one in batch]
                _answer(batch, outcomes)
        connection.close()


def _together(batch: Sequence[_Asked | _Job]) -> list[Any]:
    outcomes: list[Any] = []
    with transaction.atomic(durable=True):
        for are_claims, run in groupby(batch, key=lambda one: isinstance(one, _Asked)):
            if are_claims:
                outcomes += settle([one.claim for one in run if isinstance(one, _Asked)])
            else:
                outcomes += [_attempt(one) for one in run if isinstance(one, _Job)]
    return outcomes


def _attempt(job: _Job) -> Any:
    """What the job gives, or what it raises, with nothing of it written then."""
    try:
        with transaction.atomic():
            return job.work()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        return error


def _alone(one: _Asked | _Job) -> Any:
    try:
        return _together([one])[0]
    except Exception as error:
        return _not_written(error)


def _not_written(error: Exception) -> NotWritten:
    log.error("Claims could not be written: %r", error)
    connection.close()  # it may be broken; the next question opens a new one
    return NotWritten(retry_after=2)


def _answer(batch: Sequence[_Asked | _Job], outcomes: Sequence[Any]) -> None:
    asked: list[tuple[asyncio.Future[Outcome], Outcome]] = []
    for one, outcome in zip(batch, outcomes, strict=True):
        if isinstance(one, _Asked):
            asked.append((one.answer, outcome))
        elif isinstance(outcome, BaseException):
            one.answer.set_exception(outcome)
        else:
            one.answer.set_result(outcome)
    if asked:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            asked[0][0].get_loop().call_soon_threadsafe(_tell, asked)


def _tell(asked: "list[tuple[asyncio.Future[Outcome], Outcome]]") -> None:
    for answer, outcome in asked:
        if not answer.done():  # whoever went away in between
            answer.set_result(outcome)


group = Group()
