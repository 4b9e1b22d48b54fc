"""Dry-run creates through a real API server, one after another and several at a time."""

import asyncio
import time

import uvloop

from benchmarks._reviews import DEPLOYMENTS, deployment
from privet.cluster import HttpCluster, connect
from tests.cluster.cluster import Cluster

CREATES = 300
AT_A_TIME = 8


def dry_run_creates(cluster: Cluster, namespace: str) -> str:
    """Create the Deployment, without keeping it, and say how long that took."""
    alone, together, rate = uvloop.run(_creates(cluster, namespace))
    return (
        f"p50 {_quantile(alone, 0.5):.1f} ms, p99 {_quantile(alone, 0.99):.1f} ms;"
        f" {AT_A_TIME} at a time {rate:,.0f}/s, p99 {_quantile(together, 0.99):.1f} ms"
    )


async def _creates(cluster: Cluster, namespace: str) -> tuple[list[float], list[float], float]:
    async with HttpCluster(connect(str(cluster.kubeconfig))) as api:

        async def create(number: int) -> float:
            began = time.perf_counter()
            await api.create(DEPLOYMENTS, deployment(namespace, f"create-{number}"), dry_run=True)
            return time.perf_counter() - began

        for number in range(30):
            await create(number)
        alone = [await create(number) for number in range(CREATES)]
        turns = iter(range(CREATES))

        async def many() -> list[float]:
            return [await create(number) for number in turns]

        began = time.perf_counter()
        found = await asyncio.gather(*(many() for _ in range(AT_A_TIME)))
        seconds = time.perf_counter() - began
        return alone, [one for each in found for one in each], CREATES / seconds


def _quantile(latencies: list[float], share: float) -> float:
    ordered = sorted(latencies)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]
