"""Which steps stand in a relation to which, one bit a pair: thousands of steps have millions of pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


class Related(Mapping[str, frozenset[str]]):
    """For each step the ids of those related to it; made as a set only where one is asked for.

    >>> related = Related(("a", "b", "c"), {"a": 0b110, "b": 0b100, "c": 0})
    >>> sorted(related["a"]), related.holds("b", "c"), related.holds("b", "a")
    (['b', 'c'], True, False)
    """

    def __init__(self, keys: Sequence[str], bits: Mapping[str, int]) -> None:
        self._keys, self._bits = keys, bits
        self._turn = {key: number for number, key in enumerate(keys)}

    def __getitem__(self, key: str) -> frozenset[str]:
        return frozenset(self._keys[number] for number in ones(self._bits[key]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._bits)

    def __len__(self) -> int:
        return len(self._bits)

    def holds(self, one: str, other: str) -> bool:
        """Tell whether the other is related to the one."""
        return bool(self._bits[one] >> self._turn[other] & 1)


def ones(bits: int) -> Iterator[int]:
    """Yield the places of the bits that are set, the lowest first.

    >>> list(ones(0b1010))
    [1, 3]
    """
    if not bits:
        return
    text = bin(bits)[:1:-1]
    place = text.find("1")
    while place >= 0:
        yield place
        place = text.find("1", place + 1)
