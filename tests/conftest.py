"""What tests of all rooms share; pytest puts this folder on the path, so that they can import `naive` and `real_logs`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bprkit import language


@pytest.fixture
def english() -> Iterator[None]:
    """Messages in English, whatever the locale."""
    language.use("en")
    yield
    language.use(None)
