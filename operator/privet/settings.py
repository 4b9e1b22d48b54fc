"""What the environment tells a process: variables that begin with `PRIVET_`, read once, never changed."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from privet.errors import SettingsError

Port = Annotated[int, Field(ge=0, le=65535)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Settings(BaseSettings):
    """What every command that talks to a cluster needs to know."""

    model_config = SettingsConfigDict(env_prefix="PRIVET_", frozen=True, extra="ignore")

    kubeconfig: str | None = None
    """The kubeconfig to use; absent in a pod, where the ServiceAccount serves."""

    service_account_dir: Path = Path("/var/run/secrets/kubernetes.io/serviceaccount")
    """Where the kubelet mounts the ServiceAccount's token."""

    namespace: str = "privet-system"
    """Privet's own namespace: its Lease, its signing root, its public keys."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    traces: Literal["Off", "Otlp"] = "Off"
    """Whether spans are sent by OTLP over HTTP, as the standard OTEL_ variables say."""

    @classmethod
    def load(cls) -> Self:
        """Read the environment; SettingsError names the variables that are wrong, not their values."""
        try:
            return cls()
        except ValidationError as error:
            wrong = sorted(
                f"PRIVET_{'_'.join(map(str, one['loc'])).upper()} ({one['type']})"
                for one in error.errors(include_input=False, include_url=False, include_context=False)
            )
            raise SettingsError(f"set right: {', '.join(wrong)}") from None


class ControllerSettings(Settings):
    """What `privet controller` needs to know."""

    identity: str = ""
    """Who holds the Lease; the host's name and a random part when empty."""

    health_host: str = "0.0.0.0"  # noqa: S104 - the kubelet probes the pod's address
    health_port: Port = 8081
    """Where /livez, /readyz and /metrics are served; 0 picks a free port."""

    lease_name: str = "privet-controller"
    lease_seconds: Seconds = 15.0
    """How long a standby waits after the last renewal that it saw before it takes over."""

    renew_seconds: Seconds = 10.0
    """How long the holder goes on without a successful renewal before its process exits."""

    retry_seconds: Seconds = 2.0
    """How often the holder renews and a standby looks."""

    workers: Annotated[int, Field(ge=1, le=64)] = 8
    """How many objects are reconciled at once."""

    resync_seconds: Seconds = 600.0
    """How often everything is listed and compared, whatever the watches said."""

    heal_seconds: Seconds = 300.0
    """How often a key's Secret is applied again; unchanged, that writes nothing."""

    count_seconds: Seconds = 30.0
    """How long pods that came or went wait for more of them, before a key's status counts them anew."""

    stale_seconds: Seconds = 180.0
    """How long until /livez fails when a watch does not tell of our own writes, or nothing can be listed."""

    issuer: str = ""
    """Who issues the tokens (`iss`); made of the cluster's identity when empty."""

    signing_every_seconds: Annotated[float, Field(ge=1_200, le=366 * 86_400)] = 30 * 86_400.0
    """How long one signing key signs."""

    signing_propagation_seconds: Annotated[float, Field(ge=300, le=86_400)] = 3_600.0
    """How long a signing key is known to verifiers before it signs."""

    root_every_seconds: Annotated[float, Field(ge=1_200, le=10 * 366 * 86_400)] = 365 * 86_400.0
    """How long the signing root is drawn from one epoch."""


class WebhookSettings(Settings):
    """What `privet webhook` needs to know; the times fit a cluster, tests and the demo shorten them."""

    replica: Annotated[str, Field(min_length=1, max_length=253)] = "privet-webhook"
    """Which replica this is (the pod's name): its CA is named after it."""

    host: str = "0.0.0.0"  # noqa: S104 - the API server comes by the pod's address
    port: Port = 8443
    """Where admission is served; 0 picks a free port."""

    server_names: Annotated[tuple[str, ...], Field(min_length=1)] = (
        "privet-webhook.privet-system.svc",
        "privet-webhook-probe.privet-system.svc",
    )
    """Host names and addresses that the API server calls the webhook by, as a JSON list."""

    certificate_dir: Path | None = None
    """A folder with `tls.crt` and `tls.key` that somebody else renews, whose CA somebody else publishes;
    absent, Privet does both."""

    configuration: str = "privet"
    """The name of both webhook configurations, whose caBundle is kept up to date."""

    controller_user: str = "system:serviceaccount:privet-system:privet-controller"
    """Whose writes of reserved metadata are no breach."""

    authority_seconds: Annotated[float, Field(gt=0, le=31 * 86_400)] = 86_400.0
    """How long a replica's CA lives; it is replaced when a third of that is left."""

    leaf_seconds: Seconds = 28_800.0
    """How long a server certificate lives; no longer than its CA."""

    propagation_seconds: Seconds = 5.0
    """How long after its publication a CA is taken to be known to every API server."""

    publication_seconds: Seconds = 30.0
    """How often the caBundle is looked at when no watch event said that it changed."""

    max_body: Annotated[int, Field(ge=1024 * 1024, le=64 * 1024 * 1024)] = 8 * 1024 * 1024
    """The API server's objects go to about 3 MiB, and an update carries two."""

    timeout_seconds: Annotated[float, Field(gt=0, le=30)] = 5.0
    """The time for an answer where the API server does not say how long it waits."""

    drain_seconds: Annotated[float, Field(ge=0, le=300)] = 5.0
    """How long a replica that was told to stop goes on answering while its peers take over."""
