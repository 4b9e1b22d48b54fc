"""What the demo's pod runs: it watches its own key and says what it sees, never the key.

Handed to `python3 -c` in a plain image, so the standard library must do, the ES256 check included (RFC 7515,
FIPS 186-5). It prints one JSON object a line:

    {"saw": "key", "id": ..., "expires": ..., "valid": true}     the first key
    {"saw": "rotation", ..., "before": {"id": ..., "left": 290, "valid": true}}      another, and the last one
    {"saw": "gone"}                                              the key was taken away
    {"saw": "failure", "why": "expired"}                         a check of the mounted token failed
    {"saw": "tally", "checks": ..., "failures": ..., "rotations": ...}     every few seconds
"""

import base64
import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

Point = tuple[int, int]
Keys = list[dict[str, str]]

CHECK_EVERY = 0.2
TALLY_EVERY = 5.0

# The curve P-256.
COORDINATE = 32
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def add(a: Point | None, b: Point | None) -> Point | None:
    """Add two points; None is the point at infinity."""
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(number: int, point: Point | None) -> Point | None:
    """Multiply a point by doubling and adding."""
    total: Point | None = None
    while number:
        if number & 1:
            total = add(total, point)
        point = add(point, point)
        number >>= 1
    return total


def decoded(text: str) -> bytes:
    """Undo base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signed(token: str, keys: Keys) -> bool:
    """Tell whether one of the published keys signed the token."""
    head, body, signature = token.split(".")
    header, raw = json.loads(decoded(head)), decoded(signature)
    r, s = int.from_bytes(raw[:COORDINATE], "big"), int.from_bytes(raw[COORDINATE:], "big")
    if header["alg"] != "ES256" or len(raw) != 2 * COORDINATE or not (0 < r < N and 0 < s < N):
        return False
    digest = int.from_bytes(hashlib.sha256(f"{head}.{body}".encode()).digest(), "big")
    for key in keys:
        if key["kid"] == header["kid"]:
            public = (int.from_bytes(decoded(key["x"]), "big"), int.from_bytes(decoded(key["y"]), "big"))
            inverse = pow(s, -1, N)
            point = add(times(digest * inverse % N, G), times(r * inverse % N, public))
            return point is not None and point[0] % N == r
    return False


def objection(token: str, keys: Keys, now: float) -> str | None:
    """Return what is wrong with a token at this moment, or None."""
    claims = claims_of(token)
    if now < claims["nbf"]:
        return "not yet valid"
    if now >= claims["exp"]:
        return "expired"
    return None if signed(token, keys) else "not signed by a published key"


def read(folder: Path) -> tuple[str, Keys]:
    """Read the token and the published keys from one version of the files; no token is an empty one."""
    # The kubelet swaps all files at once behind this link, and removes the old ones: reading through the link
    # would mix two versions, and a version that vanishes while it is read is no reason for alarm.
    while True:
        version = (folder / "..data").resolve()
        try:
            token = (version / "token").read_text().strip()
            return token, json.loads((version / "jwks.json").read_text())["keys"]
        except FileNotFoundError:
            if (folder / "..data").resolve() == version:
                return "", []


def claims_of(token: str) -> dict[str, Any]:
    """Read what a token says of itself."""
    claims: dict[str, Any] = json.loads(decoded(token.split(".")[1]))
    return claims


def say(saw: str, **what: object) -> None:
    """Print one line for whoever follows the log."""
    sys.stdout.write(json.dumps({"saw": saw, **what}) + "\n")
    sys.stdout.flush()


class Watch:
    """Everything seen so far: the token in use, the proven ones, and the tally."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.token = ""
        self.proven: dict[str, str | None] = {}
        self.checks = self.failures = self.rotations = 0

    def look(self, now: float) -> None:
        """Look once; say what is new."""
        token, keys = read(self.folder)
        if not token:
            if self.token:
                say("gone")
            self.token = ""
            return
        self.checks += 1
        why = self.check(token, keys, now)
        if why:
            self.failures += 1
            say("failure", why=why)
        if token != self.token:
            self.tell_change(token, keys, why, now)

    def check(self, token: str, keys: Keys, now: float) -> str | None:
        """Return what is wrong with the mounted token, or None."""
        # A signature once proven stays proven; the times are looked at on every check.
        if token not in self.proven:
            self.proven[token] = objection(token, keys, now)
            return self.proven[token]
        claims = claims_of(token)
        return None if claims["nbf"] <= now < claims["exp"] else "expired"

    def tell_change(self, token: str, keys: Keys, why: str | None, now: float) -> None:
        """Say that there is another token, and whether the one before still holds."""
        claims = claims_of(token)
        news = {"id": claims["jti"], "expires": claims["exp"], "valid": why is None}
        if not self.token:
            say("key", **news)
        else:
            self.rotations += 1
            old = claims_of(self.token)
            before = {
                "id": old["jti"],
                "left": int(old["exp"] - now),
                "valid": not objection(self.token, keys, now),
            }
            say("rotation", **news, before=before)
        self.token = token

    def tally(self) -> None:
        """Say how many checks there were and what came of them."""
        say("tally", checks=self.checks, failures=self.failures, rotations=self.rotations)


def main() -> None:
    """Watch until the pod ends."""
    watch = Watch(Path(sys.argv[1]))
    told = time.monotonic()
    while True:
        watch.look(time.time())
        if time.monotonic() - told >= TALLY_EVERY:
            told = time.monotonic()
            watch.tally()
        time.sleep(CHECK_EVERY)


if __name__ == "__main__":
    main()
