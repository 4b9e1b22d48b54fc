"""`privet webhook`: everything put together, from the first listing to the drain at the end."""

import asyncio
import logging
import signal
from datetime import timedelta
from functools import partial

import uvloop

from privet.admission.asgi import AdmissionApp, Gates, Limits
from privet.admission.authorization import SubjectAccess
from privet.admission.certificates import replica_subject
from privet.admission.configuration import MUTATE, MUTATE_GOVERNED, PROBE, VALIDATE, VALIDATE_GOVERNED
from privet.admission.keeper import CertificateKeeper, Identity
from privet.admission.metrics import Metrics
from privet.admission.mounted import MountedCertificates
from privet.admission.mutate import Mutator
from privet.admission.policies import Informed, PolicyFeed
from privet.admission.probe import Probe
from privet.admission.publication import Publisher, watch_configurations
from privet.admission.renewal import Lifetimes
from privet.admission.server import DrainingServer, make_server
from privet.admission.traced import TracedApp, TracedMetrics
from privet.admission.validate import Validator
from privet.cluster import Cluster, HttpCluster, connect
from privet.errors import SettingsError
from privet.settings import WebhookSettings
from privet.tracing import Tracing, tracing_of

_log = logging.getLogger(__name__)


def run(settings: WebhookSettings) -> int:
    """Serve until SIGTERM or SIGINT, drain, and give the exit code."""
    with (
        tracing_of("privet-webhook", wanted=settings.traces == "Otlp") as tracing,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(_run(settings, tracing))
    return 0


async def _run(settings: WebhookSettings, tracing: Tracing | None) -> None:
    connection = connect(settings.kubeconfig, settings.service_account_dir)
    async with HttpCluster(connection) as cluster:
        webhook = Webhook(cluster, settings, tracing)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, webhook.stop)
        await webhook.run()


class Webhook:
    """One replica: what it follows, what it serves with, what it answers."""

    def __init__(self, cluster: Cluster, settings: WebhookSettings, tracing: Tracing | None = None) -> None:
        self._cluster = cluster
        self._settings = settings
        self.metrics = TracedMetrics(tracing) if tracing else Metrics()
        self.feed = PolicyFeed(cluster, (settings.controller_user,))
        self.keeper = _keeper(cluster, settings)
        self.probe = Probe(cluster, settings.namespace, lambda: self.keeper.published)
        validator = Validator(lambda: self.feed.current, SubjectAccess(cluster), self.metrics)
        mutator = Mutator(lambda: self.feed.current)
        app = partial(TracedApp, tracing) if tracing else AdmissionApp
        self.app = app(
            {
                VALIDATE: Informed(validator, self.feed, labelled=False),
                VALIDATE_GOVERNED: Informed(validator, self.feed, labelled=True),
                MUTATE: Informed(mutator, self.feed, labelled=False),
                MUTATE_GOVERNED: Informed(mutator, self.feed, labelled=True),
                PROBE: self.probe.review,
            },
            gates=Gates(reviews=self.feed.missing, readiness=self._missing),
            metrics=self.metrics,
            limits=Limits(max_body=settings.max_body, default_timeout=settings.timeout_seconds),
            closing=frozenset({PROBE}),
        )
        self.server: DrainingServer = make_server(
            self.app, self.keeper.context, (settings.host, settings.port), settings.drain_seconds
        )
        self._show()

    def stop(self) -> None:
        """Begin the drain; `run` returns when it is over."""
        _log.info("stopping: answering for %g more seconds", self._settings.drain_seconds)
        self.server.stop()

    async def run(self) -> None:
        """Follow, serve, and at the end take our CA out of the bundles."""
        followers = watch_configurations(self._cluster, self._settings.configuration, self.keeper.look)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(one)
                for one in (
                    self.feed.run(),
                    self.keeper.run(),
                    self.probe.run(),
                    *(one.run() for one in followers),
                )
            ]
            await self.server.serve()
            # In this order: a keeper that still runs would publish again what is withdrawn.
            for task in tasks:
                task.cancel()
        await self.keeper.withdraw()
        _log.info("stopped")

    def _count(self, name: str) -> int:
        return self.feed.counts()[name]

    def _missing(self) -> tuple[str, ...]:
        certificate = () if self.keeper.trusted else ("certificate",)
        reviews = () if self.probe.done else ("reviews",)
        return (*self.feed.missing(), *certificate, *reviews)

    def _show(self) -> None:
        gauge = self.metrics.gauge
        gauge(
            "privet_admission_watch_age_seconds",
            "Time since the API server last told anything.",
            self.feed.age,
        )
        gauge(
            "privet_admission_unreadable",
            "Resources that this version does not understand.",
            self.feed.unreadable,
        )
        gauge(
            "privet_admission_certificate_seconds",
            "Time until the certificate ends.",
            self.keeper.seconds_left,
        )
        gauge(
            "privet_admission_certificate_lifetime_seconds",
            "Time that a certificate lives: a third of it is left when the next one is due.",
            self.keeper.lifetime,
        )
        for name in self.feed.counts():
            kind = name.partition(".")[0]
            gauge(f"privet_admission_{kind}", f"Known {kind}.", partial(self._count, name))


def _keeper(cluster: Cluster, settings: WebhookSettings) -> CertificateKeeper | MountedCertificates:
    if settings.certificate_dir is not None:
        folder, interval = settings.certificate_dir, settings.publication_seconds
        return MountedCertificates(cluster, settings.configuration, folder, interval=interval)
    try:
        lifetimes = Lifetimes(
            authority=timedelta(seconds=settings.authority_seconds),
            leaf=timedelta(seconds=settings.leaf_seconds),
            propagation=timedelta(seconds=settings.propagation_seconds),
        )
    except ValueError as error:
        raise SettingsError(str(error)) from error
    publisher = Publisher(cluster, settings.configuration, replica_subject(settings.replica))
    return CertificateKeeper(
        Identity(replica=settings.replica, server_names=settings.server_names, lifetimes=lifetimes),
        publisher,
        interval=timedelta(seconds=settings.publication_seconds),
    )
