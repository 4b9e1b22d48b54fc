"""Tokens that are nobody's: what numbers and names in clusters look like."""
# ruff: noqa: E501, SIM905, UP031 - word lists as sentences

import base64
import uuid
from random import Random

from tests.corpus.sample import digits, letters

SERVICES = (
    "checkout cart catalog payment shipping inventory billing-api search auth gateway frontend notifications ledger"
    " recommendation orders pricing media ingest scheduler reports profile session email-worker identity address-book"
    " phone-bridge card-vault passport-ui token-minter customer-sync"
).split()
NAMESPACES = (
    "shop payments monitoring kube-system ingress-nginx argocd cert-manager data platform logging".split()
)
_HEX = "0123456789abcdef"
_POD = "bcdfghjklmnpqrstvwxz2456789"


def hexadecimal(chance: Random, length: int) -> str:
    """Draw hexadecimal digits."""
    return letters(chance, length, _HEX)


def identifier(chance: Random) -> str:
    """Draw a UUID of version 4."""
    return str(uuid.UUID(bytes=chance.randbytes(16), version=4))


def digest(chance: Random) -> str:
    """Draw the digest of an image."""
    return f"sha256:{hexadecimal(chance, 64)}"


def epoch(chance: Random) -> int:
    """Draw seconds since 1970."""
    return chance.randint(1_650_000_000, 1_790_000_000)


def stamp(chance: Random) -> str:
    """Draw a time as RFC 3339 writes it."""
    return (
        f"2026-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}T{chance.randint(0, 23):02d}"
        f":{chance.randint(0, 59):02d}:{chance.randint(0, 59):02d}{chance.choice(('Z', '.%03dZ' % chance.randrange(1000), '+02:00'))}"
    )


def version(chance: Random) -> str:
    """Draw a version."""
    text = f"{chance.randint(0, 31)}.{chance.randint(0, 40)}.{chance.randint(0, 19)}"
    return text + chance.choice(
        (
            "",
            "",
            f"-rc.{chance.randint(1, 9)}",
            f"+{hexadecimal(chance, 7)}",
            f".{chance.randint(1000, 20000)}",
        )
    )


def address(chance: Random) -> str:
    """Draw an IPv4 address of a private network."""
    return chance.choice(("10.{}.{}.{}", "192.168.{1}.{2}", "172.20.{1}.{2}")).format(
        *(chance.randint(1, 254) for _ in range(3))
    )


def pod_name(chance: Random) -> str:
    """Draw the name of a pod of a Deployment."""
    return f"{chance.choice(SERVICES)}-{letters(chance, 9, _POD)}-{letters(chance, 5, _POD)}"


def image(chance: Random) -> str:
    """Draw the reference of an image."""
    host = chance.choice(
        (
            "registry.internal",
            "ghcr.io/acme",
            "quay.io/acme",
            f"{digits(chance, 12)}.dkr.ecr.eu-west-1.amazonaws.com",
        )
    )
    tail = chance.choice(
        (
            f":{version(chance)}",
            f"@{digest(chance)}",
            f":{hexadecimal(chance, 40)}",
            f":20260{digits(chance, 3)}-{digits(chance, 6)}",
        )
    )
    return f"{host}/{chance.choice(SERVICES)}{tail}"


def quantity(chance: Random) -> str:
    """Draw a resource quantity."""
    return chance.choice(
        (
            f"{chance.randint(1, 64) * 64}Mi",
            f"{chance.randint(1, 32)}Gi",
            f"{chance.randint(1, 40) * 50}m",
            str(chance.randint(1, 8)),
            f"{chance.randint(10**7, 10**10)}",
        )
    )


def account_arn(chance: Random) -> str:
    """Draw an AWS resource name, which has an account of twelve digits."""
    return f"arn:aws:iam::{digits(chance, 12)}:role/{chance.choice(SERVICES)}-{hexadecimal(chance, 8)}"


def secret(chance: Random) -> str:
    """Draw random bytes in base64."""
    return base64.b64encode(chance.randbytes(chance.choice((12, 16, 24, 32, 33, 48, 64, 96)))).decode()


def number(chance: Random) -> str:
    """Draw a number that counts or names something technical."""
    return str(chance.choice((
        chance.randint(1, 65535), epoch(chance), epoch(chance) * 1000 + chance.randrange(1000), epoch(chance) * 10**9,
        int("1" + digits(chance, 8)), int("7" + digits(chance, 17)), int("1" + digits(chance, 11)), chance.randrange(10**6),
        int("4" + digits(chance, 9)), int("9" + digits(chance, 10)), int("3" + digits(chance, 10)),
    )))  # fmt: skip


def ports(chance: Random) -> str:
    """Draw a list of ports."""
    return ",".join(str(chance.randint(1000, 65535)) for _ in range(chance.randint(3, 7)))


def host(chance: Random) -> str:
    """Draw a host inside the cluster or of the company."""
    service, space = chance.choice(SERVICES), chance.choice(NAMESPACES)
    return chance.choice(
        (
            f"{service}.{space}.svc.cluster.local",
            f"{service}.{space}.svc",
            f"{service}.acme-cloud.net",
            f"{service}-{chance.randint(0, 9)}.{service}.{space}.svc",
        )
    )


_PLAIN = (
    lambda c: c.choice(("info", "debug", "true", "false", "production", "json", "INFO", "Europe/Berlin", "RollingUpdate")),
    lambda c: f"http://{host(c)}:{c.randint(1000, 9999)}/{c.choice(('healthz', 'v1/orders', 'api/v2', 'metrics'))}",
    lambda c: f"{c.randint(1, 900)}{c.choice(('s', 'm', 'ms', 'h'))}",
    lambda c: f"{host(c)}:{c.randint(1000, 9999)}",
    number, version, identifier, image, quantity, account_arn, ports, stamp, digest, pod_name,
    lambda c: hexadecimal(c, c.choice((7, 12, 16, 32, 40))),
    lambda c: f"{c.randint(1, 9999)}.{c.randint(0, 99):02d}",
    lambda c: f"{c.choice(('ORD', 'INV', 'JIRA', 'REQ', 'TKT', 'PO'))}-{digits(c, c.choice((4, 6, 8, 10)))}",
    lambda c: f"{address(c)}/{c.choice((8, 16, 24))}",
    lambda c: ",".join(f"{address(c)}:{c.randint(1000, 9999)}" for _ in range(3)),
    lambda c: f"{c.choice(SERVICES)}@{version(c)}",
    lambda c: f"/var/lib/{c.choice(SERVICES)}/{hexadecimal(c, 8)}.db",
)  # fmt: skip
_VALUES = (
    *_PLAIN,
    secret,
    lambda c: f"^[a-z]+-{c.randint(1, 9)}[0-9]{{{c.randint(2, 9)}}}$",
    lambda c: c.choice(("git@github.com:acme/deploy.git", "noreply@acme-cloud.net", "admin@example.com", "user@example.org", "security@acme-cloud.net", "ssh://git@git.internal:2222/acme/app.git", "robot@acme-prod.iam.gserviceaccount.com", "postmaster@acme-cloud.net")),
)  # fmt: skip


def plain_value(chance: Random) -> str:
    """Draw the same without mailboxes of any kind, patterns and encoded bytes."""
    return str(chance.choice(_PLAIN)(chance))


def value(chance: Random) -> str:
    """Draw what an environment variable, an annotation or a key of a ConfigMap holds."""
    return str(chance.choice(_VALUES)(chance))


_NAMES = (
    "LOG_LEVEL DATABASE_HOST REDIS_ADDR KAFKA_BROKERS FEATURE_FLAGS HTTP_TIMEOUT MAX_RETRIES GIT_COMMIT BUILD_ID BUILD_DATE"
    " RELEASE CACHE_TTL ENDPOINT REGION CLUSTER_NAME OTEL_SERVICE_NAME QUEUE_URL BUCKET SENTRY_DSN POOL_SIZE SHARD_ID TRACE_ID"
    " AWS_ACCOUNT_ID USER_AGENT ORDER_PREFIX CHECKSUM REVISION EPOCH PAYMENT_TIMEOUT SNAPSHOT UPSTREAM PARTITION OFFSET"
).split()

_NAMED = (
    ("EMAIL_ENABLED", "true"), ("EMAIL_TEMPLATE_ID", "1732453200"), ("PHONE_REGEX", r"^\+?[0-9]{7,15}$"),
    ("CARD_PROVIDER_URL", "https://cards.acme-cloud.net/v2"), ("ADDRESS_SERVICE_HOST", "address-book.shop.svc"),
    ("NAME_PATTERN", "^[A-Z][a-z]+$"), ("IBAN_VALIDATION", "strict"), ("PASSPORT_STRATEGY", "jwt"), ("SSN_MASKING", "last4"),
    ("MEDICARE_ENABLED", "false"), ("TAX_RATE", "0.19"), ("PAN_ZOOM", "1.25"), ("SIN_TABLE_SIZE", "65536"),
    ("DNI_SERVICE_PORT", "30443"), ("NIF_CACHE", "10m"), ("CF_ZONE", "eu-central-1"), ("TEL_EXPORTER", "otlp"),
    ("MOBILE_APP_VERSION", "14.2.100"), ("CELL_ID", "cell-0042"), ("BIRTHDAY_MAIL_CRON", "0 7 * * *"), ("DOB_FORMAT", "YYYY-MM-DD"),
    ("FIRST_NAME_MAX_LENGTH", "64"), ("PHONE_COUNTRY_DEFAULT", "DE"), ("BIC_CHECK", "enabled"), ("NHS_API_TIMEOUT", "2500"),
    ("DISPLAY_NAME", "checkout"), ("HOSTNAME", "checkout-6c9d7b5f4d-x2x7k"), ("USER", "root"), ("USERNAME", "app"),
    ("SERVICE_NAME", "checkout"), ("CUSTOMER_TABLE", "customers_v2"), ("ADDRESS", ":8080"), ("LISTEN_ADDRESS", "0.0.0.0:9090"),
    ("SMTP_FROM", "noreply@acme-cloud.net"), ("GIT_AUTHOR_EMAIL", "bot@users.noreply.github.com"), ("IMEI_LOOKUP", "off"),
)  # fmt: skip
"""Names that speak of people, with values that do not."""


def name(chance: Random) -> str:
    """Draw the name of an environment variable that nobody could take for a person's."""
    return chance.choice(_NAMES)


def pair(chance: Random) -> tuple[str, str]:
    """Draw the name of an environment variable and a value of nobody."""
    return chance.choice(_NAMED) if chance.random() < 0.3 else (chance.choice(_NAMES), value(chance))
