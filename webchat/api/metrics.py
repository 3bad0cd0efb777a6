"""Counts for whoever runs the server: questions by door and outcome, seconds, the live store."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Literal, TypeAlias

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from rag import Answer
from vectorstore.errors import StoreError
from vectorstore.generations import Store

Door: TypeAlias = Literal["page", "api", "rest", "mcp"]

_DOORS: tuple[Door, ...] = ("page", "api", "rest", "mcp")
_OUTCOMES = ("answered", "refused", "error")
_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)  # upper ends of the bars

disable_created_metrics()  # type: ignore[no-untyped-call]  # they would only double the page
_questions = Counter(
    "hoibao_questions",
    "Questions asked, by the door they came by and how they ended.",
    ["door", "outcome"],
    registry=None,
)
_seconds = Histogram(
    "hoibao_ask_seconds",
    "Seconds from a question to its answer, waiting not included.",
    ["door"],
    buckets=_SECONDS,
    registry=None,
)
for _door in _DOORS:  # a count that is not there yet reads as zero
    _seconds.labels(_door)
    for _outcome in _OUTCOMES:
        _questions.labels(_door, _outcome)


@contextmanager
def asking(door: Door) -> Iterator[Callable[[Answer], None]]:
    """Count and time one question; the block tells its answer by calling what it is given.

    A block that ends without an answer counts as an error, one that nobody waits for any longer
    (a generator that is closed) as nothing.
    """
    began, told = perf_counter(), list[Answer]()
    given_up = False
    try:
        yield told.append
    except GeneratorExit:
        given_up = True
        raise
    finally:
        if told or not given_up:
            outcome = "error" if not told else "answered" if told[-1].answered else "refused"
            _questions.labels(door, outcome).inc()
            _seconds.labels(door).observe(perf_counter() - began)


def registry_of(store: Store) -> CollectorRegistry:
    """The counts of this process and the state of the store, ready to be read out."""
    registry = CollectorRegistry()
    registry.register(_questions)
    registry.register(_seconds)
    registry.register(_StoreState(store))
    return registry


class _StoreState(Collector):
    """What the live generation holds, looked up when it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def describe(self) -> Iterator[Metric]:
        """Nothing: registering must not open the store."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """The gauges; `hoibao_store_up` is 0 and the others are missing if it can't be opened."""
        up = GaugeMetricFamily("hoibao_store_up", "1 if the store can be opened.")
        try:
            manifest = self._store.generation().manifest
        except StoreError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield InfoMetricFamily(
            "hoibao_generation",
            "The live generation of the store.",
            {"name": manifest.generation, "built_at": manifest.built_at},
        )
        yield GaugeMetricFamily("hoibao_articles", "Articles in the store.", len(manifest.articles))
        yield GaugeMetricFamily("hoibao_chunks", "Chunks in the store.", manifest.chunks)
