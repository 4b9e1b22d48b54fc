"""kopf, imported without the Kubernetes clients that it would load to log in by: 50 MiB and a second.

kopf takes every client that is installed into its type checks. We log in by a handler of our own, and load
the official client only where a kubeconfig has to be read.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_CLIENTS = ("kubernetes", "kubernetes_asyncio", "pykube")


@contextmanager
def _not_installed(*names: str) -> Iterator[None]:
    """Have imports of modules that are not loaded yet fail as if they were not installed."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        # What the import system documents for this: None in sys.modules raises ModuleNotFoundError.
        sys.modules[name] = None  # type: ignore[assignment] # typeshed knows modules only
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _not_installed(*_CLIENTS):
    import kopf

__all__ = ["kopf"]
