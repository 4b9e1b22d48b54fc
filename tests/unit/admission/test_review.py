import base64
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.admission.review import (
    MAX_MESSAGE,
    MAX_WARNING,
    MAX_WARNINGS,
    AdmissionResponse,
    MalformedReviewError,
    decode,
    encode,
    raw_object,
)
from tests.unit.admission.builders import a_pod, a_review, body_of

PLANTED = "4929123456789012"


def answer(response: AdmissionResponse) -> dict[str, object]:
    whole = json.loads(encode(response))
    assert whole["apiVersion"] == "admission.k8s.io/v1"
    assert whole["kind"] == "AdmissionReview"
    content: dict[str, object] = whole["response"]
    return content


def test_a_review_is_read() -> None:
    request = decode(body_of(a_review(subResource="ephemeralcontainers", dryRun=True)))

    assert (request.operation, request.kind.kind, request.namespace, request.name) == (
        "CREATE",
        "Pod",
        "shop",
        "web",
    )
    assert request.sub_resource == "ephemeralcontainers"
    assert request.dry_run
    assert request.user_info.username == "jane"
    assert json.loads(raw_object(request.object) or b"") == a_pod()
    assert raw_object(request.old_object) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview"}',
        body_of({**a_review(), "apiVersion": "admission.k8s.io/v1beta1"}),
        body_of({**a_review(), "kind": "Pod"}),
        body_of(a_review(uid=7)),
        body_of(a_review(uid=PLANTED, operation={PLANTED: PLANTED})),
        body_of(a_review(userInfo=PLANTED)),
        b'{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": '
        + b'{"object":' * 100_000
        + b"1"
        + b"}" * 100_001,
    ],
)
def test_what_is_no_review_is_refused_without_a_quote(body: bytes) -> None:
    with pytest.raises(MalformedReviewError) as refused:
        decode(body)

    assert str(refused.value) == "the body is not a AdmissionReview of admission.k8s.io/v1"
    assert refused.value.__cause__ is None


@given(body=st.binary(max_size=300))
def test_any_bytes_are_a_review_or_refused(body: bytes) -> None:
    with pytest.raises(MalformedReviewError):
        decode(body)


def test_an_allowed_request_is_answered_in_few_bytes() -> None:
    assert answer(AdmissionResponse.allow("u")) == {"uid": "u", "allowed": True}


def test_a_denial_is_forbidden_and_says_why() -> None:
    assert answer(AdmissionResponse.deny("u", "because")) == {
        "uid": "u",
        "allowed": False,
        "status": {"code": 403, "reason": "Forbidden", "message": "because", "status": "Failure"},
    }


def test_a_patch_is_base64_of_json_patch() -> None:
    operations = [{"op": "add", "path": "/spec/volumes", "value": []}]

    patched = answer(AdmissionResponse.patched("u", operations))

    assert patched["patchType"] == "JSONPatch"
    assert json.loads(base64.b64decode(str(patched["patch"]))) == operations


def test_warnings_and_annotations_are_passed_on() -> None:
    response = answer(AdmissionResponse.allow("u", ["careful"], {"EnvValue": "containers[app].env[A]"}))

    assert response["warnings"] == ["careful"]
    assert response["auditAnnotations"] == {"EnvValue": "containers[app].env[A]"}


def test_many_long_warnings_are_bounded() -> None:
    response = AdmissionResponse.allow("u", [f"start {'x' * 500} end{number}" for number in range(100)])

    assert len(response.warnings) == MAX_WARNINGS
    assert all(len(one) <= MAX_WARNING for one in response.warnings)
    assert response.warnings[0].startswith("start x")
    assert response.warnings[0].endswith("end0")
    assert response.warnings[-1] == "85 more warnings are not shown"


def test_a_huge_denial_is_cut_in_its_middle() -> None:
    response = AdmissionResponse.deny("u", "first" + "x" * MAX_MESSAGE + "last")

    assert response.status is not None
    assert len(response.status.message) == MAX_MESSAGE
    assert response.status.message.startswith("first")
    assert response.status.message.endswith("last")


@given(uid=st.text(max_size=40), message=st.text(max_size=40))
def test_answers_are_json_whatever_is_in_them(uid: str, message: str) -> None:
    decoded = msgspec.json.decode(encode(AdmissionResponse.deny(uid, message)))

    assert decoded["response"]["uid"] == uid
    assert decoded["response"]["status"]["message"] == message
