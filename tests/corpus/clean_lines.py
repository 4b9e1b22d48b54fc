"""Lines of logs without anybody in them, in the formats that clusters write."""
# ruff: noqa: E501, Q003, S608 - lines of logs are as long as they are, and no statement is run

from collections.abc import Callable, Sequence
from random import Random

from tests.corpus import noise
from tests.corpus.sample import digits


def _clock(chance: Random) -> str:
    return f"{chance.randint(0, 23):02d}:{chance.randint(0, 59):02d}:{chance.randint(0, 59):02d}"


def access(chance: Random) -> str:
    path = chance.choice((
        f"/api/v1/orders/{digits(chance, 10)}", "/healthz", f"/static/app.{noise.hexadecimal(chance, 8)}.js", f"/v2/{chance.choice(noise.SERVICES)}/manifests/{noise.digest(chance)}",
        f"/search?q=shoes&page={chance.randint(1, 90)}&ts={noise.epoch(chance)}", f"/items/{noise.identifier(chance)}", "/oauth/callback?code=" + noise.hexadecimal(chance, 24),
    ))  # fmt: skip
    return (
        f'{noise.address(chance)} - {chance.choice(("-", "-", "admin"))} [24/Nov/2026:{_clock(chance)} +0000] "{chance.choice(("GET", "POST", "PUT"))} {path} HTTP/{chance.choice(("1.1", "2.0"))}" '
        f'{chance.choice((200, 204, 301, 404, 500))} {chance.randint(0, 10**7)} "https://shop.acme-cloud.net/" "{chance.choice(("kube-probe/1.37", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.7444.176 Safari/537.36", "curl/8.17.0", "Go-http-client/2.0"))}" {chance.randint(0, 9)}.{digits(chance, 3)}'
    )


def klog(chance: Random) -> str:
    text = chance.choice((
        f'"SyncLoop UPDATE" source="api" pods=["{chance.choice(noise.NAMESPACES)}/{noise.pod_name(chance)}"]',
        f'reconciler_common.go:251] "operationExecutor.VerifyControllerAttachedVolume started for volume \\"kube-api-access-{noise.hexadecimal(chance, 5)}\\" (UniqueName: \\"kubernetes.io/projected/{noise.identifier(chance)}\\")"',
        f"garbage collection freed {chance.randint(10**7, 10**10)} bytes", f'Trace[{digits(chance, 9)}]: "Get" url:/api/v1/namespaces/kube-system/endpoints (total time: {chance.randint(100, 999)}ms)',
        f"watch chan error: etcdserver: mvcc: required revision has been compacted at {digits(chance, 9)}", f"lease {chance.choice(noise.NAMESPACES)}/{chance.choice(noise.SERVICES)} renewed until {noise.epoch(chance)}",
    ))  # fmt: skip
    return f"{chance.choice('IWE')}1124 {_clock(chance)}.{digits(chance, 6)}    {digits(chance, 4)} {chance.choice(('kubelet.go', 'proxier.go', 'event.go', 'trace.go'))}:{chance.randint(10, 3000)}] {text}"


def json_log(chance: Random) -> str:
    name, value = noise.pair(chance)
    return (
        f'{{"level":"{chance.choice(("info", "warn", "debug"))}","ts":{chance.choice((f"{noise.epoch(chance)}.{digits(chance, 7)}", noise.epoch(chance) * 1000))},"caller":"controller/controller.go:{chance.randint(1, 400)}",'
        f'"msg":"{chance.choice(("reconciled", "cache synced", "request completed", "user agent parsed", "email template rendered", "phone verification disabled", "card provider healthy", "address resolved"))}","name":"{chance.choice(noise.SERVICES)}","namespace":"{chance.choice(noise.NAMESPACES)}",'
        f'"reconcileID":"{noise.identifier(chance)}","{name.lower()}":"{value}","count":{chance.randint(0, 10**10)},"duration":{chance.random() * 10:.9f}}}'
    )


def logfmt(chance: Random) -> str:
    return f'ts={noise.stamp(chance)} caller=compact.go:{chance.randint(1, 999)} level=info component=tsdb msg="write block" mint={noise.epoch(chance) * 1000} maxt={noise.epoch(chance) * 1000} ulid=01{noise.hexadecimal(chance, 24).upper()} duration={chance.random() * 9:.8f}s'


def java(chance: Random) -> str:
    text = chance.choice((
        f"Started ShopApplication in {chance.randint(1, 30)}.{digits(chance, 3)} seconds (process running for {chance.randint(2, 40)}.{digits(chance, 3)})",
        f"HikariPool-1 - Added connection org.postgresql.jdbc.PgConnection@{noise.hexadecimal(chance, 8)}", f"[Consumer clientId=orders-{chance.randint(1, 9)}, groupId=orders] Resetting offset for partition orders-{chance.randint(0, 99)} to position FetchPosition{{offset={digits(chance, 11)}, offsetEpoch=Optional.empty}}",
        f"Fetched {chance.randint(1, 9999)} rows for customer segment {chance.randint(1, 99)}", f"Circuit breaker card-provider is {chance.choice(('OPEN', 'CLOSED'))}", f"java.util.concurrent.TimeoutException: Did not observe any item within {digits(chance, 4)}ms",
    ))  # fmt: skip
    return f"2026-11-24 {_clock(chance)}.{digits(chance, 3)}  {chance.choice(('INFO', 'WARN', 'ERROR'))} [{chance.choice(noise.SERVICES)},{noise.hexadecimal(chance, 32)},{noise.hexadecimal(chance, 16)}] 1 --- [nio-8080-exec-{chance.randint(1, 20)}] o.s.b.w.Application : {text}"


def frame(chance: Random) -> str:
    return chance.choice((
        f"\tat com.acme.{chance.choice(noise.SERVICES).replace('-', '.')}.Handler.lambda$handle${chance.randint(0, 9)}(Handler.java:{chance.randint(10, 999)}) ~[app.jar!/:{noise.version(chance)}]",
        f'  File "/usr/local/lib/python3.13/site-packages/app/views.py", line {chance.randint(1, 999)}, in dispatch', f"goroutine {chance.randint(1, 99999)} [running]: main.(*Server).Serve(0xc000{noise.hexadecimal(chance, 6)}, {{0x{noise.hexadecimal(chance, 6)}, 0xc000{noise.hexadecimal(chance, 6)}}})",
        f"    at async /app/node_modules/express/lib/router/layer.js:{chance.randint(1, 300)}:{chance.randint(1, 99)}",
    ))  # fmt: skip


def nginx(chance: Random) -> str:
    return f'2026/11/24 {_clock(chance)} [{chance.choice(("error", "warn"))}] {chance.randint(1, 99)}#{chance.randint(1, 99)}: *{digits(chance, 7)} upstream timed out (110: Operation timed out) while reading response header from upstream, client: {noise.address(chance)}, server: shop.acme-cloud.net, request: "POST /api/v2/cart HTTP/2.0", upstream: "http://{noise.address(chance)}:8080/api/v2/cart"'


def system(chance: Random) -> str:
    text = chance.choice((
        f"systemd[1]: Started Session {chance.randint(1, 9999)} of User root.", f"kernel: [{digits(chance, 6)}.{digits(chance, 6)}] cni0: port {chance.randint(1, 99)}(veth{noise.hexadecimal(chance, 8)}) entered forwarding state",
        f"containerd[{digits(chance, 3)}]: time=\"{noise.stamp(chance)}\" level=info msg=\"shim disconnected\" id={noise.hexadecimal(chance, 64)}", f"sshd[{digits(chance, 5)}]: Received disconnect from {noise.address(chance)} port {chance.randint(1024, 65535)}:11: disconnected by user",
        "systemd[1]: getty@tty1.service: Succeeded.", f"audit[{digits(chance, 5)}]: SYSCALL arch=c000003e syscall=59 success=yes exit=0 a0={noise.hexadecimal(chance, 12)} ppid={digits(chance, 5)} auid=4294967295",
    ))  # fmt: skip
    return f"Nov 24 {_clock(chance)} ip-10-0-{chance.randint(0, 255)}-{chance.randint(0, 255)} {text}"


def postgres(chance: Random) -> str:
    text = chance.choice((
        f"LOG:  checkpoint complete: wrote {chance.randint(1, 9999)} buffers ({chance.randint(0, 9)}.{chance.randint(0, 9)}%); write={digits(chance, 2)}.{digits(chance, 3)} s, lsn={noise.hexadecimal(chance, 2).upper()}/{noise.hexadecimal(chance, 8).upper()}",
        f"LOG:  duration: {digits(chance, 3)}.{digits(chance, 3)} ms  statement: SELECT id, email, phone FROM customers WHERE id = {digits(chance, 9)}", f"ERROR:  relation \"customer_addresses_{digits(chance, 8)}\" does not exist at character {chance.randint(10, 99)}",
        "ERROR:  null value in column \"first_name\" of relation \"customers\" violates not-null constraint", f"LOG:  process {digits(chance, 5)} acquired ShareLock on transaction {digits(chance, 9)} after {digits(chance, 4)}.{digits(chance, 3)} ms",
    ))  # fmt: skip
    return f"2026-11-24 {_clock(chance)}.{digits(chance, 3)} UTC [{digits(chance, 5)}] {text}"


def event(chance: Random) -> str:
    return chance.choice((
        f"Normal  Scheduled  {chance.randint(1, 59)}s  default-scheduler  Successfully assigned {chance.choice(noise.NAMESPACES)}/{noise.pod_name(chance)} to ip-10-0-3-{chance.randint(1, 250)}.eu-west-1.compute.internal",
        f'Warning  Unhealthy  {chance.randint(1, 59)}m (x{chance.randint(2, 999)} over {chance.randint(1, 30)}d)  kubelet  Readiness probe failed: Get "http://{noise.address(chance)}:8080/ready": context deadline exceeded',
        f'Normal  Pulled  12s  kubelet  Successfully pulled image "{noise.image(chance)}" in {chance.randint(1, 30)}.{digits(chance, 3)}s. Image size: {chance.randint(10**7, 10**9)} bytes.',
        f"deployment.apps/{chance.choice(noise.SERVICES)} scaled from {chance.randint(1, 9)} to {chance.randint(1, 9)}", f"{noise.pod_name(chance)}   1/1   Running   {chance.randint(0, 30)} ({chance.randint(1, 23)}h ago)   {chance.randint(1, 300)}d   {noise.address(chance)}   ip-10-0-3-{chance.randint(1, 250)}",
    ))  # fmt: skip


def metric(chance: Random) -> str:
    return chance.choice((
        f'http_requests_total{{code="200",handler="/api/v1/{chance.choice(noise.SERVICES)}",instance="{noise.address(chance)}:9090",pod="{noise.pod_name(chance)}"}} {digits(chance, 10)} {noise.epoch(chance) * 1000}',
        f"orders.created:{chance.randint(1, 99)}|c|@0.{chance.randint(1, 9)}|#env:prod,version:{noise.version(chance)}", f"1:M 24 Nov 2026 {_clock(chance)}.{digits(chance, 3)} * {digits(chance, 5)} changes in 60 seconds. Saving...",
        f"{noise.hexadecimal(chance, 7)} Merge pull request #{chance.randint(1, 99999)} from acme/fix-phone-validation", f"{digits(chance, 8)},{noise.identifier(chance)},{chance.randint(1, 999)}.{digits(chance, 2)},EUR,{noise.stamp(chance)},{noise.hexadecimal(chance, 12)}",
        f"rows={chance.randint(10**5, 10**9)} bytes={chance.randint(10**8, 10**12)} shard={digits(chance, 4)}-{digits(chance, 4)} offset={digits(chance, 11)} lag={chance.randint(0, 999)}", f"INFO  [main] SKU {digits(chance, 13)} EAN 40{digits(chance, 11)} price {chance.randint(1, 999)},{digits(chance, 2)} EUR",
        f"terraform: aws_instance.web: Creation complete after {chance.randint(10, 99)}s [id=i-0{noise.hexadecimal(chance, 16)}] account {digits(chance, 12)}", f"DEBUG SQL: INSERT INTO events VALUES ({digits(chance, 9)}, '{noise.identifier(chance)}', {digits(chance, 3)}, {digits(chance, 10)})",
    ))  # fmt: skip


def environment(chance: Random) -> str:
    return "{}={}".format(*noise.pair(chance))


FORMS: Sequence[Callable[[Random], str]] = (
    access, access, klog, json_log, json_log, logfmt, java, frame, nginx, system, postgres, event, metric, metric, environment,
)  # fmt: skip


def line(chance: Random) -> str:
    """Make one line."""
    return chance.choice(FORMS)(chance)
