"""The commands, and what the process says and returns when one of them fails."""

import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from pathlib import Path
from shutil import get_terminal_size
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup

from privet import __version__
from privet.cli.output import abandon_output, fill_closed_handles, put, writing
from privet.errors import PrivetError, SettingsError

# The parser's own errors; typer brings a parser of its own and shows of it only some.
_UsageError = cast("type[Exception]", typer.BadParameter.__bases__[0])


class _Commands(TyperGroup):
    """Keeps what is personal, and what a terminal would act on, out of what is said of wrong options."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the parser's own types
        """Read the options before the command."""
        with _discreetly():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - likewise
        """Read the options of a command, and run it."""
        with _discreetly():
            return super().invoke(ctx)


@contextmanager
def _discreetly() -> Iterator[None]:
    try:
        yield
    except typer.Exit:
        raise
    except _UsageError as error:
        from privet.cli.logs import redactor
        from privet.scan.names import printable

        said: Any = error
        said.message = printable(redactor()(str(said.message)))
        raise


app = typer.Typer(
    name="privet",
    help="Makes leaking personal data hard by default on Kubernetes.",
    no_args_is_help=True,
    cls=_Commands,
    # A pretty traceback shows local variables, and those hold contents.
    pretty_exceptions_enable=False,
)


class Exit(IntEnum):
    """What the process returns, besides 0; scripts rely on these."""

    FAILED = 1
    USAGE = 2
    INTERNAL = 3


class _Confidence(StrEnum):
    LOW = "Low"
    MEDIUM = "Medium"
    HIGH = "High"


class _FailOn(StrEnum):
    DENY = "Deny"
    WARN = "Warn"
    AUDIT = "Audit"
    NEVER = "Never"


class _Form(StrEnum):
    TABLE = "table"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


class _ListForm(StrEnum):
    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


def _show_version(wanted: bool) -> None:
    if wanted:
        put(f"privet {__version__}\n")
        raise typer.Exit


@app.callback()
def privet(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Make leaking personal data hard by default on Kubernetes."""


@app.command()
def controller() -> None:
    """Run the controller: it reconciles policies, issues and rotates keys.

    Settings come from the environment, see docs/reference/settings.md.
    """
    from privet.cli.logs import start_logging
    from privet.controllers.app import run
    from privet.settings import ControllerSettings

    settings = ControllerSettings.load()
    start_logging(settings.log_level)
    run(settings)


@app.command()
def webhook() -> None:
    """Run the admission webhook: it judges what is created and mounts keys into pods.

    Settings come from the environment, see docs/reference/settings.md.
    """
    from privet.admission.app import run
    from privet.cli.logs import start_logging
    from privet.settings import WebhookSettings

    settings = WebhookSettings.load()
    start_logging(settings.log_level)
    run(settings)


@app.command()
def crds(
    directory: Annotated[
        Path | None, typer.Option(help="Write one file for each kind here instead of printing them all.")
    ] = None,
) -> None:
    """Print the CustomResourceDefinitions, ready for `kubectl apply --filename -`."""
    from privet.api.crd import crd_files

    files = crd_files()
    if directory is None:
        put("---\n".join(files.values()))
        return
    with writing(directory):
        directory.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (directory / name).write_text(text, encoding="utf-8")


@app.command()
def demo(
    *,
    kubeconfig: Annotated[
        str | None, typer.Option(help="The kubeconfig of a cluster on which Privet runs.")
    ] = None,
    context: Annotated[str | None, typer.Option(help="Which of its contexts.")] = None,
    image: Annotated[
        str, typer.Option(help="An image with python3, for the pod that reads its key.")
    ] = "docker.io/library/python:3.13-slim",
    keep: Annotated[bool, typer.Option(help="Leave what the demo made.")] = False,
) -> None:
    """Tell on a running cluster what Privet refuses and what it gives, each step checked."""
    from privet.cli.demo.command import run

    if not run(kubeconfig=kubeconfig, context=context, image=image, keep=keep):
        raise typer.Exit(Exit.FAILED)


@app.command("scan")
def scan_files(  # noqa: PLR0913 - each is an option of the command line
    paths: Annotated[
        list[str], typer.Argument(help="Files and folders of manifests; `-` reads from standard input.")
    ],
    *,
    text: Annotated[bool, typer.Option("--text", help="Scan any text, line by line.")] = False,
    policies: Annotated[
        Path | None, typer.Option(help="Judge by the policies in this folder, as the webhook would.")
    ] = None,
    namespace: Annotated[
        str,
        typer.Option(help="The namespace of manifests that name none, for --policies; default when absent."),
    ] = "",
    exclude: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Leave out files and folders by name or path; may be repeated."),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="Values for charts, handed on to helm; may be repeated."),
    ] = None,
    set_values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="A value for charts, likewise."),
    ] = None,
    entities: Annotated[
        str, typer.Option(help="What to look for: names, or +Name and -Name to change the default set.")
    ] = "",
    min_confidence: Annotated[
        _Confidence | None, typer.Option(help="How strong the evidence must be; Medium when absent.")
    ] = None,
    form: Annotated[
        _Form,
        typer.Option("--format", help="What the report looks like; NO_COLOR=1 takes a table's colours."),
    ] = _Form.TABLE,
    output: Annotated[Path | None, typer.Option(help="Write the report to this file.")] = None,
    fail_on: Annotated[
        _FailOn, typer.Option(help="The least severe result that makes the scan fail.")
    ] = _FailOn.DENY,
    baseline: Annotated[Path | None, typer.Option(help="Leave out the results that this file knows.")] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write to --baseline what is found, and pass.")
    ] = False,
    notes: Annotated[
        bool, typer.Option(help="Show test values and role mailboxes too; they never fail.")
    ] = True,
    render: Annotated[
        bool, typer.Option(help="Render charts and kustomizations by helm and kustomize.")
    ] = True,
    jobs: Annotated[int, typer.Option(min=0, help="Processes to use; 0 stands for one a core.")] = 0,
) -> None:
    """Find personal data in manifests, without a cluster and without configuration.

    Returns 0 when there is none, 1 when there is or when something could not be read, 2 for a wrong
    option, 3 for a fault of its own. No report repeats what was found.
    """
    from privet.cli.scan import FailOn, Options, scan
    from privet.scan.reports import Format

    options = Options(
        paths=paths,
        text=text,
        policies=policies,
        namespace=namespace,
        exclude=exclude or [],
        values=values or [],
        set_values=set_values or [],
        entities=entities,
        min_confidence=min_confidence.value if min_confidence else "",
        form=Format(form.value),
        output=output,
        fail_on=FailOn(fail_on.value),
        baseline=baseline,
        write_baseline=write_baseline,
        notes=notes,
        render=render,
        jobs=jobs,
    )
    if not scan(options):
        raise typer.Exit(Exit.FAILED)


@app.command("redact")
def redact_stream(
    *,
    pseudonym_key_file: Annotated[
        Path | None,
        typer.Option(help="Replace by pseudonyms that are keyed with the 32 or more bytes in this file."),
    ] = None,
    entities: Annotated[
        str, typer.Option(help="What to look for: names, or +Name and -Name to change the default set.")
    ] = "",
    min_confidence: Annotated[
        _Confidence | None, typer.Option(help="How strong the evidence must be; Medium when absent.")
    ] = None,
) -> None:
    """Copy standard input to standard output with personal data replaced, such as by `[EmailAddress]`.

    Follows a stream: every line leaves as soon as it is whole. Clean lines leave byte for byte as they
    came, JSON stays JSON, and there are as many lines as before.
    """
    from privet.cli.redact import redact

    redact(entities, min_confidence.value if min_confidence else "", pseudonym_key_file)


@app.command("entities")
def list_entities(
    form: Annotated[_ListForm, typer.Option("--format", help="What the list looks like.")] = _ListForm.TABLE,
) -> None:
    """List the kinds of personal data that are built in: which are on by default, what proves them, and why.

    Below them stands what survives an outage of the webhook.
    """
    from privet.cli.entities import Form, shown

    width = get_terminal_size().columns if sys.stdout is not None and sys.stdout.isatty() else None
    put(shown(Form(form.value), width))


def main() -> int:
    """Run one command."""
    fill_closed_handles()
    if os.environ.get("NO_COLOR"):
        # Help would still be bold and dim.
        os.environ.setdefault("_TYPER_FORCE_DISABLE_TERMINAL", "1")
    return guarded(app)


def guarded(command: Callable[[], object]) -> int:
    """Run a command; say in one line what went wrong, and return a code that tells whose turn it is."""
    try:
        command()
    except SettingsError as error:
        return _fail(str(error), Exit.USAGE)
    except PrivetError as error:
        return _fail(str(error), Exit.FAILED)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            return _unexpected(error)
        abandon_output()
        return _fail("no space is left where output goes: make room, or send it elsewhere", Exit.USAGE)
    except Exception as error:  # noqa: BLE001 - the outermost edge; Python's own trace shows contents
        return _unexpected(error)
    return 0


def _unexpected(error: Exception) -> int:
    sys.stderr.write(described(error))
    return _fail("an unexpected error ended the process, see the line above", Exit.INTERNAL)


def described(error: Exception) -> str:
    """Give a log line about an error: places and types, and no contents."""
    import structlog

    from privet.telemetry import configure_logging

    line = io.StringIO()
    # There is nothing in such a line for a detector to redact.
    configure_logging("ERROR", redact=str, stream=line)
    structlog.get_logger("privet").critical("unexpected error", exc_info=error)
    return line.getvalue()


def _fail(message: str, code: Exit) -> int:
    from privet.scan.names import printable

    sys.stderr.write(f"privet: {printable(message)}\n")
    return int(code)
