"""The pod's own ES256 check, held to a library's signatures, and what it says as its files change."""

import json
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from privet.cli.demo import pod

NOON = 1_800_000_000


def a_key(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", parameters={"kid": kid})


def a_token(key: ECKey, jti: str, *, expires: int = NOON + 360) -> str:
    header = {"alg": "ES256", "kid": key.kid}
    return jwt.encode(header, {"jti": jti, "nbf": NOON - 30, "exp": expires}, key)


def published(*keys: ECKey) -> pod.Keys:
    return [dict(key.as_dict(private=False)) for key in keys]  # type: ignore[arg-type] # str values for EC keys


class Mount:
    """A Secret volume as the kubelet lays it out: versions behind a link that is swapped at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.versions = 0

    def write(self, token: str | None, keys: pod.Keys) -> None:
        self.versions += 1
        version = self.folder / f"..version{self.versions}"
        version.mkdir()
        if token is not None:
            (version / "token").write_text(token)
            (version / "jwks.json").write_text(json.dumps({"keys": keys}))
        link = self.folder / "..data_tmp"
        link.symlink_to(version.name)
        link.replace(self.folder / "..data")


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("number", range(8))
def test_a_signature_of_the_library_is_accepted(number: int) -> None:
    key = a_key("one")

    assert pod.signed(a_token(key, f"k-{number}"), published(a_key("other"), key))


def test_a_signature_of_another_key_is_refused() -> None:
    assert not pod.signed(a_token(a_key("one"), "k-1"), published(a_key("one")))
    assert not pod.signed(a_token(a_key("one"), "k-1"), [])


def test_a_changed_claim_is_refused() -> None:
    key = a_key("one")
    head, _, signature = a_token(key, "k-1").split(".")
    _, body, _ = a_token(key, "k-2").split(".")

    assert not pod.signed(f"{head}.{body}.{signature}", published(key))


@pytest.mark.parametrize(
    ("now", "why"),
    [
        pytest.param(NOON, None, id="in its time"),
        pytest.param(NOON - 31, "not yet valid", id="early"),
        pytest.param(NOON + 360, "expired", id="late"),
    ],
)
def test_the_times_are_checked(now: int, why: str | None) -> None:
    key = a_key("one")

    assert pod.objection(a_token(key, "k-1"), published(key), now) == why


def test_the_story_of_a_key_is_told_without_the_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, mount, watch = a_key("one"), Mount(tmp_path), pod.Watch(tmp_path)
    first, second = a_token(key, "k-1"), a_token(key, "k-2", expires=NOON + 420)

    mount.write(first, published(key))
    watch.look(NOON)
    mount.write(second, published(key))
    watch.look(NOON + 60)
    mount.write(None, [])
    watch.look(NOON + 70)
    watch.tally()

    out = said(capsys)
    assert out == [
        {"saw": "key", "id": "k-1", "expires": NOON + 360, "valid": True},
        {
            "saw": "rotation",
            "id": "k-2",
            "expires": NOON + 420,
            "valid": True,
            "before": {"id": "k-1", "left": 300, "valid": True},
        },
        {"saw": "gone"},
        {"saw": "tally", "checks": 2, "failures": 0, "rotations": 1},
    ]
    assert not any(part in json.dumps(out) for token in (first, second) for part in token.split("."))


def test_an_expired_key_is_a_failure_on_every_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, mount, watch = a_key("one"), Mount(tmp_path), pod.Watch(tmp_path)
    mount.write(a_token(key, "k-1"), published(key))

    watch.look(NOON)
    watch.look(NOON + 361)
    watch.look(NOON + 362)

    assert [line["saw"] for line in said(capsys)] == ["key", "failure", "failure"]
    assert watch.failures == 2
