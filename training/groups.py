"""Items in, groups of so many out."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def in_groups(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """The items in order, `size` together; the last group may be smaller."""
    rest = iter(items)
    while group := tuple(islice(rest, size)):
        yield group
