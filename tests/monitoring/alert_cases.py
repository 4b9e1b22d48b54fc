"""What each alert has to say to which series, minute by minute; in the notation of promtool."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NOTHING: Mapping[str, str] = {}
HEALTHY = {
    'up{job="privet-webhook",pod="webhook-a"}': "1x600",
    'up{job="privet-webhook",pod="webhook-b"}': "1x600",
    'up{job="privet-controller",pod="controller"}': "1x600",
    'privet_admission_reviews_total{path="/validate",verdict="allowed"}': "0+600x600",
    'privet_admission_reviews_total{path="/validate",verdict="denied"}': "0+6x600",
    'privet_admission_violations_total{rule="EnvValue",action="Deny"}': "0+6x600",
    'privet_admission_violations_total{rule="ReservedMetadata",action="Deny"}': "0x300 1x300",
    'privet_admission_review_seconds_bucket{path="/validate",le="0.005"}': "0+606x600",
    'privet_admission_review_seconds_bucket{path="/validate",le="+Inf"}': "0+606x600",
    'privet_admission_certificate_seconds{pod="webhook-a"}': "9600x600",
    'privet_admission_certificate_lifetime_seconds{pod="webhook-a"}': "28800x600",
    'privet_admission_watch_age_seconds{pod="webhook-a"}': "60x600",
    'privet_admission_unreadable{pod="webhook-a"}': "0x600",
    'privet_lease_held{pod="controller"}': "1x600",
    'privet_lease_held{pod="standby"}': "0x600",
    'privet_keys_overdue{pod="controller"}': "0x600",
    'privet_keys_expired{pod="controller"}': "0x600",
    'privet_keys_held_back{pod="controller"}': "0x600",
    'privet_reconciles_total{kind="ProvisioningKey",outcome="done"}': "0+60x600",
    'privet_reconciles_total{kind="ProvisioningKey",outcome="failed"}': "0+1x600",
    'privet_reconciles_total{kind="ProvisioningKey",outcome="conflict"}': "0+30x600",
    'privet_queue_depth{pod="controller"}': "0x600",
    'privet_watch_silent_seconds{pod="controller"}': "1x600",
    'privet_watch_missed_total{pod="controller"}': "0x600",
}
"""An ordinary day, on which nothing may fire."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One alert, what differs from the ordinary day, and when it is looked at."""

    alert: str
    about: str
    series: Mapping[str, str]
    at: str
    fires: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)
    """The annotations that are made of values, as they come out."""
    without: str = ""
    """What begins so is missing from the ordinary day."""

    @property
    def whole(self) -> Mapping[str, str]:
        """The series of the ordinary day with the differences."""
        kept = {
            name: values
            for name, values in HEALTHY.items()
            if not (self.without and name.startswith(self.without))
        }
        return {**kept, **self.series}


_UP_A, _UP_B = 'up{job="privet-webhook",pod="webhook-a"}', 'up{job="privet-webhook",pod="webhook-b"}'
_UNJUDGED = 'privet_admission_reviews_total{path="/validate",verdict="unevaluated"}'
_DENIED = 'privet_admission_reviews_total{path="/validate",verdict="denied"}'
_RESERVED = 'privet_admission_violations_total{rule="ReservedMetadata",action="Deny"}'
_QUICK = 'privet_admission_review_seconds_bucket{path="/validate",le="0.005"}'
_SLOW = 'privet_admission_review_seconds_bucket{path="/validate",le="1.0"}'
_LEFT = 'privet_admission_certificate_seconds{pod="webhook-a"}'
_AGE = 'privet_admission_watch_age_seconds{pod="webhook-a"}'
_UNREADABLE = 'privet_admission_unreadable{pod="webhook-a"}'
_LEADS = 'privet_lease_held{pod="controller"}'
_OVERDUE = 'privet_keys_overdue{pod="controller"}'
_EXPIRED = 'privet_keys_expired{pod="controller"}'
_HELD_BACK = 'privet_keys_held_back{pod="controller"}'
_FAILED = 'privet_reconciles_total{kind="ProvisioningKey",outcome="failed"}'
_CONFLICT = 'privet_reconciles_total{kind="ProvisioningKey",outcome="conflict"}'
_DEPTH = 'privet_queue_depth{pod="controller"}'
_SILENT = 'privet_watch_silent_seconds{pod="controller"}'
_MISSED = 'privet_watch_missed_total{pod="controller"}'

CASES = (
    Case(
        alert="PrivetWebhookDown",
        about="all replicas are down",
        series={_UP_A: "0x60", _UP_B: "0x60"},
        at="10m",
    ),
    Case(alert="PrivetWebhookDown", about="nothing is there", series=NOTHING, at="10m", without="up"),
    Case(alert="PrivetWebhookDown", about="one is left", series={_UP_A: "0x60"}, at="10m", fires=False),
    Case(
        alert="PrivetWebhookReplicaDown",
        about="one replica is down",
        series={_UP_B: "1x10 0x60"},
        at="25m",
        labels={"job": "privet-webhook", "pod": "webhook-b"},
    ),
    Case(
        alert="PrivetWebhookReplicaDown",
        about="a rolling update",
        series={_UP_B: "1x10 0x4 1x60"},
        at="25m",
        fires=False,
    ),
    Case(
        alert="PrivetReviewsUnevaluated",
        about="two in a hundred",
        series={_UNJUDGED: "0+12x60"},
        at="20m",
        says={"summary": "1.942% of reviews end without a verdict."},
    ),
    Case(
        alert="PrivetReviewsUnevaluated",
        about="one in six hundred",
        series={_UNJUDGED: "0+1x60"},
        at="20m",
        fires=False,
    ),
    Case(
        alert="PrivetReviewsUnevaluated",
        about="a burst",
        series={_UNJUDGED: "0x9 90x60"},
        at="19m",
        fires=False,
    ),
    Case(
        alert="PrivetDenialsSpike",
        about="ten times what it was",
        series={_DENIED: "0+6x400 2406+60x200"},
        at="7h15m",
        says={
            "description": "1 denials a second: a policy was tightened, or a release leaks in many places."
        },
    ),
    Case(
        alert="PrivetDenialsSpike",
        about="many, as always",
        series={_DENIED: "0+60x600"},
        at="7h15m",
        fires=False,
    ),
    Case(
        alert="PrivetDenialsSpike",
        about="few, after none",
        series={_DENIED: "0x400 0+1x200"},
        at="7h15m",
        fires=False,
    ),
    Case(
        alert="PrivetReservedMetadataDenied",
        about="one a minute",
        series={_RESERVED: "0+1x60"},
        at="30m",
        says={"description": "15 attempts in a quarter of an hour: a tool that copies labels, or an attack."},
    ),
    Case(
        alert="PrivetReservedMetadataDenied",
        about="a mistake",
        series={_RESERVED: "0x10 3x60"},
        at="20m",
        fires=False,
    ),
    Case(
        alert="PrivetReviewsSlow",
        about="one in forty takes a second",
        series={_QUICK: "0+590x60", _SLOW: "0+606x60"},
        at="20m",
        says={"summary": "One review in a hundred takes 623.1ms or longer."},
    ),
    Case(
        alert="PrivetReviewsSlow",
        about="one in six hundred does",
        series={_QUICK: "0+605x60", _SLOW: "0+606x60"},
        at="20m",
        fires=False,
    ),
    Case(
        alert="PrivetCertificateEnding",
        about="a sixth is left",
        series={_LEFT: "4800x60"},
        at="5m",
        labels={"pod": "webhook-a"},
        says={"summary": "The certificate of webhook-a ends in 1h 20m 0s and is not renewed."},
    ),
    Case(
        alert="PrivetCertificateEnding",
        about="a third is left",
        series={_LEFT: "9600x60"},
        at="5m",
        fires=False,
    ),
    Case(
        alert="PrivetPoliciesStale",
        about="nothing is heard",
        series={_AGE: "0+60x60"},
        at="12m",
        labels={"pod": "webhook-a"},
        says={"summary": "webhook-a judges by policies that are 12m 0s old."},
    ),
    Case(
        alert="PrivetPoliciesStale",
        about="a quiet cluster",
        series={_AGE: "0 60 120 180 240 300 0 60 120 180 240 300 0 60 120"},
        at="12m",
        fires=False,
    ),
    Case(
        alert="PrivetResourcesUnreadable",
        about="two are unreadable",
        series={_UNREADABLE: "2x60"},
        at="15m",
        says={"summary": "2 of Privet's resources cannot be read by the running version."},
    ),
    Case(
        alert="PrivetResourcesUnreadable",
        about="for the time of an upgrade",
        series={_UNREADABLE: "2x5 0x60"},
        at="15m",
        fires=False,
    ),
    Case(alert="PrivetControllerNoLeader", about="only standbys", series={_LEADS: "1x5 0x60"}, at="10m"),
    Case(
        alert="PrivetControllerNoLeader",
        about="no controller",
        series=NOTHING,
        at="10m",
        without="privet_lease_held",
    ),
    Case(
        alert="PrivetControllerNoLeader",
        about="a hand-over",
        series={_LEADS: "1x5 0x2 1x60"},
        at="10m",
        fires=False,
    ),
    Case(
        alert="PrivetKeysOverdue",
        about="three are late",
        series={_OVERDUE: "3x60"},
        at="10m",
        says={"summary": "3 provisioning keys should have been rotated and were not."},
    ),
    Case(
        alert="PrivetKeysOverdue",
        about="a restart took its time",
        series={_OVERDUE: "0 3 3 0x60"},
        at="10m",
        fires=False,
    ),
    Case(
        alert="PrivetKeysExpired",
        about="one has expired",
        series={_EXPIRED: "1x60"},
        at="3m",
        says={"summary": "1 provisioning keys have expired and no next one was issued."},
    ),
    Case(
        alert="PrivetKeysExpired",
        about="it was issued at once",
        series={_EXPIRED: "0 1 0x60"},
        at="3m",
        fires=False,
    ),
    Case(
        alert="PrivetIssueLimit",
        about="one loops",
        series={_HELD_BACK: "1x60"},
        at="3m",
        says={"summary": "1 provisioning keys were issued too often and are held back."},
    ),
    Case(alert="PrivetIssueLimit", about="none does", series={_HELD_BACK: "0x60"}, at="3m", fires=False),
    Case(
        alert="PrivetReconcilesFail",
        about="every second fails",
        series={_FAILED: "0+90x60"},
        at="30m",
        labels={"kind": "ProvisioningKey"},
        says={"summary": "50% of the reconciliations of ProvisioningKey fail."},
    ),
    Case(
        alert="PrivetReconcilesFail",
        about="conflicts are no failures",
        series={_CONFLICT: "0+600x60"},
        at="30m",
        fires=False,
    ),
    Case(
        alert="PrivetQueueLong",
        about="it only grows",
        series={_DEPTH: "0 60+10x60"},
        at="30m",
        labels={"pod": "controller"},
        says={"summary": "For a quarter of an hour at least 210 resources have waited for the controller."},
    ),
    Case(
        alert="PrivetQueueLong",
        about="a start with a thousand keys",
        series={_DEPTH: "1000 500 0x60"},
        at="10m",
        fires=False,
    ),
    Case(
        alert="PrivetWatchSilent",
        about="a write does not come back",
        series={_SILENT: "0+60x60"},
        at="5m",
        labels={"pod": "controller"},
        says={"summary": "The controller's watches have told nothing of its own writes for 5m 0s."},
    ),
    Case(
        alert="PrivetWatchSilent",
        about="it comes back late",
        series={_SILENT: "0 60 110 0x60"},
        at="5m",
        fires=False,
    ),
    Case(
        alert="PrivetWatchesMiss",
        about="one every minute",
        series={_MISSED: "0+1x120"},
        at="90m",
        labels={"pod": "controller"},
        says={"summary": "In the last hour the controller's watches missed 60 changes."},
    ),
    Case(alert="PrivetWatchesMiss", about="a few", series={_MISSED: "0x60 5x60"}, at="90m", fires=False),
)
