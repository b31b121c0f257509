"""Tests of the inventory speak English unless they say otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bprkit import language


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    language.use("en")
    yield
    language.use(None)
