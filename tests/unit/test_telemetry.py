"""Whatever is logged, and whoever logs it, no contents are written."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from privet.errors import InvalidResourceError
from privet.telemetry import Redaction, configure_logging, scrubber

EMAIL = "jane.roe@shopmail.io"
TOKEN = "eyJhbGciOiJFUzI1NiIsInR5cCI6InByaXZldCJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl"  # noqa: S105 - synthetic
PEM = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----"


def redact(text: str) -> str:
    return text.replace(EMAIL, "[EmailAddress]")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logging("DEBUG", redact, stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def refuse(value: str, error: InvalidResourceError) -> None:
    raise error from ValueError(value)


def logged(lines: io.StringIO) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lines.getvalue().splitlines()[-1])
    return found


def test_a_line_is_json_with_its_values(lines: io.StringIO) -> None:
    structlog.get_logger("privet.x").info("issued", key="shop/billing", sequence=7, late=timedelta(seconds=2))

    line = logged(lines)

    assert (line["event"], line["key"], line["sequence"], line["level"]) == (
        "issued",
        "shop/billing",
        7,
        "info",
    )


@pytest.mark.parametrize("secret", [EMAIL, TOKEN, PEM, "c2VjcmV0IGtleSBtYXRlcmlhbCBvZiAzMiBieXRlcyBBQkM="])
def test_what_is_secret_is_taken_from_every_place(lines: io.StringIO, secret: str) -> None:
    structlog.get_logger("privet.x").warning(f"found {secret}", value=secret, some=[secret], **{secret: 1})
    logging.getLogger("kopf.x").error("object %s", secret)

    assert secret.splitlines()[-1] not in lines.getvalue()
    assert lines.getvalue().count("\n") == 2


@pytest.mark.parametrize("value", [{"data": EMAIL}, b"secret", object(), {"a": {"b": 1}}])
def test_a_value_of_another_type_leaves_its_type(lines: io.StringIO, value: object) -> None:
    structlog.get_logger("privet.x").info("seen", value=value)

    assert logged(lines)["value"] == f"<{type(value).__name__}>"


def test_a_traceback_keeps_places_and_types_only(lines: io.StringIO) -> None:
    error = InvalidResourceError("spec.grants", "must not be empty")
    try:
        refuse(EMAIL, error)
    except InvalidResourceError:
        logging.getLogger("privet.x").exception("failed")

    line = logged(lines)

    assert line["error"] == ["InvalidResourceError: spec.grants: must not be empty", "ValueError"]
    assert any("refuse" in frame for frame in line["frames"])
    assert EMAIL not in lines.getvalue()


def test_what_tasks_put_in_groups_is_named(lines: io.StringIO) -> None:
    error = InvalidResourceError("spec.grants", "must not be empty")
    try:
        try:
            refuse(EMAIL, error)
        except InvalidResourceError as first:
            raise ExceptionGroup(EMAIL, [ExceptionGroup(EMAIL, [first])]) from None
    except ExceptionGroup:
        logging.getLogger("privet.x").exception("failed")

    line = logged(lines)

    assert line["error"][:3] == [
        "ExceptionGroup",
        "ExceptionGroup",
        "InvalidResourceError: spec.grants: must not be empty",
    ]
    assert any("refuse" in frame for frame in line["frames"])
    assert EMAIL not in lines.getvalue()


def test_a_line_that_cannot_be_written_is_told_of_without_what_it_holds(
    lines: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    record = logging.LogRecord("privet.x", logging.WARNING, "x.py", 7, "%d items", (EMAIL,), None)
    # Not through the logger: pytest's own handler takes such a line for a mistake of the test's.
    logging.getLogger().handlers[0].handle(record)

    assert logged(lines)["event"] == "a log line could not be written"
    assert logged(lines)["logger"] == "privet.x"
    assert EMAIL not in lines.getvalue() + "".join(capsys.readouterr())


def test_libraries_speak_up_from_warnings_on(lines: io.StringIO) -> None:
    logging.getLogger("kopf.objects").info("quiet")
    logging.getLogger("aiohttp.access").info("quiet")

    assert lines.getvalue() == ""


def test_paths_of_kubernetes_stay_readable() -> None:
    path = "apply /apis/privet.dev/v1alpha1/namespaces/shop/provisioningkeys/billing-of-this-company/status"

    assert scrubber(str)(path) == path


def test_a_long_number_passes_the_redactor() -> None:
    line = Redaction(scrubber(lambda text: "[CreditCard]" if text.isdigit() else text))(
        None, "", {"value": 4929123456789012}
    )

    assert line == {"value": "[CreditCard]"}


def test_times_are_written_as_such() -> None:
    line = Redaction(str)(None, "", {"at": datetime(2026, 1, 2, tzinfo=UTC)})

    assert line == {"at": "2026-01-02T00:00:00+00:00"}


@given(st.text(max_size=3000), st.integers(0, 2500))
def test_what_is_cut_off_does_not_show_in_part(padding: str, place: int) -> None:
    text = padding[:place] + " " + EMAIL + " " + padding[place:]

    written = scrubber(redact)(text)

    assert len(written) <= 2000
    assert "jane.roe@" not in written


@given(st.binary(min_size=32, max_size=200))
def test_key_material_in_base64_is_taken_out(secret: bytes) -> None:
    import base64

    encoded = base64.b64encode(secret).decode()
    # One case only, which random bytes practically never are, is what names and paths look like.
    if encoded not in {encoded.lower(), encoded.upper()}:
        assert encoded not in scrubber(str)(f"data: {encoded}")
