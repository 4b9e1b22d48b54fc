"""Ask the API server whether a requester may do something: the webhook itself holds no such rights."""

from typing import Any

import msgspec

from privet.admission.review import AdmissionRequest, UserInfo
from privet.cluster import SUBJECT_ACCESS_REVIEWS, Cluster
from privet.errors import ClusterError, EvaluationError
from privet.policy import AuthorizationNeeded


class SubjectAccess:
    """Checks the verb `govern` on cluster policies against the requester's identity."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    async def __call__(self, request: AdmissionRequest, asked: AuthorizationNeeded) -> bool:
        """Tell whether the requester may, for every name; EvaluationError when nobody could tell."""
        for name in asked.names:
            if not await self._allowed(request.user_info, asked, name):
                return False
        return bool(asked.names)

    async def _allowed(self, user: UserInfo, asked: AuthorizationNeeded, name: str) -> bool:
        question = {
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SubjectAccessReview",
            "metadata": {},
            "spec": {
                "user": user.username,
                "uid": user.uid,
                "groups": _plain(user.groups) or [],
                "extra": _plain(user.extra) or {},
                "resourceAttributes": {
                    "verb": asked.verb,
                    "group": asked.group,
                    "resource": asked.resource,
                    "name": name,
                },
            },
        }
        try:
            answer = await self._cluster.create(SUBJECT_ACCESS_REVIEWS, question)
        except ClusterError:
            raise EvaluationError("the API server could not be asked about the requester's rights") from None
        return answer.get("status", {}).get("allowed") is True


def _plain(raw: msgspec.Raw) -> Any:  # noqa: ANN401 - JSON that is handed on as it came
    return msgspec.json.decode(raw)
