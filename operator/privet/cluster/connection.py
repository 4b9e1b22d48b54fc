"""How to reach the API server: in a pod by its ServiceAccount, elsewhere by a kubeconfig."""

import os
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from privet.errors import SettingsError

SERVICE_ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")
TOKEN_REREAD_SECONDS = 60.0
"""The kubelet renews a bound token at 80 % of its life, at the earliest after 8 minutes."""


class TokenFile:
    """The token of a ServiceAccount, read again now and then since the kubelet renews it."""

    def __init__(self, path: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._monotonic = monotonic
        self._token = ""
        self._read_at = float("-inf")

    def __call__(self) -> str:
        """Give the token as the file has it, at most a minute old."""
        if self._monotonic() - self._read_at >= TOKEN_REREAD_SECONDS:
            self._token = self._path.read_text("utf-8").strip()
            self._read_at = self._monotonic()
        return self._token

    def forget(self) -> None:
        """Read the file at the next call: the API server has refused what we have."""
        self._read_at = float("-inf")


def no_token() -> str:
    """Stand for authentication by client certificate."""
    return ""


@dataclass(frozen=True)
class Connection:
    """Where the API server is, whom to trust, and who we are."""

    server: str
    ca_file: str | None = None
    certificate_file: str | None = field(default=None, repr=False)
    private_key_file: str | None = field(default=None, repr=False)
    token: Callable[[], str] = field(default=no_token, repr=False)

    def ssl_context(self) -> ssl.SSLContext:
        """Build the context: the cluster's CA and no other, our certificate when we have one."""
        context = ssl.create_default_context(cafile=self.ca_file)
        if self.certificate_file:
            context.load_cert_chain(self.certificate_file, self.private_key_file)
        return context

    def token_was_refused(self) -> None:
        """Have the token read again."""
        if isinstance(self.token, TokenFile):
            self.token.forget()


def connect(kubeconfig: str | None = None, service_account: Path = SERVICE_ACCOUNT) -> Connection:
    """Find the API server: the kubeconfig given, else the pod's own account, else the usual kubeconfig."""
    if kubeconfig is None and (host := os.environ.get("KUBERNETES_SERVICE_HOST")):
        return in_cluster(host, os.environ.get("KUBERNETES_SERVICE_PORT", "443"), service_account)
    return from_kubeconfig(kubeconfig)


def in_cluster(host: str, port: str, service_account: Path = SERVICE_ACCOUNT) -> Connection:
    """Connect as a pod does, by the files that the kubelet mounts."""
    token_file, ca_file = service_account / "token", service_account / "ca.crt"
    if not token_file.is_file() or not ca_file.is_file():
        raise SettingsError(
            f"{service_account} holds no token and ca.crt;"
            " set automountServiceAccountToken or PRIVET_KUBECONFIG"
        )
    bracketed = f"[{host}]" if ":" in host else host
    return Connection(f"https://{bracketed}:{port}", ca_file=str(ca_file), token=TokenFile(token_file))


def from_kubeconfig(path: str | None) -> Connection:
    """Connect as kubectl does; the official client reads the file, as it knows every kind of entry."""
    # Imported here: it costs 50 MiB and a second, and a pod never needs it.
    from kubernetes.client import Configuration
    from kubernetes.config import ConfigException, load_kube_config

    configuration = Configuration()
    try:
        load_kube_config(config_file=path, client_configuration=configuration, persist_config=False)  # type: ignore[no-untyped-call] # theirs
    except ConfigException as error:
        raise SettingsError("no usable kubeconfig; set PRIVET_KUBECONFIG or KUBECONFIG") from error

    def token() -> str:
        value = configuration.get_api_key_with_prefix("BearerToken", "authorization") or ""
        return value.removeprefix("Bearer ").strip()

    return Connection(
        configuration.host,
        ca_file=configuration.ssl_ca_cert,
        certificate_file=configuration.cert_file,
        private_key_file=configuration.key_file,
        token=token,
    )
