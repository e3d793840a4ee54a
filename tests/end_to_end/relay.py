#!/usr/bin/env python3
"""The network between kiosks and server, to be cut and restored: relay.py PORT TARGET_PORT, both on 127.0.0.1.

SIGUSR1 cuts it: what is open breaks in the middle, nobody is let in. SIGUSR2 restores it. Port 0: one that is free,
which is the first line of its output; a line follows each signal that was obeyed.
"""

import asyncio
import signal
import sys


class Relay:
    def __init__(self, port, target):
        self.port, self.target = port, target
        self.server = None
        self.open = set()

    async def carry(self, reader, writer):
        try:
            while piece := await reader.read(65536):
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        writer.close()

    async def connected(self, reader, writer):
        self.open.add(writer)
        try:
            to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self.open.add(to_writer)
        await asyncio.gather(self.carry(reader, to_writer), self.carry(to_reader, writer))
        self.open -= {writer, to_writer}

    async def restore(self):
        self.server = await asyncio.start_server(self.connected, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]
        print(self.port, flush=True)

    async def cut(self):
        self.server.close()
        for writer in self.open:
            writer.transport.abort()
        self.open.clear()
        print("cut", flush=True)


async def main():
    relay = Relay(int(sys.argv[1]), int(sys.argv[2]))
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, lambda: loop.create_task(relay.cut()))
    loop.add_signal_handler(signal.SIGUSR2, lambda: loop.create_task(relay.restore()))
    await relay.restore()
    await asyncio.Event().wait()


asyncio.run(main())
