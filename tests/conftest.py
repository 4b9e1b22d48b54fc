"""What all tests share: the levels, the clusters as fixtures, and patience."""

import gc

import pytest
from hypothesis import settings

pytest_plugins = ["tests.levels", "tests.cluster.fixtures"]

# On a busy machine, a deadline for each example only fails the innocent.
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Keep thousands of tests, which stay to the end, out of what a collection of garbage looks through."""
    gc.collect()
    gc.freeze()
