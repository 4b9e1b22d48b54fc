"""The validating webhook: translates a review into a question to the policies, and their verdict back.

"Could not tell" is not folded into yes or no. Where the namespace is governed the request is refused with
a fixed sentence and code 500, whatever the failurePolicy of the entry that it came by; elsewhere it is an
HTTP error, so that the failurePolicy decides.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import assert_never

from privet.admission.asgi import Reviewed
from privet.admission.metrics import Metrics
from privet.admission.review import (
    FRIENDLY_WARNING,
    AdmissionRequest,
    AdmissionResponse,
    raw_object,
)
from privet.detection import Expired, never
from privet.errors import EvaluationError
from privet.policy import (
    Allowed,
    AuthorizationNeeded,
    Denied,
    Operation,
    PolicySet,
    Review,
    Unevaluated,
    Verdict,
    Violation,
    evaluate,
)
from privet.policy.rules import RULES_PAGE

Authorize = Callable[[AdmissionRequest, AuthorizationNeeded], Awaitable[bool]]

UNEVALUATED_CODE = 500
UNEVALUATED_REASON = "InternalError"

_log = logging.getLogger(__name__)


class Validator:
    """Answers /validate."""

    def __init__(self, policies: Callable[[], PolicySet], authorize: Authorize, metrics: Metrics) -> None:
        self._policies = policies
        self._authorize = authorize
        self._metrics = metrics

    async def __call__(self, request: AdmissionRequest, expired: Expired = never) -> Reviewed:
        """Judge one request."""
        policies = self._policies()
        review = review_of(request, expired)
        verdict = _evaluate(policies, review)
        if isinstance(verdict, AuthorizationNeeded):
            verdict = await self._with_authorization(policies, review, request, verdict)
        return self._answer(request, policies, verdict)

    async def _with_authorization(
        self, policies: PolicySet, review: Review, request: AdmissionRequest, asked: AuthorizationNeeded
    ) -> Verdict:
        try:
            allowed = await self._authorize(request, asked)
        except EvaluationError as error:
            return Unevaluated(str(error))
        return _evaluate(policies, replace(review, may_govern=allowed))

    def _answer(self, request: AdmissionRequest, policies: PolicySet, verdict: Verdict) -> Reviewed:
        match verdict:
            case Allowed(warnings, audits):
                self._count(warnings, audits)
                response = AdmissionResponse.allow(request.uid, map(warning, warnings), annotations(audits))
                return Reviewed(response, "warned" if warnings else "allowed")
            case Denied():
                self._metrics.violations((one.rule for one in verdict.violations), "Deny")
                self._count(verdict.warnings, verdict.audits)
                response = AdmissionResponse.deny(
                    request.uid,
                    verdict.message,
                    warnings=map(warning, verdict.warnings),
                    audit_annotations=annotations(verdict.audits),
                )
                return Reviewed(response, "denied")
            case Unevaluated(why):
                return _unevaluated(request, policies, why)
            case AuthorizationNeeded():
                return _unevaluated(request, policies, "the requester's rights could not be asked for")
            case never:
                assert_never(never)

    def _count(self, warnings: Iterable[Violation], audits: Iterable[Violation]) -> None:
        self._metrics.violations((one.rule for one in warnings), "Warn")
        self._metrics.violations((one.rule for one in audits), "Audit")


def review_of(request: AdmissionRequest, expired: Expired = never) -> Review:
    """Put the question in the policies' words."""
    return Review(
        operation=Operation(request.operation),
        group=request.kind.group,
        kind=request.kind.kind,
        namespace=request.namespace,
        name=request.name,
        user=request.user_info.username,
        object=raw_object(request.object),
        old_object=raw_object(request.old_object),
        subresource=request.sub_resource,
        dry_run=request.dry_run,
        expired=expired,
    )


def warning(violation: Violation) -> str:
    """Say where and what, and where to read what to do as long as the whole stays short."""
    whole = f"{violation.statement}, see {RULES_PAGE}{violation.rule}"
    return whole if len(whole) <= FRIENDLY_WARNING else violation.statement


def annotations(audits: Iterable[Violation]) -> Mapping[str, str]:
    """Note audits by rule: the key says which, the value where, neither says what."""
    noted: dict[str, list[str]] = {}
    for one in audits:
        noted.setdefault(str(one.rule), []).append(str(one))
    return {rule: "; ".join(lines) for rule, lines in sorted(noted.items())}


def _evaluate(policies: PolicySet, review: Review) -> Verdict:
    try:
        return evaluate(policies, review)
    except Exception:  # noqa: BLE001 - a mistake of ours must not open a governed namespace
        _log.exception("a review failed")
        return Unevaluated("the review failed inside Privet, see its log")


def _unevaluated(request: AdmissionRequest, policies: PolicySet, why: str) -> Reviewed:
    if not policies.governs(request.namespace):
        raise EvaluationError(why)
    message = f"Privet could not judge this request, and this namespace is governed: {why}"
    response = AdmissionResponse.deny(request.uid, message, code=UNEVALUATED_CODE, reason=UNEVALUATED_REASON)
    return Reviewed(response, "unevaluated")
