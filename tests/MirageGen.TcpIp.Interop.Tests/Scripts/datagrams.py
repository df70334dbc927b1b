"""Sends datagrams of many sizes and compares what comes back: ADDRESS PORT"""
import os
import socket
import sys

address, port = sys.argv[1], int(sys.argv[2])
family = socket.AF_INET6 if ":" in address else socket.AF_INET
link = socket.socket(family, socket.SOCK_DGRAM)
link.settimeout(10)
link.connect((address, port))
for size in [0, 1, 2, 512, 1232, 1472, 1473, 2000, 8000, 30000, 65507]:
    sent = os.urandom(size)
    link.send(sent)
    if link.recv(1 << 16) != sent:
        sys.exit(f"{size} octets came back otherwise")
print("same")
