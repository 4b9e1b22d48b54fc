"""The project's kinds on a cluster, and the wait until it serves them."""

from tests.cluster.kubectl import Kubectl
from tests.cluster.locations import REPOSITORY
from tests.cluster.waiting import wait_until

_SHORT_NAMES = "cppol,ppol,pkey,quar"


def define(kubectl: Kubectl) -> None:
    """Apply the resource definitions, and return when kubectl knows their kinds."""
    folder = f"--filename={REPOSITORY / 'crds'}"
    kubectl("apply", "--server-side", folder)
    kubectl("wait", "--for=condition=Established", folder)
    # A kind is established a moment before it is published, and its short name is published after that.
    wait_until(
        lambda: kubectl.run("get", _SHORT_NAMES, "--all-namespaces").returncode == 0, "the kinds are known"
    )
