"""`privet redact`: its options, and the handles that it reads and writes."""

import signal
from pathlib import Path

from privet.cli.output import abandon_output, need_input, need_output
from privet.detection import Detector
from privet.errors import SettingsError
from privet.scan.asked import Asked
from privet.scan.names import reason
from privet.scan.redaction.marks import read_key
from privet.scan.redaction.redactor import Redactor
from privet.scan.redaction.stream import Input, Read, follow, writer

STDIN, STDOUT = 0, 1


def redact(entities: str, min_confidence: str, key_file: Path | None) -> None:
    """Copy standard input to standard output without what is personal, until it ends."""
    need_input()
    need_output()
    spec = Asked.read(entities, min_confidence).spec
    redactor = Redactor(Detector.for_spec(spec), read_key(key_file) if key_file else None)
    source = Input(STDIN)
    # The usual way to end `kubectl logs --follow | privet redact`.
    signal.signal(signal.SIGINT, source.interrupt)
    try:
        follow(_reading(source), _writing, source.more, redactor)
    except BrokenPipeError:
        # Whoever read it has seen enough.
        abandon_output()


def _reading(source: Input) -> Read:
    def read() -> bytes:
        try:
            return source.read()
        except OSError as error:
            raise SettingsError(f"standard input cannot be read: {reason(error)}") from None

    return read


def _writing(block: bytes) -> None:
    try:
        writer(STDOUT)(block)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise SettingsError(f"standard output cannot be written: {reason(error)}") from None
