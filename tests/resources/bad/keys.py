"""Bad keys: names, subjects, audiences, mount paths."""

from __future__ import annotations

from tests.resources.cases import (
    ABSENT,
    NOT_AN_OBJECT,
    NOT_ONE_OF,
    REQUIRED,
    TOO_FEW,
    TOO_LONG,
    TOO_MANY,
    UNKNOWN_FIELD,
    Bad,
    key,
    mounted_at,
    says,
)

_NUMBERS = tuple(str(number) for number in range(200))
_PLAIN = says("must be in plain form")
_HIDES = says("must not hide a folder")
_NAME = says("at most 52")
_OBJECT_NAME = says("must be the name of an object")

KEYS = (
    Bad("key's name too long", key(name="a" * 53), "metadata.name", _NAME),
    Bad("key's name with dots", key(name="a.b"), "metadata.name", _NAME),
    Bad("policyRef missing", key(policyRef=ABSENT), "spec.policyRef", REQUIRED),
    Bad("policyRef as a word", key(policyRef="billing"), "spec.policyRef", NOT_AN_OBJECT),
    Bad(
        "policyRef in another namespace",
        key(policyRef={"name": "a", "namespace": "b"}),
        "spec.policyRef.namespace",
        UNKNOWN_FIELD,
    ),
    Bad("policyRef that names nothing", key(policyRef={"name": "A_b"}), "spec.policyRef.name", _OBJECT_NAME),
    Bad("subject missing", key(subject=ABSENT), "spec.subject", REQUIRED),
    Bad(
        "subject without ServiceAccount",
        key(subject={"podSelector": {}}),
        "spec.subject.serviceAccountName",
        REQUIRED,
    ),
    Bad(
        "ServiceAccount of another namespace",
        key(subject={"serviceAccountName": "shop:billing"}),
        "spec.subject.serviceAccountName",
        _OBJECT_NAME,
    ),
    Bad("unknown state", key(state="Paused"), "spec.state", NOT_ONE_OF),
    Bad("unknown mode of delivery", key(delivery={"mode": "Env"}), "spec.delivery.mode", NOT_ONE_OF),
    Bad("no audience", key(audiences=[]), "spec.audiences", TOO_FEW),
    Bad("audience twice", key(audiences=["db", "db"]), "spec.audiences", says("name each audience once")),
    Bad(
        "audience with a space",
        key(audiences=["customer db"]),
        "spec.audiences[0]",
        says("must be the name of who accepts"),
    ),
    Bad("audience too long", key(audiences=["a" * 254]), "spec.audiences[0]", TOO_LONG),
    Bad("too many audiences", key(audiences=list(_NUMBERS[:17])), "spec.audiences", TOO_MANY),
    Bad(
        "relative mount path", mounted_at("keys/billing"), "spec.delivery.mountPath", says("must be absolute")
    ),
    Bad("mount over the root", mounted_at("//"), "spec.delivery.mountPath", _PLAIN),
    Bad("mount path with a trailing slash", mounted_at("/keys/"), "spec.delivery.mountPath", _PLAIN),
    Bad("mount path with two slashes", mounted_at("/keys//billing"), "spec.delivery.mountPath", _PLAIN),
    Bad("mount path that goes up", mounted_at("/keys/../etc"), "spec.delivery.mountPath", _PLAIN),
    Bad("mount path with a dot", mounted_at("/keys/./billing"), "spec.delivery.mountPath", _PLAIN),
    Bad("mount path with a colon", mounted_at("/keys:ro"), "spec.delivery.mountPath", _PLAIN),
    Bad("mount over /etc", mounted_at("/etc"), "spec.delivery.mountPath", _HIDES),
    Bad("mount in /proc", mounted_at("/proc/self"), "spec.delivery.mountPath", _HIDES),
    Bad("mount in /usr/bin", mounted_at("/usr/bin/keys"), "spec.delivery.mountPath", _HIDES),
    Bad("mount over all secrets", mounted_at("/var/run/secrets"), "spec.delivery.mountPath", _HIDES),
    Bad(
        "mount over the token",
        mounted_at("/var/run/secrets/kubernetes.io/serviceaccount"),
        "spec.delivery.mountPath",
        _HIDES,
    ),
    Bad(
        "mount over the token by its other name",
        mounted_at("/run/secrets/kubernetes.io"),
        "spec.delivery.mountPath",
        _HIDES,
    ),
    Bad("mount path too long", mounted_at("/" + "a" * 256), "spec.delivery.mountPath", TOO_LONG),
)
