#!/usr/bin/env python3
"""A bad line between two network namespaces: lossy_link.py NEAR FAR [LOSS% DELAY_MS JITTER_MS]

Each namespace gets a TUN device (10.77.0.1 near, 10.77.0.2 far); this program carries the packets between them, and
loses, delays, reorders and doubles some. It says "ready" when both are up, and at its end how many it carried and lost.
Real TCP over a real loss, on kernels that have no netem. Needs root and /dev/net/tun; ends with 77 where that is not there.
"""

import asyncio
import ctypes
import fcntl
import os
import random
import signal
import struct
import subprocess
import sys

TUNSETIFF, IFF_TUN, IFF_NO_PI, CLONE_NEWNET = 0x400454CA, 0x0001, 0x1000, 0x40000000


def enter(namespace):
    if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def open_device(namespace, address, other):
    with open("/proc/self/ns/net") as home, open(f"/run/netns/{namespace}") as there:
        enter(there)
        try:
            device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
            fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", b"line", IFF_TUN | IFF_NO_PI))
        finally:
            enter(home)
    for words in (f"addr add {address} peer {other} dev line", "link set line up", "link set lo up"):
        subprocess.run(["ip", "-n", namespace, *words.split()], check=True)
    return device


async def main():
    near, far = sys.argv[1:3]
    loss, delay, jitter = (float(word) for word in (sys.argv[3:6] or ("5", "50", "20")))
    try:
        devices = open_device(near, "10.77.0.1", "10.77.0.2"), open_device(far, "10.77.0.2", "10.77.0.1")
    except OSError as error:
        print(f"no bad line here: {error}", file=sys.stderr)
        sys.exit(77)
    loop, chance = asyncio.get_running_loop(), random.Random(1)
    carried = lost = 0

    def put(device, packet):
        try:
            os.write(device, packet)
        except OSError:
            pass

    def carry(source, to):
        nonlocal carried, lost
        packet = os.read(source, 65536)
        if chance.random() * 100 < loss:
            lost += 1
            return
        carried += 1
        # One in a hundred comes twice. Jitter puts some before others.
        for _ in range(2 if chance.random() < 0.01 else 1):
            loop.call_later((delay + chance.uniform(-jitter, jitter)) / 1000, put, to, packet)

    loop.add_reader(devices[0], carry, *devices)
    loop.add_reader(devices[1], carry, *reversed(devices))
    end = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, end.set)
    print("ready", flush=True)
    await end.wait()
    print(f"{carried} packets carried, {lost} lost", flush=True)


asyncio.run(main())
