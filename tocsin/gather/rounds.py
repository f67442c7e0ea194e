"""Sources side by side: each is read by a thread of its own, and none waits for another.

A round yields batches: first what is there after a short patience, then each late source as it comes. Within
a batch the sources stand in the order of the watch, and each source's facts together, so that the journal of
a round in which all were quick is the same however the threads ran. A source that is still being read when
the next round begins is not read twice: its facts join that round.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from time import monotonic

from tocsin.gather.drafts import Item
from tocsin.gather.web.visits import Visit
from tocsin.watch import WatchSource

#: So many sources at once; the others wait for a thread. Those that were late the last time come last.
AT_ONCE = 32
Read = tuple[list[Item], Visit]
Reader = Callable[[WatchSource], Read]


class Rounds:
    """Round after round over the sources of a watch; keep one for as long as the watch runs."""

    def __init__(self, at_once: int = AT_ONCE, clock: Callable[[], float] = monotonic) -> None:
        self._places, self._clock = threading.BoundedSemaphore(at_once), clock
        self._under_way: dict[str, Future[Read]] = {}
        self._late: set[str] = set()

    def round(
        self,
        sources: Sequence[WatchSource],
        reader: Reader,
        *,
        patience_s: float | None = None,
        longest_s: float | None = None,
    ) -> Iterator[list[Read]]:
        """What each source gave. Without patience one batch, when all are done; the round ends after `longest_s`.

        What a batch read is kept as read when the next batch is asked for, and not where that never happens.
        """
        began = self._clock()
        for source in sorted(sources, key=lambda each: each.id in self._late):
            if source.id not in self._under_way:
                self._under_way[source.id] = self._begun(source, reader)
        order = list(dict.fromkeys(source.id for source in sources))
        self._late = {name for name in self._late if name not in order}
        wait(self._futures(order), timeout=patience_s)
        self._late |= {name for name in order if not self._under_way[name].done()}
        yield from self._taken(order)
        while waiting := self._futures(order):
            rest = None if longest_s is None else began + longest_s - self._clock()
            if rest is not None and rest <= 0:
                return
            if wait(waiting, timeout=rest, return_when=FIRST_COMPLETED).done:
                yield from self._taken(order)

    def _taken(self, order: Sequence[str]) -> Iterator[list[Read]]:
        """What is done now, as one batch; kept as read once the batch was taken."""
        done = [name for name in order if name in self._under_way and self._under_way[name].done()]
        batch = [self._under_way.pop(name).result() for name in done]
        yield batch
        for _, visit in batch:
            visit.keep()

    def _futures(self, order: Sequence[str]) -> list[Future[Read]]:
        return [self._under_way[name] for name in order if name in self._under_way]

    def _begun(self, source: WatchSource, reader: Reader) -> Future[Read]:
        """The source's reading, begun in a thread that nothing waits for when the program ends."""
        future: Future[Read] = Future()

        def read() -> None:
            with self._places:
                try:
                    future.set_result(reader(source))
                except BaseException as error:  # told by whoever takes the result
                    future.set_exception(error)

        threading.Thread(target=read, daemon=True, name=f"source {source.id:.40}").start()
        return future
