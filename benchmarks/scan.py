"""The command line as a user waits for it: a repository of manifests, a stream of lines, a filter's start."""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from privet.scan.run import cores

FILES = 3_000
LINES = 400_000
REPEATS = 3
AIM_SECONDS = 5.0
MAIL = "mia.lindqvist@northwind-traders.com"

_PRIVET = [sys.executable, "-m", "privet"]

_VARIABLES = ("LOG_LEVEL", "FEATURE_FLAGS", "TIMEOUT", "CACHE_URL", "DATA_DIR")
_VALUES = ("info", "'true'", "30s", "http://cache:8080", "/var/lib/app")
_WORKLOAD = """\
# {name} of team {team}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: team-{team}
  labels: &labels
    app.kubernetes.io/name: {name}
    app.kubernetes.io/version: "1.{number}.{team}"
  annotations:
    prometheus.io/scrape: "true"
    checksum/config: {digest}
spec:
  replicas: {team}
  selector:
    matchLabels: {{app.kubernetes.io/name: {name}}}
  template:
    metadata:
      labels: *labels
    spec:
      serviceAccountName: {name}
      containers:
      - name: app
        image: registry.internal/{name}@sha256:{digest}
        args: ["--port=8080", "--log-level=info", "--shards={number}"]
        ports:
        - {{name: http, containerPort: 8080}}
        env:
{variables}
        - name: DATABASE_PASSWORD
          valueFrom:
            secretKeyRef: {{name: {name}-db, key: password}}
        resources:
          requests: {{cpu: 100m, memory: 128Mi}}
          limits: {{cpu: "1", memory: 512Mi}}
        readinessProbe:
          httpGet: {{path: /ready, port: http}}
---
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: team-{team}}}
spec:
  selector: {{app.kubernetes.io/name: {name}}}
  ports:
  - {{name: http, port: 80, targetPort: http}}
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: {name}, namespace: team-{team}}}
data:
  application.properties: |
{properties}
"""


def bench() -> list[tuple[str, str, str]]:
    """Measure the scan of a repository and the filter; by time of processors, which others cannot take."""
    with tempfile.TemporaryDirectory(prefix="privet-bench-") as folder:
        root = Path(folder)
        size, leaks = _repository(root / "repository")
        log = root / "app.log"
        _log(log)
        one = _median(["scan", "--jobs", "1", "repository"], root, leaks=leaks)
        every = _median(["scan", "repository"], root, leaks=leaks)
        text = _median(["redact"], root, stdin=log)
        start = _median(["redact"], root)
        megabytes = log.stat().st_size / 1e6
    rate = megabytes / max(text.processor - start.processor, 1e-9)
    return [
        (
            f"privet scan of {FILES} files ({size / 1e6:.1f} MB, {3 * FILES} objects), one core",
            f"{one.processor:.1f} s ({one.wall:.1f} s on the clock)",
            f"<= {AIM_SECONDS:.0f} s",
        ),
        (f"the same, {cores()} cores, on the clock", f"{every.wall:.1f} s", ""),
        (f"privet redact, {megabytes:.0f} MB of JSON lines, 1 in 200 with a mailbox", f"{rate:.0f} MB/s", ""),
        ("privet redact, start to end of an empty stream", f"{start.processor * 1000:.0f} ms", ""),
    ]


class Taken(NamedTuple):
    """What a run took, in seconds: of processors, and on the clock."""

    processor: float
    wall: float


def _median(arguments: Sequence[str], folder: Path, *, leaks: int = 0, stdin: Path | None = None) -> Taken:
    return sorted(_once(arguments, folder, leaks, stdin) for _ in range(REPEATS))[REPEATS // 2]


def _once(arguments: Sequence[str], folder: Path, leaks: int, stdin: Path | None) -> Taken:
    with (stdin or Path(os.devnull)).open("rb") as source:
        before, began = _spent(), time.perf_counter()
        command = [*_PRIVET, *arguments]
        answer = subprocess.run(command, cwd=folder, stdin=source, capture_output=True, check=False)
        taken = Taken(_spent() - before, time.perf_counter() - began)
    assert answer.returncode == (1 if leaks else 0), answer.stderr
    if leaks:
        assert f"{leaks} to deny".encode() in answer.stdout
    assert MAIL.encode() not in answer.stdout
    return taken


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def _repository(folder: Path) -> tuple[int, int]:
    """Write files of three objects each; give the bytes, and how many values in them are personal."""
    chance = random.Random(5)  # noqa: S311 - the same texts in every run
    size = leaks = 0
    for number in range(FILES):
        leak = number % 150 == 0
        leaks += leak
        path = folder / f"team-{number % 40}" / f"service-{number}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_text(_manifest(chance, number, leak=leak))
    return size, leaks


def _manifest(chance: random.Random, number: int, *, leak: bool) -> str:
    variables = [f"        - name: {name}\n          value: {chance.choice(_VALUES)}" for name in _VARIABLES]
    if leak:
        variables.append(f"        - name: OWNER\n          value: {MAIL}")
    properties = [f"    server.option{place}.value={chance.randrange(10**6):x}" for place in range(20)]
    return _WORKLOAD.format(
        name=f"service-{number}",
        team=number % 40,
        number=number,
        digest=f"{chance.getrandbits(256):064x}",
        variables="\n".join(variables),
        properties="\n".join(properties),
    )


def _log(path: Path) -> None:
    chance = random.Random(6)  # noqa: S311 - likewise
    with path.open("w") as file:
        for number in range(LINES):
            extra = f" user={MAIL}" if number % 200 == 0 else ""
            clock = f"{number // 60 % 60:02}:{number % 60:02}"
            file.write(
                f'{{"ts":"2026-11-24T10:{clock}Z","level":"info","path":"/api/orders/{number}","status":200,'
                f'"ms":{number % 977},"trace":"{chance.getrandbits(128):032x}","msg":"served{extra}"}}\n'
            )
