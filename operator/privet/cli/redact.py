"""`privet redact`: its options, and the handles that it reads and writes."""

import os
import signal
from pathlib import Path

from privet.detection import Detector
from privet.scan.asked import Asked
from privet.scan.redaction.marks import read_key
from privet.scan.redaction.redactor import Redactor
from privet.scan.redaction.stream import Input, follow, writer

STDIN, STDOUT = 0, 1


def redact(entities: str, min_confidence: str, key_file: Path | None) -> None:
    """Copy standard input to standard output without what is personal, until it ends."""
    spec = Asked.read(entities, min_confidence).spec
    redactor = Redactor(Detector.for_spec(spec), read_key(key_file) if key_file else None)
    source = Input(STDIN)
    # The usual way to end `kubectl logs --follow | privet redact`.
    signal.signal(signal.SIGINT, source.interrupt)
    try:
        follow(source.read, writer(STDOUT), source.more, redactor)
    except BrokenPipeError:
        # Whoever read it has seen enough; Python must not find out again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), STDOUT)
