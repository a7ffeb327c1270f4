"""The least that Python can do with a beacon: a protocol of uvloop that looks for the body's end and answers.

python raw_protocol.py PORT
"""

import asyncio
import sys

import uvloop

ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


class Beacons(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.rest = transport, b""

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while (head := self.rest.find(b"\r\n\r\n")) >= 0:
            before = self.rest[:head].lower()
            start = before.find(b"\r\ncontent-length:")
            length = int(before[start + 17 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
            if len(self.rest) < head + 4 + length:
                return
            self.rest = self.rest[head + 4 + length :]
            self.transport.write(ANSWER)  # type: ignore[attr-defined]


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Beacons, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()


uvloop.run(main())
