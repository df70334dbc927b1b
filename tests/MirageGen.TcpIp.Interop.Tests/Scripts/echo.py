"""Sends random octets on several connections at once and compares what comes back: ADDRESS PORT OCTETS CONNECTIONS"""
import hashlib
import os
import selectors
import socket
import sys

address, port, octets, connections = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
block = os.urandom(min(octets, 1 << 20))


class Echo:
    def __init__(self):
        self.socket = socket.create_connection((address, port), timeout=60)
        self.socket.setblocking(False)
        self.sent = self.received = 0
        self.out, self.back = hashlib.blake2b(), hashlib.blake2b()

    def on(self, events):
        if events & selectors.EVENT_WRITE:
            start = self.sent % len(block)
            part = memoryview(block)[start:min(len(block), start + octets - self.sent)]
            count = self.socket.send(part)
            self.out.update(part[:count])
            self.sent += count
            if self.sent == octets:
                self.socket.shutdown(socket.SHUT_WR)
        if events & selectors.EVENT_READ:
            part = self.socket.recv(1 << 18)
            self.back.update(part)
            self.received += len(part)
            if not part:
                return False
        return True


selector = selectors.DefaultSelector()
echoes = [Echo() for _ in range(connections)]
for echo in echoes:
    selector.register(echo.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, echo)
open_ones = connections
while open_ones:
    ready = selector.select(timeout=60)
    if not ready:
        sys.exit(f"nothing for a minute; {[(echo.sent, echo.received) for echo in echoes if echo.received < octets][:5]}")
    for key, events in ready:
        echo = key.data
        if not echo.on(events):
            selector.unregister(echo.socket)
            open_ones -= 1
        elif echo.sent == octets and events & selectors.EVENT_WRITE:
            selector.modify(echo.socket, selectors.EVENT_READ, echo)
different = [echo for echo in echoes if echo.received != octets or echo.out.digest() != echo.back.digest()]
print("same" if not different else f"{len(different)} differ, first of {different[0].received} octets")
