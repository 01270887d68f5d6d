# Pings all targets round after round over one raw socket, on python 2.7 and 3 alike; what it
# prints is described in ping.sh.
import os, select, socket, struct, sys, time

source, rounds = sys.argv[1], int(sys.argv[4])
interval, timeout = float(sys.argv[2]) / 1000, float(sys.argv[3]) / 1000
targets = sys.argv[5:]
count = len(targets)
addresses = [socket.inet_aton(t) for t in targets]
index = dict((a, i) for i, a in enumerate(addresses))
now = getattr(time, "monotonic", time.time)

# 69 is EX_UNAVAILABLE of sysexits.h: another prober may do.
try:
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
except EnvironmentError:
    sys.exit(69)
try:
    raw.bind((source, 0))
except EnvironmentError as e:
    sys.exit("bind to %s: %s" % (source, e))
raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
# SOL_RAW, ICMP_FILTER (raw(7)): only echo replies, unreachable and time exceeded wake us.
raw.setsockopt(255, 1, struct.pack("=L", 0xFFFFFFFF & ~(1 << 0 | 1 << 3 | 1 << 11)))

ident = struct.unpack("!H", os.urandom(2))[0]
token = os.urandom(8)


class Round(object):
    first = 0  # sequence number of the round's first echo request
    open = 0  # requests without an outcome
    sent = []  # by target: when it was sent
    word = []  # by target: what became of it
    late = [None] * count  # by target: an ICMP error about an earlier round


def decide(i, word):
    if Round.word[i] is None:
        Round.word[i] = word
        Round.open -= 1


def request(i):
    fields = [8 << 8, 0, ident, (Round.first + i) & 0xFFFF] + list(struct.unpack("!4H", token))
    total = sum(fields)
    total = (total >> 16) + (total & 0xFFFF)
    fields[1] = ~(total + (total >> 16)) & 0xFFFF
    Round.sent[i] = now()
    try:
        raw.sendto(struct.pack("!8H", *fields), (targets[i], 0))
    except EnvironmentError as e:
        decide(i, "s%d" % e.errno)


def reply(packet, at):
    ip = (ord(packet[0:1]) & 15) * 4
    kind, code, _, its_id, seq = struct.unpack("!BBHHH", packet[ip : ip + 8])
    if kind == 0:
        i = (seq - Round.first) & 0xFFFF
        if its_id != ident or i >= count or Round.sent[i] is None:
            return
        if packet[12:16] != addresses[i] or packet[ip + 8 : ip + 16] != token:
            return
        if at - Round.sent[i] <= timeout:
            decide(i, "%.3f" % ((at - Round.sent[i]) * 1000))
        return
    # The error quotes the header and at least 8 bytes of what caused it (RFC 792).
    quoted = packet[ip + 8 :]
    if len(quoted) < 28 or ord(quoted[9:10]) != 1:
        return
    inner = (ord(quoted[0:1]) & 15) * 4
    its_id, seq = struct.unpack("!HH", quoted[inner + 4 : inner + 8])
    i = index.get(quoted[16:20])
    if its_id != ident or i is None:
        return
    word = "%s%d" % ("u" if kind == 3 else "t", code)
    if seq == (Round.first + i) & 0xFFFF and Round.sent[i] is not None:
        decide(i, word)
    else:
        Round.late[i] = word


# Takes what arrives until then, or until every request of the round has its outcome.
def listen_until(until, may_end):
    while not (may_end and Round.open == 0):
        ready = select.select([0, raw], [], [], max(0, until - now()))[0]
        if not ready:
            return
        if 0 in ready and not os.read(0, 512):
            sys.exit(0)
        if raw in ready:
            reply(raw.recv(1500), now())


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main():
    say("prober python")
    start = now()
    number = 1
    while True:
        Round.open = count
        Round.sent, Round.word = [None] * count, [None] * count
        for i in range(count):
            listen_until(start + i / 1000.0, False)
            request(i)
        if count:
            listen_until(Round.sent[-1] + timeout, True)
        say(" ".join([str(number)] + [w or l or "-" for w, l in zip(Round.word, Round.late)]))
        Round.late = [None] * count
        if number == rounds:
            return
        number += 1
        start = max(start + interval, now())
        listen_until(start, False)
        Round.first = (Round.first + count) & 0xFFFF


try:
    main()
except (EnvironmentError, KeyboardInterrupt):
    os._exit(1)
