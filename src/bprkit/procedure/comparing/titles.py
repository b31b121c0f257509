"""How alike two titles are: Japanese with its okurigana, widths and marks evened out, English by its words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, product
from typing import Any

from bprkit.language import Language
from bprkit.procedure.model import Title

_HIRAGANA = re.compile(r"[ぁ-ゖゝゞー]+")
_JAPANESE = re.compile(r"[々〆ぁ-ヿ㐀-鿿豈-\ufaffｦ-ﾟ]")
_MARKS = re.compile(r"[\W_]+")
_SMALL_WORDS = frozenset({"a", "an", "and", "by", "for", "of", "on", "the", "to", "with"})
_KEY_WEIGHT = 0.9  # the rest is for what the key leaves out: 書く窓口 and 書かない窓口 have one key


def same_title(one: Title, other: Title) -> bool:
    """Tell whether two titles read the same in every language that both have.

    >>> same_title(Title("受付 （窓口）"), Title("受付(窓口)", "Reception"))
    True
    """
    shared = [(one.ja, other.ja), (one.en or "", other.en or "")]
    pairs = [(left, right) for left, right in shared if left and right]
    if not pairs:
        return not one and not other
    return all(plain_text(left) == plain_text(right) for left, right in pairs)


def similarity(one: Title, other: Title) -> float:
    """Return how alike two titles are, from 0 to 1, in the language in which they are most alike.

    >>> similarity(Title("受付け"), Title("受け付け")) > 0.9 > 0.5 > similarity(Title("起案"), Title("決裁"))
    True
    """
    if not one or not other:
        return 1.0 if bool(one) is bool(other) else 0.0
    return max(_alike(left, right) for left, right in product(_texts(one), _texts(other)))


def speak_alike(one: Title, other: Title) -> bool:
    """Tell whether there is a language that both titles have; without one, they say nothing of each other.

    >>> speak_alike(Title("受付"), Title("受付", "Reception")), speak_alike(Title("受付"), Title("Reception"))
    (True, False)
    """
    return bool(languages_of(one) & languages_of(other))


def languages_of(title: Title) -> frozenset[Language]:
    """Return the languages of a title; one that has no Japanese sign is English wherever it stands.

    >>> sorted(languages_of(Title("受付", "Reception"))), sorted(languages_of(Title("Reception")))
    (['en', 'ja'], ['en'])
    """
    languages: dict[Language, bool] = {
        "ja": bool(title.ja and _JAPANESE.search(title.ja)),
        "en": bool(title.en or (title.ja and not _JAPANESE.search(title.ja))),
    }
    return frozenset(language for language, spoken in languages.items() if spoken)


def coverage(part: Title, whole: Title) -> float:
    """Return how much of one title is found in another, from 0 to 1.

    >>> coverage(Title("確認"), Title("受付・確認")), coverage(Title("審査"), Title("受付・確認"))
    (1.0, 0.0)
    """
    if not part or not whole:
        return 0.0
    return max(_within(left, right) for left, right in product(_texts(part), _texts(whole)))


def composed(whole: Title, parts: Sequence[Title]) -> float:
    """Return how much of a title its parts make up together, from 0 to 1.

    >>> composed(Title("受付・確認"), [Title("受付"), Title("確認")])
    1.0
    """
    found = 0.0
    for text in _texts(whole):
        wanted = Counter(_key(text))
        there: Counter[str] = Counter()
        for part in parts:
            for own in _texts(part):
                there |= Counter(_key(own))
        found = max(found, sum((wanted & there).values()) / sum(wanted.values()))
    return found


def title_pairs(title: Title) -> set[tuple[str, ...]]:
    """Return the neighbouring signs that carry the meaning of a title; two titles without any in common are unlike."""
    return {pair for text in _texts(title) for pair in _pairs(_key(text))}


def telling_signs(part: Title) -> list[list[tuple[str, ...]]]:
    """Return what has to be found again, for each language, in a title that covers this one: a sign, or pairs of them."""
    return [[key] if len(key) == 1 else list(pairwise(key)) for key in map(_key, _texts(part))]


def all_signs(whole: Title) -> set[tuple[str, ...]]:
    """Return the signs of a title and the pairs of them, in which telling signs are looked for."""
    keys = [_key(text) for text in _texts(whole)]
    return {(sign,) for key in keys for sign in key} | {pair for key in keys for pair in pairwise(key)}


def _texts(title: Title) -> list[str]:
    return [text for text in (title.ja, title.en) if text]


@lru_cache(maxsize=32768)
def plain_text(text: str) -> str:
    """Return a text without what makes no difference: spaces, widths, capitals."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@lru_cache(maxsize=32768)
def _key(text: str) -> tuple[str, ...]:
    """Return what carries the meaning: words of English; of Japanese, characters without okurigana and particles."""
    even = unicodedata.normalize("NFKC", text).casefold()
    if even.isascii():
        words = tuple(word for word in _MARKS.split(even) if word)
        return tuple(word for word in words if word not in _SMALL_WORDS) or words or (even,)
    bare = _MARKS.sub("", even)
    without = _HIRAGANA.sub("", bare)
    return tuple(without if len(without) >= 2 else bare or even)


@lru_cache(maxsize=65536)
def _alike(one: str, other: str) -> float:
    (letters, pairs, whole), (letters2, pairs2, whole2) = _counted(one), _counted(other)
    keys = (_dice(letters, letters2) + _dice(pairs, pairs2)) / 2
    return _KEY_WEIGHT * keys + (1 - _KEY_WEIGHT) * _dice(whole, whole2)


@lru_cache(maxsize=32768)
def _counted(text: str) -> tuple[Counter[str], Counter[tuple[str, ...]], Counter[str]]:
    """Return how often each sign of the key, each pair of them, and each character of the whole occurs."""
    key = _key(text)
    return Counter(key), Counter(_pairs(key)), Counter(plain_text(text))


def _within(part: str, whole: str) -> float:
    left, right = _key(part), _key(whole)
    if len(left) == 1:
        return float(left[0] in right)
    wanted = Counter(pairwise(left))
    return sum((wanted & Counter(pairwise(right))).values()) / sum(wanted.values())


def _pairs(key: tuple[str, ...]) -> list[tuple[str, ...]]:
    return list(pairwise(key)) or [key]


def _dice(left: Counter[Any], right: Counter[Any]) -> float:
    both = left.total() + right.total()
    return (
        2 * sum(min(count, right[sign]) for sign, count in left.items() if sign in right) / both
        if both
        else 1.0
    )
