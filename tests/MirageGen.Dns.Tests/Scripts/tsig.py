"""Signs and verifies messages with dnspython.

make ALGORITHM SECRET: prints a signed request, a signed response to it, and a stream of answers to it of which the second
and third are not signed; one message a line, in hexadecimal.
check ALGORITHM SECRET REQUEST RESPONSE STREAM...: verifies the same as others have made it.
"""

import sys

import dns.message
import dns.rrset
import dns.tsig

ANSWER = ("example.", 60, "IN", "TXT", '"an answer"')
KEY_NAME = "Key.Example."


def make(key):
    request = dns.message.make_query("Example.", "TXT", id=4711)
    request.use_tsig(key)
    yield request.to_wire()
    yield answer(request).to_wire()
    context = None
    for number in range(4):
        message = answer(request)
        if number in (1, 2):
            message.tsig = None
            wire = message.to_wire()
            context.update(wire)
        else:
            wire = message.to_wire(multi=True, tsig_ctx=context)
            context = message.tsig_ctx
        yield wire


def answer(request):
    message = dns.message.make_response(request)
    message.answer.append(dns.rrset.from_text(*ANSWER))
    return message


def check(key, request, response, *stream):
    request = dns.message.from_wire(request, keyring=key)
    if not request.had_tsig:
        raise SystemExit("the request is not signed")
    message = dns.message.from_wire(response, keyring=key, request_mac=request.mac)
    if not message.had_tsig:
        raise SystemExit("the response is not signed")
    context = None
    for wire in stream:
        message = dns.message.from_wire(wire, keyring=key, request_mac=request.mac, tsig_ctx=context, multi=True)
        context = message.tsig_ctx
    if not message.had_tsig:
        raise SystemExit("the stream does not end signed")


def main(command, algorithm, secret, *messages):
    key = dns.tsig.Key(KEY_NAME, bytes.fromhex(secret), algorithm)
    if command == "make":
        for wire in make(key):
            print(wire.hex())
    else:
        check(key, *(bytes.fromhex(message) for message in messages))
        print("verified")


main(*sys.argv[1:])
