"""The Kubernetes API behind a Protocol, with a store that follows it and a lease that fences writers."""

from privet.cluster.backoff import Backoff
from privet.cluster.client import HttpCluster
from privet.cluster.connection import Connection, connect
from privet.cluster.lease import Elector, LeaseKeeper, LeaseTerms
from privet.cluster.protocol import EVERYTHING, Cluster, EventKind, Listing, Selection, WatchEvent
from privet.cluster.reflector import Reflector
from privet.cluster.resources import (
    CLUSTER_POLICIES,
    CONFIG_MAPS,
    EVENTS,
    KEYS,
    LEASES,
    MUTATING_WEBHOOKS,
    NAMESPACES,
    PODS,
    POLICIES,
    QUARANTINES,
    SECRETS,
    SERVICE_ACCOUNTS,
    SUBJECT_ACCESS_REVIEWS,
    VALIDATING_WEBHOOKS,
    Object,
    Ref,
    Resource,
)
from privet.cluster.store import Change, Name, Store

__all__ = [
    "CLUSTER_POLICIES",
    "CONFIG_MAPS",
    "EVENTS",
    "EVERYTHING",
    "KEYS",
    "LEASES",
    "MUTATING_WEBHOOKS",
    "NAMESPACES",
    "PODS",
    "POLICIES",
    "QUARANTINES",
    "SECRETS",
    "SERVICE_ACCOUNTS",
    "SUBJECT_ACCESS_REVIEWS",
    "VALIDATING_WEBHOOKS",
    "Backoff",
    "Change",
    "Cluster",
    "Connection",
    "Elector",
    "EventKind",
    "HttpCluster",
    "LeaseKeeper",
    "LeaseTerms",
    "Listing",
    "Name",
    "Object",
    "Ref",
    "Reflector",
    "Resource",
    "Selection",
    "Store",
    "WatchEvent",
    "connect",
]
