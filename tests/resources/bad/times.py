"""Bad times of keys: lifetimes, intervals, overlaps, schedules."""

from __future__ import annotations

from tests.resources.cases import (
    DURATION,
    NOT_A_DURATION,
    TOO_LONG,
    TOO_SHORT,
    Bad,
    key,
    rotation,
    says,
)

_NUMBERS = tuple(str(number) for number in range(200))
_SUM = says("more than lifetime")
_SHARE = says("less than a fifth of lifetime")
_ZONE = says("must be a name of the IANA time zone database")
_FIVE = says("must be a cron schedule of five fields")

TIMES = (
    Bad("overlap under 5m", rotation(overlap="4m59s"), "spec.rotation.overlap", says("must be at least 5m")),
    Bad("no overlap", rotation(overlap="0s"), "spec.rotation.overlap", says("must be at least 5m")),
    Bad(
        "overlap under a fifth",
        key(lifetime="2h", rotation={"overlap": "23m59s"}),
        "spec.rotation.overlap",
        _SHARE,
    ),
    Bad("overlap under a fifth of the default", rotation(overlap="11m"), "spec.rotation.overlap", _SHARE),
    Bad(
        "every and overlap longer than lifetime",
        key(lifetime="1h", rotation={"every": "50m", "overlap": "15m"}),
        "spec.rotation",
        says("every 50m + overlap 15m = 3900s, more than lifetime 1h = 3600s"),
    ),
    Bad(
        "one second too long",
        key(lifetime="1h", rotation={"every": "45m1s", "overlap": "15m"}),
        "spec.rotation",
        says("= 3601s, more than lifetime 1h = 3600s"),
    ),
    Bad(
        "every longer than the default lifetime leaves",
        rotation(every="50m"),
        "spec.rotation",
        says("every 50m + overlap 720s (the default) = 3720s, more than lifetime 1h (the default) = 3600s"),
    ),
    Bad(
        "every too long under the default overlap",
        key(lifetime="6m", rotation={"every": "2m"}),
        "spec.rotation",
        says("every 2m + overlap 300s (the default) = 420s, more than lifetime 6m = 360s"),
    ),
    Bad("overlap that leaves no time", rotation(overlap="1h"), "spec.rotation", _SUM),
    Bad(
        "overlap that leaves a schedule no time",
        rotation(overlap="59m30s", schedule="0 * * * *"),
        "spec.rotation",
        _SUM,
    ),
    Bad("every under 1m", rotation(every="59s"), "spec.rotation.every", says("must be from 1m to 24h")),
    Bad("every over 24h", rotation(every="24h1s"), "spec.rotation.every", says("must be from 1m to 24h")),
    Bad("lifetime under 6m", key(lifetime="5m59s"), "spec.lifetime", says("must be from 6m to 24h")),
    Bad("lifetime over 24h", key(lifetime="24h1s"), "spec.lifetime", says("must be from 6m to 24h")),
    Bad(
        "pod certificate under 1h",
        key(lifetime="59m", delivery={"mode": "PodCertificate"}),
        "spec.lifetime",
        says("must be at least 1h for delivery by PodCertificate"),
    ),
    Bad("duration without unit", key(lifetime="3600"), "spec.lifetime", DURATION),
    Bad("duration in days", key(lifetime="1d"), "spec.lifetime", DURATION),
    Bad("duration in words", key(lifetime="1 hour"), "spec.lifetime", DURATION),
    Bad("duration with a sign", key(lifetime="-1h"), "spec.lifetime", DURATION),
    Bad("duration with a fraction", key(lifetime="1.5h"), "spec.lifetime", DURATION),
    Bad("duration in milliseconds", rotation(overlap="600000ms"), "spec.rotation.overlap", DURATION),
    Bad("duration with a line break", key(lifetime="1h\n"), "spec.lifetime", DURATION),
    Bad("duration in Arabic digits", key(lifetime="٣h"), "spec.lifetime", DURATION),
    Bad("duration in ISO 8601", key(lifetime="PT1H"), "spec.lifetime", DURATION),
    Bad("duration as a number", key(lifetime=3600), "spec.lifetime", NOT_A_DURATION),
    Bad("duration as a fraction", rotation(every=0.5), "spec.rotation.every", NOT_A_DURATION),
)

SCHEDULES = (
    Bad(
        "schedule and every together",
        rotation(every="30m", schedule="0 * * * *"),
        "spec.rotation.schedule",
        says("keep one of every and schedule"),
    ),
    Bad(
        "time zone without schedule",
        rotation(timeZone="Europe/Berlin"),
        "spec.rotation.timeZone",
        says("needs a schedule"),
    ),
    Bad("four fields", rotation(schedule="0 10 * *  "), "spec.rotation.schedule", _FIVE),
    Bad("six fields", rotation(schedule="0 0 */2 * * *"), "spec.rotation.schedule", _FIVE),
    Bad("macro", rotation(schedule="@every 2h"), "spec.rotation.schedule", _FIVE),
    Bad("two spaces", rotation(schedule="0  */2 * * *"), "spec.rotation.schedule", _FIVE),
    Bad(
        "minute 60",
        rotation(schedule="60 * * * *"),
        "spec.rotation.schedule",
        says("the minute (field 1 of 5)"),
    ),
    Bad(
        "hour 24", rotation(schedule="0 24 * * *"), "spec.rotation.schedule", says("the hour (field 2 of 5)")
    ),
    Bad(
        "day 0",
        rotation(schedule="0 0 0 * *"),
        "spec.rotation.schedule",
        says("the day of month (field 3 of 5)"),
    ),
    Bad(
        "day 32",
        rotation(schedule="0 0 32 * *"),
        "spec.rotation.schedule",
        says("the day of month (field 3 of 5)"),
    ),
    Bad(
        "last day",
        rotation(schedule="0 0 L * *"),
        "spec.rotation.schedule",
        says("the day of month (field 3 of 5)"),
    ),
    Bad(
        "month 13",
        rotation(schedule="0 0 1 13 *"),
        "spec.rotation.schedule",
        says("the month (field 4 of 5)"),
    ),
    Bad(
        "month in full",
        rotation(schedule="0 0 1 June *"),
        "spec.rotation.schedule",
        says("the month (field 4 of 5)"),
    ),
    Bad(
        "weekday 8",
        rotation(schedule="0 0 * * 8"),
        "spec.rotation.schedule",
        says("the day of week (field 5 of 5)"),
    ),
    Bad(
        "second Monday",
        rotation(schedule="0 0 * * 1#2"),
        "spec.rotation.schedule",
        says("the day of week (field 5"),
    ),
    Bad(
        "step of nothing",
        rotation(schedule="*/0 * * * *"),
        "spec.rotation.schedule",
        says("the minute (field 1 of 5)"),
    ),
    Bad(
        "list with a hole",
        rotation(schedule="1,,2 * * * *"),
        "spec.rotation.schedule",
        says("the minute (field 1"),
    ),
    Bad(
        "hours backwards", rotation(schedule="0 17-9 * * *"), "spec.rotation.schedule", says("runs backwards")
    ),
    Bad(
        "weekdays backwards",
        rotation(schedule="0 9 * * FRI-MON"),
        "spec.rotation.schedule",
        says("field 5 of 5"),
    ),
    Bad(
        "30 February",
        rotation(schedule="0 0 30 2 *"),
        "spec.rotation.schedule",
        says("none of its months has"),
    ),
    Bad(
        "31 of short months",
        rotation(schedule="0 0 31 4,JUN *"),
        "spec.rotation.schedule",
        says("none of its months"),
    ),
    Bad(
        "schedule too long",
        rotation(schedule=f"{','.join(_NUMBERS[:40])} * * * *"),
        "spec.rotation.schedule",
        TOO_LONG,
    ),
    Bad(
        "unknown time zone",
        rotation(schedule="0 9 * * *", timeZone="Mars/Olympus"),
        "spec.rotation.timeZone",
        _ZONE,
    ),
    Bad(
        "time zone as an offset",
        rotation(schedule="0 9 * * *", timeZone="+02:00"),
        "spec.rotation.timeZone",
        _ZONE,
    ),
    Bad(
        "time zone of the host",
        rotation(schedule="0 9 * * *", timeZone="Local"),
        "spec.rotation.timeZone",
        _ZONE,
    ),
    Bad(
        "time zone as a path",
        rotation(schedule="0 9 * * *", timeZone="../UTC"),
        "spec.rotation.timeZone",
        _ZONE,
    ),
    Bad(
        "time zone of posix",
        rotation(schedule="0 9 * * *", timeZone="posix/UTC"),
        "spec.rotation.timeZone",
        _ZONE,
    ),
    Bad(
        "part of a time zone",
        rotation(schedule="0 9 * * *", timeZone="Europe"),
        "spec.rotation.timeZone",
        _ZONE,
    ),
    Bad("empty time zone", rotation(schedule="0 9 * * *", timeZone=""), "spec.rotation.timeZone", TOO_SHORT),
)
