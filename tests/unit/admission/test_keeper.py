import base64
import contextlib
import ssl
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from privet.admission import bundle
from privet.admission.certificates import replica_subject
from privet.admission.keeper import CertificateKeeper, Identity
from privet.admission.publication import Publisher
from privet.admission.renewal import Lifetimes
from privet.cluster import MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS
from tests.fakes.cluster import FakeCluster, unavailable
from tests.unit.admission.builders import HOUR, NOON, a_configuration

NAME = "privet-webhook"
SECOND = timedelta(seconds=1)
LIFETIMES = Lifetimes(authority=24 * HOUR, leaf=8 * HOUR, propagation=5 * SECOND)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def a_cluster() -> FakeCluster:
    cluster = FakeCluster()
    for resource in (VALIDATING_WEBHOOKS, MUTATING_WEBHOOKS):
        cluster.seed(resource, a_configuration(b""))
    return cluster


def a_keeper(cluster: FakeCluster, clock: Clock) -> CertificateKeeper:
    return CertificateKeeper(
        Identity(replica="one", server_names=[NAME], lifetimes=LIFETIMES),
        Publisher(cluster, "privet", replica_subject("one")),
        interval=30 * SECOND,
        clock=clock,
    )


def trusted_by(cluster: FakeCluster) -> bytes:
    found = cluster.peek(VALIDATING_WEBHOOKS.at("privet")) or {}
    return base64.b64decode(found["webhooks"][0]["clientConfig"].get("caBundle", ""))


def served(keeper: CertificateKeeper) -> x509.Certificate:
    """Shake hands in memory and give the certificate that is served."""
    client_in, client_out, server_in, server_out = (ssl.MemoryBIO() for _ in range(4))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # The test's clock is not OpenSSL's: `trusted_at` verifies at the test's own time.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    client = context.wrap_bio(client_in, client_out, server_hostname=NAME)
    server = keeper.context.wrap_bio(server_in, server_out, server_side=True)
    for _ in range(4):
        for side in (client, server):
            with contextlib.suppress(ssl.SSLWantReadError):
                side.do_handshake()
        server_in.write(client_out.read())
        client_in.write(server_out.read())
    return x509.load_der_x509_certificate(client.getpeercert(binary_form=True) or b"")


def trusted_at(now: datetime, certificate: x509.Certificate, roots: bytes) -> bool:
    """Verify as an API server whose caBundle is `roots` would at that time."""
    verifier = PolicyBuilder().store(Store(list(bundle.parse(roots)))).time(now)
    try:
        verifier.build_server_verifier(x509.DNSName(NAME)).verify(certificate, [])
    except VerificationError:
        return False
    return True


async def test_a_replica_is_trusted_only_after_its_ca_had_time_to_be_known() -> None:
    cluster, clock = a_cluster(), Clock()
    keeper = a_keeper(cluster, clock)
    assert (keeper.published, keeper.trusted) == (False, False)

    pause = await keeper.step()

    assert (keeper.published, keeper.trusted) == (True, False)
    assert pause == 5
    clock.now += 5 * SECOND
    assert keeper.trusted


async def test_without_an_api_server_it_is_not_trusted_and_tries_again_soon() -> None:
    cluster, clock = a_cluster(), Clock()
    cluster.before_write = unavailable()
    keeper = a_keeper(cluster, clock)

    assert await keeper.step() == 1

    clock.now += 10 * SECOND
    assert not keeper.trusted


async def test_the_new_ca_is_published_before_it_is_served_and_the_old_one_dropped_after() -> None:
    cluster, clock = a_cluster(), Clock()
    keeper = a_keeper(cluster, clock)
    await keeper.step()
    old = trusted_by(cluster)

    for _ in range(4):
        clock.now += 4 * HOUR
        await keeper.step()
    await keeper.step()
    both = trusted_by(cluster)
    assert len(bundle.parse(both)) == 2
    assert trusted_at(clock.now, served(keeper), old)

    clock.now += 5 * SECOND
    await keeper.step()
    new = trusted_by(cluster)
    assert not set(bundle.parse(new)) & set(bundle.parse(old))
    assert trusted_at(clock.now, served(keeper), both)
    assert trusted_at(clock.now, served(keeper), new)


async def test_at_every_moment_what_is_served_is_trusted() -> None:
    cluster, clock = a_cluster(), Clock()
    keeper = a_keeper(cluster, clock)

    for _ in range(200):
        before = trusted_by(cluster)
        pause = await keeper.step()
        # By whoever has the bundle of now, and of before this step: API servers learn late.
        assert trusted_at(clock.now, served(keeper), trusted_by(cluster))
        assert not before or trusted_at(clock.now, served(keeper), before)
        clock.now += max(timedelta(seconds=pause), SECOND) if pause < 30 else HOUR / 2


async def test_a_leaf_is_renewed_without_a_write() -> None:
    cluster, clock = a_cluster(), Clock()
    keeper = a_keeper(cluster, clock)
    await keeper.step()
    before, writes = served(keeper), cluster.writes.total()

    clock.now += 6 * HOUR
    await keeper.step()

    assert served(keeper) != before
    assert cluster.writes.total() == writes
    assert keeper.seconds_left() == LIFETIMES.leaf.total_seconds()


async def test_a_successor_that_cannot_be_published_never_takes_over() -> None:
    cluster, clock = a_cluster(), Clock()
    keeper = a_keeper(cluster, clock)
    await keeper.step()
    cluster.before_write = unavailable()

    for _ in range(11):
        clock.now += 2 * HOUR
        await keeper.step()

    assert trusted_at(clock.now, served(keeper), trusted_by(cluster))


async def test_after_a_sleep_of_days_it_serves_anew_within_one_propagation() -> None:
    cluster, clock = a_cluster(), Clock()
    keeper = a_keeper(cluster, clock)
    await keeper.step()

    clock.now += 72 * HOUR
    await keeper.step()
    clock.now += 5 * SECOND
    await keeper.step()

    assert keeper.seconds_left() == LIFETIMES.leaf.total_seconds()
    assert len(bundle.parse(trusted_by(cluster))) == 1


async def test_at_the_end_its_ca_is_gone() -> None:
    cluster, clock = a_cluster(), Clock()
    keeper = a_keeper(cluster, clock)
    await keeper.step()

    await keeper.withdraw()

    assert trusted_by(cluster) == b""


async def test_an_end_without_an_api_server_is_an_end_all_the_same() -> None:
    cluster, clock = a_cluster(), Clock()
    keeper = a_keeper(cluster, clock)
    await keeper.step()
    cluster.before_write = unavailable()

    await keeper.withdraw()
