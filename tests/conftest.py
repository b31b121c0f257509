"""What tests of all rooms share; this folder is on the path, so that they can import `naive` and `real_logs`.

hypothesis draws the same examples in every run, so that a red run says something of the change that was made. To look
for new ones: pytest --hypothesis-profile search.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

import hypothesis
import pytest

from bprkit import language

hypothesis.settings.register_profile(
    "same",
    derandomize=True,
    deadline=None,
    phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),  # making a log smaller takes minutes
)
hypothesis.settings.register_profile("search", derandomize=False, deadline=None)
hypothesis.settings.load_profile("same")


@pytest.fixture(scope="module", autouse=True)
def _only_its_own_garbage() -> None:
    """What earlier modules imported is not looked through at every collection: that took a seventh of the time."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    gc.unfreeze()  # libraries in C look at their end for what is still there


@pytest.fixture
def english() -> Iterator[None]:
    """Messages in English, whatever the locale."""
    language.use("en")
    yield
    language.use(None)
