"""The mutating webhook: mounts the subject's key into its pods, and touches nothing else."""

from collections.abc import Callable

from privet.admission.asgi import Reviewed
from privet.admission.review import AdmissionRequest, AdmissionResponse
from privet.admission.validate import review_of
from privet.detection import Expired, never
from privet.policy import PolicySet, mount_patch_of


class Mutator:
    """Answers /mutate; asking twice changes nothing more, so reinvocation is safe."""

    def __init__(self, policies: Callable[[], PolicySet]) -> None:
        self._policies = policies

    async def __call__(self, request: AdmissionRequest, _expired: Expired = never) -> Reviewed:
        """Give the patch that mounts the pod's key, if it is the subject of one."""
        operations = mount_patch_of(self._policies(), review_of(request))
        if not operations:
            return Reviewed(AdmissionResponse.allow(request.uid), "unchanged")
        return Reviewed(AdmissionResponse.patched(request.uid, operations), "patched")
