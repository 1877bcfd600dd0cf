#!/usr/bin/env python3
"""Verifies a Tongban ledger from its published format alone (docs/ledger-format.md); Python's standard library only.

  tongban-verify.py proof proof.json        [--key KEY|FILE] [--witness KEY|FILE ...]
  tongban-verify.py checkpoint note.txt      --key KEY|FILE  [--witness KEY|FILE ...]
  tongban-verify.py export ledger.jsonl     [--key KEY|FILE] [--checkpoint FILE ...]

Ends with 0 when everything is sound, 1 when something was changed, 2 when it could not be judged."""
import argparse, base64, hashlib, json, os, re, sys

class Changed(Exception): """Something does not agree."""

def sha(data):
    return hashlib.sha256(data).digest()

def base(text):
    return base64.b64decode(text, validate=True)

# ECDSA over P-256 (FIPS 186-5). Verifying handles no secrets, so plain integers will do.
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")

def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    over, under = (3 * a[0] * a[0] - 3, 2 * a[1]) if a == b else (b[1] - a[1], b[0] - a[0])
    slope = over * pow(under, -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P

def times(k, point):
    total = None
    while k:
        total, point, k = add(total, point) if k & 1 else total, add(point, point), k >> 1
    return total

def integer(der):
    """One positive DER integer, and what follows it."""
    if len(der) < 3 or der[0] != 2 or not 0 < der[1] <= len(der) - 2 or der[2] & 0x80:
        raise Changed("a signature is not DER")
    return int.from_bytes(der[2:2 + der[1]], "big"), der[2 + der[1]:]

def key_bytes(key):
    return base(key.partition(":")[2])

def signed_by(key, data, signature):
    spki = key_bytes(key)
    q = int.from_bytes(spki[27:59], "big"), int.from_bytes(spki[59:], "big")
    if not key.startswith("ecdsa-p256-sha256:") or len(spki) != 91 or not spki.startswith(SPKI) \
            or max(q) >= P or (q[1] ** 2 - q[0] ** 3 + 3 * q[0] - B) % P:
        raise Changed("not a P-256 key: " + key[:40])
    if signature[:1] != b"\x30" or signature[1] != len(signature) - 2:
        return False
    r, rest = integer(signature[2:])
    s, rest = integer(rest)
    if rest or not (0 < r < N and 0 < s < N):
        return False
    w = pow(s, -1, N)
    point = add(times(int.from_bytes(sha(data), "big") * w % N, G), times(r * w % N, q))
    return point is not None and point[0] % N == r

class Checkpoint:
    """Sections 3 and 3.1: a signed note, with a line for the ledger and one for each witness."""
    def __init__(self, text):
        head, _, signatures = text.partition("\n\n")
        self.origin, size, root, self.at = head.split("\n")
        self.signed, self.size, self.root = (head + "\n").encode(), int(size), base(root)
        self.lines = [(name, base(line)) for name, line in (s[2:].split(" ") for s in signatures.splitlines() if s.startswith("\u2014 "))]

    def check(self, keys, witnesses=()):
        if not any(name == self.origin and raw[:4] == sha(key_bytes(k))[:4] and signed_by(k, self.signed, raw[4:]) for name, raw in self.lines for k in keys):
            raise Changed(f"the checkpoint over {self.size} entries is not signed by the ledger's key")
        for key in witnesses:     # a witness signs its own name too, so that its line cannot be given to another
            names = [name for name, raw in self.lines if name != self.origin and signed_by(key, self.signed + f"{name}\n".encode(), raw[4:])]
            if not names:
                raise Changed(f"the witness with the key {sha(key_bytes(key))[:4].hex()} did not sign the checkpoint over {self.size} entries")
            print(f"witnessed by {names[0]}")

def leaf_of(entry):
    """Section 1. Names are ASCII and values text or small numbers, so json.dumps sorted and without white space is RFC 8785."""
    hashed = {name: entry[name] for name in ("act", "actor", "enterprise", "id", "matter", "organ", "previous", "sequence") if name in entry}
    moment = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z", entry["at"])
    hashed |= {"at": f"{moment[1]}.{(moment[2] or '').ljust(6, '0')}Z", "format": "tongban-ledger-1", "payload": sha(entry["payload"].encode()).hex()}
    found = sha(json.dumps(hashed, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
    if found.hex() != entry["hash"]:
        raise Changed(f"entry {entry['id']} (step {entry['sequence']} of {entry['matter']}): its content does not match its hash")
    return sha(b"\0" + found)

def root_by_path(node, index, size, path):
    """RFC 9162, 2.1.3.2."""
    fn, sn = index, size - 1
    for step in path:
        if sn == 0:
            raise Changed("the path is too long")
        if fn & 1 or fn == sn:
            node = sha(b"\1" + step + node)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = sha(b"\1" + node + step)
        fn, sn = fn >> 1, sn >> 1
    return node if sn == 0 else b""

def proof(args):
    proof = json.loads(read(args.file))
    if proof["format"] != "tongban-proof-1":
        raise ValueError("not a tongban-proof-1")
    entry, point = proof["entry"], Checkpoint(proof["checkpoint"])
    if args.key and proof["publicKey"] not in args.key:
        raise Changed("the key in the proof is not the published one")
    leaf = leaf_of(entry)
    point.check([proof["publicKey"]], args.witness)
    if not 0 < entry["position"] <= point.size or \
            root_by_path(leaf, entry["position"] - 1, point.size, [bytes.fromhex(h) for h in proof["path"]]) != point.root:
        raise Changed("the entry does not stand in the tree that the checkpoint signs")
    print(f"sound: entry {entry['position']} ({entry['act']}, step {entry['sequence']} of {entry['matter']}) is unchanged since {point.at}")
    return [proof["publicKey"]]

def checkpoint(args):
    point = Checkpoint(read(args.file))
    point.check(args.key, args.witness)
    print(f"sound: {point.origin} had {point.size} entries at {point.at}")
    return args.key

def export(args):
    points = [Checkpoint(read(name)) for name in args.checkpoint]
    edge, roots, last, heads, count, places, ended = [], {}, {}, {}, 0, 0, {}
    with open(args.file, encoding="utf-8") as file:
        header = json.loads(next(file))
        if header["format"] != "tongban-ledger-export-1":
            raise ValueError("not a tongban-ledger-export-1")
        for line in map(json.loads, file):
            if "checkpoint" in line:
                points.append(Checkpoint(line["checkpoint"]))
            elif "head" in line:
                heads[line["head"]["matter"]] = (line["head"]["sequence"], line["head"]["hash"])
            elif "end" in line:
                ended = line["end"]
            else:
                entry, count = line["entry"], count + 1
                node, size, before = leaf_of(entry), 1, last.get(entry["matter"], (0, "0" * 64))
                if (entry["sequence"], entry["previous"]) != (before[0] + 1, before[1]):
                    raise Changed(f"{entry['matter']}: step {entry['sequence']} does not follow step {before[0]}")
                last[entry["matter"]] = (entry["sequence"], entry["hash"])
                if "position" not in entry:
                    continue
                places += 1
                if entry["position"] != places:
                    raise Changed(f"place {places} is empty or taken twice")
                while edge and edge[-1][0] == size:      # the complete subtrees at the right edge of the tree
                    node, size = sha(b"\1" + edge.pop()[1] + node), size * 2
                edge.append((size, node))
                if any(p.size == places for p in points):
                    for _, left in edge[-2::-1]:
                        node = sha(b"\1" + left + node)
                    roots[places] = node
    if ended.get("entries") != count:
        raise Changed("the export is not complete")
    if heads != last:
        raise Changed("heads that differ from the last steps: " + ", ".join([m for m in heads | last if heads.get(m) != last.get(m)][:5]))
    for point in points:
        point.check(args.key or header["publicKeys"])
        if point.size and roots.get(point.size) != point.root:
            raise Changed(f"the entries up to place {point.size} are not those the checkpoint of {point.at} signs")
    print(f"sound: {count} entries of {len(last)} matters; {len(points)} checkpoints vouch for the first {max([p.size for p in points], default=0)}")
    return header["publicKeys"]

def read(name):
    with open(name, encoding="utf-8") as file:
        return file.read()

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("proof", "checkpoint", "export"))
    parser.add_argument("file")
    for option in ("--key", "--witness", "--checkpoint"):
        parser.add_argument(option, action="append", default=[],
                            type=str if option == "--checkpoint" else lambda text: (read(text) if os.path.exists(text) else text).strip())
    args = parser.parse_args()
    try:
        keys = {"proof": proof, "checkpoint": checkpoint, "export": export}[args.what](args)
        if not args.key:
            print("believed by the key it brings along; compare it with the published one:", *keys)
        return 0
    except Changed as found:
        print("CHANGED:", found)
        return 1
    except (OSError, ValueError, KeyError, TypeError, IndexError, StopIteration) as broken:
        print("cannot be judged:", repr(broken))
        return 2

if __name__ == "__main__":
    sys.exit(main())
