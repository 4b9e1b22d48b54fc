import pytest

from privet.admission.authorization import SubjectAccess
from privet.admission.review import decode
from privet.cluster import SUBJECT_ACCESS_REVIEWS, Object, Resource
from privet.errors import EvaluationError, UnavailableError
from privet.policy import AuthorizationNeeded
from tests.fakes.cluster import FakeCluster
from tests.unit.admission.builders import a_review, body_of

REQUEST = decode(body_of(a_review()))
ASKED = AuthorizationNeeded(names=("baseline", "strict"))


class Answering(FakeCluster):
    """An API server that knows who may do what."""

    def __init__(self, *may: str) -> None:
        super().__init__()
        self.may = may
        self.asked: list[Object] = []

    async def create(self, resource: Resource, obj: Object, *, dry_run: bool = False) -> Object:
        assert resource == SUBJECT_ACCESS_REVIEWS
        assert not dry_run
        self.asked.append(obj["spec"])
        return {**obj, "status": {"allowed": obj["spec"]["resourceAttributes"]["name"] in self.may}}


class Silent(FakeCluster):
    """One that does not answer."""

    async def create(self, resource: Resource, obj: Object, *, dry_run: bool = False) -> Object:
        assert obj["spec"]["user"]
        assert not dry_run
        raise UnavailableError(f"create {resource}")


async def test_the_requesters_whole_identity_is_asked_about() -> None:
    cluster = Answering("baseline", "strict")

    assert await SubjectAccess(cluster)(REQUEST, ASKED)

    assert [one["resourceAttributes"]["name"] for one in cluster.asked] == ["baseline", "strict"]
    first = cluster.asked[0]
    assert (first["user"], first["groups"]) == ("jane", ["team", "system:authenticated"])
    assert first["extra"] == {"scopes": ["one"]}
    assert first["resourceAttributes"] == {
        "verb": "govern",
        "group": "privet.dev",
        "resource": "clusterpiipolicies",
        "name": "baseline",
    }


@pytest.mark.parametrize("may", [(), ("baseline",), ("strict",)])
async def test_one_no_is_a_no(may: tuple[str, ...]) -> None:
    assert not await SubjectAccess(Answering(*may))(REQUEST, ASKED)


async def test_nothing_asked_is_nothing_allowed() -> None:
    assert not await SubjectAccess(Answering("baseline"))(REQUEST, AuthorizationNeeded(names=()))


async def test_no_answer_is_neither_yes_nor_no() -> None:
    with pytest.raises(EvaluationError):
        await SubjectAccess(Silent())(REQUEST, ASKED)


async def test_an_identity_without_groups_is_asked_about_too() -> None:
    cluster = Answering("baseline", "strict")
    request = decode(body_of(a_review(userInfo={"username": "root"})))

    assert await SubjectAccess(cluster)(request, ASKED)

    assert cluster.asked[0]["groups"] == []
    assert cluster.asked[0]["extra"] == {}
