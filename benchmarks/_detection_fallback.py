"""Detection where RE2 is not installed: a process that cannot import it, measured as the others are.

Medians on one core, clean text: a pod's forty strings with their names, and log text in blocks of 64 KiB with
all default entities.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROUNDS, POD_ROUNDS = 7, 300
BLOCK = 64 << 10

_WORKER = """
import json, random, statistics, sys, time
sys.modules["re2"] = None
from privet.detection import DEFAULT_ENTITIES, Detector, DetectorSpec
from privet.linear import HAS_RE2
from tests.corpus.labelled import log_lines

assert not HAS_RE2
ROUNDS, POD_ROUNDS, BLOCK = json.loads(sys.argv[1])
VALUES = [
    "shop.svc.cluster.local:8080", "2500ms", "3", "info", "json", "http://otel-collector.observability.svc:4317",
    "service.name=checkout,service.version=3.4.1", "40", "kafka-0.kafka.svc:9092,kafka-1.kafka.svc:9092",
    "Europe/Berlin",
]
SPEC = DetectorSpec(entities=DEFAULT_ENTITIES)

def seconds(work, rounds):
    taken = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return statistics.median(taken)

begin = time.process_time()
detector = Detector(SPEC)
detector.scan("x")
first = time.process_time() - begin
values, names = VALUES * 4, [f"VAR_NAME_{number}" for number in range(40)]
again = seconds(lambda: detector.scan_fields(values, names), POD_ROUNDS)
# Other names each time: what is known to be clean costs no look.
pods = iter([[f"VAR_{pod}_{number}" for number in range(40)] for pod in range(POD_ROUNDS)])
pod = seconds(lambda: detector.scan_fields(values, next(pods)), POD_ROUNDS)

lines = [line for line in log_lines(6000) if not detector.candidates(line)]
text = "\\n".join(lines * 4)
blocks = [text[place : place + BLOCK] for place in range(0, len(text), BLOCK)]
blocks = [block for block in blocks if not detector.scan_fields((block,))]
logs = seconds(lambda: [detector.scan_fields((block,)) for block in blocks], ROUNDS)
print(json.dumps([pod * 1e6, again * 1e6, sum(map(len, blocks)) / 1e6 / logs, first * 1e3]))
"""


def without_re2() -> list[tuple[str, float, str]]:
    """Give what was measured, its value and its unit."""
    root = Path(__file__).parents[1]
    path = os.pathsep.join((str(root / "operator"), str(root)))
    answer = subprocess.run(
        [sys.executable, "-c", _WORKER, json.dumps([ROUNDS, POD_ROUNDS, BLOCK])],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        env={**os.environ, "PYTHONPATH": path},
    ).stdout
    pod, again, logs, first = json.loads(answer)
    return [
        ("a pod's 40 strings, clean, without re2", pod, "µs"),
        ("the same pod again, without re2", again, "µs"),
        ("log text, 64 KiB blocks, without re2", logs, "MB/s"),
        ("construction and first scan, without re2", first, "ms"),
    ]


if __name__ == "__main__":
    for what, value, unit in without_re2():
        sys.stdout.write(f"{what}: {value:.1f} {unit}\n")
