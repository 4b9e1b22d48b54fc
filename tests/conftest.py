"""What all tests share: the levels, and the clusters as fixtures."""

pytest_plugins = ["tests.levels", "tests.cluster.fixtures"]
