"""What all tests share: the levels, the clusters as fixtures, and patience."""

from hypothesis import settings

pytest_plugins = ["tests.levels", "tests.cluster.fixtures"]

# On a busy machine, a deadline for each example only fails the innocent.
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")
