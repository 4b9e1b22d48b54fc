import asyncio

from privet.admission.server import OneWrite


class Recorder(asyncio.Transport):
    """Keeps what it is told to do."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[bytes | str] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.told.append(bytes(data))

    def close(self) -> None:
        self.told.append("close")

    def is_closing(self) -> bool:
        return "close" in self.told


async def test_a_head_and_its_body_are_one_write() -> None:
    recorder = Recorder()
    transport = OneWrite(recorder, asyncio.get_running_loop())

    transport.write(b"head ")
    transport.write(b"body")
    assert recorder.told == []
    await asyncio.sleep(0)

    assert recorder.told == [b"head body"]


async def test_what_comes_in_another_turn_is_another_write() -> None:
    recorder = Recorder()
    transport = OneWrite(recorder, asyncio.get_running_loop())

    for part in (b"100 Continue", b"answer", b"next answer"):
        transport.write(part)
        await asyncio.sleep(0)

    assert recorder.told == [b"100 Continue", b"answer", b"next answer"]


async def test_nothing_is_lost_by_closing() -> None:
    recorder = Recorder()
    transport = OneWrite(recorder, asyncio.get_running_loop())

    transport.write(b"the last answer")
    transport.close()
    await asyncio.sleep(0)

    assert recorder.told == [b"the last answer", "close"]
    assert transport.is_closing()
