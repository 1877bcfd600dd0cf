"""Works against the server from outside: its process, its API, its disk."""
import argparse, atexit, json, os, random, signal, socket, subprocess, sys, time, urllib.error, urllib.request, uuid

parser = argparse.ArgumentParser()
parser.add_argument("disk")
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--seed", type=int, default=random.randrange(2**31))
args = parser.parse_args()
rng = random.Random(args.seed)
print(f"seed {args.seed}, {args.rounds} rounds")

with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{s.getsockname()[1]}"
program = ["dotnet", "src/Tongban.Server/bin/Release/net10.0/tongban.dll"]
data = os.path.join(args.disk, "data")
server = subprocess.Popen(program + ["serve", "--data", data, "--urls", base, "--lang", "en", "--requests-per-minute", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
atexit.register(lambda: server.poll() is None and server.kill())
wrong = []


def call(method, path, body=None, token=None, key=None):
    """Status, content type, body."""
    request = urllib.request.Request(base + path, method=method, data=None if body is None else json.dumps(body).encode())
    for name, value in (("Content-Type", "application/json"), ("Accept-Language", "en"), ("Authorization", token and f"Bearer {token}"), ("Idempotency-Key", key)):
        if value:
            request.add_header(name, value)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers["Content-Type"] or "", answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers["Content-Type"] or "", refusal.read()


def expect(condition, what):
    if not condition:
        wrong.append(what)
        print("  WRONG:", what)


for _ in range(300):
    try:
        if call("GET", "/health/ready")[0] == 200:
            break
    except OSError:
        pass
    time.sleep(0.2)
else:
    sys.exit("the server did not start")

password = "Correct-Horse-7"
opened = call("POST", "/api/v1/accounts", {"userName": "drill", "displayName": "演练", "password": password})
if opened[0] != 201:
    sys.exit(f"no account: {opened}")
token = json.loads(call("POST", "/api/v1/tokens", {"userName": "drill", "password": password})[2])["token"]
opened = call("POST", "/api/v1/enterprises", {"creditCode": "91360502MA0001018B", "name": "演练企业", "kind": "enterprise", "representative": "演练", "address": "新余市演练路1号",
                                              "division": "360502", "phone": "0790-6440001", "industry": "C38"}, token)
if opened[0] not in (200, 201):
    sys.exit(f"no enterprise: {opened}")
token = json.loads(call("POST", "/api/v1/tokens", {"userName": "drill", "password": password, "enterprise": "91360502MA0001018B"})[2])["token"]
acknowledged, refused = {}, []


def act():
    key, name = str(uuid.UUID(int=rng.getrandbits(128), version=4)), f"草稿 {rng.getrandbits(48):012x}"
    status, kind, body = call("POST", "/api/v1/projects/drafts", {"fields": {"name": name, "content": "x" * rng.randrange(200, 4000)}}, token, key)
    if status == 201:
        acknowledged[key] = (name, json.loads(body)["id"])
    else:
        expect(status == 503 and kind.startswith("application/problem+json") and b"Exception" not in body, f"an act was answered {status} {kind} {body[:200]!r}")
        refused.append((key, name))
    return status == 201


for number in range(1, args.rounds + 1):
    before = (len(acknowledged), len(refused))
    for _ in range(rng.randrange(3, 12)):
        expect(act(), "an act was refused while there was room")
    filler = os.path.join(args.disk, "filler")
    with open(filler, "wb", buffering=0) as full:
        room = os.statvfs(args.disk).f_bavail * os.statvfs(args.disk).f_frsize - rng.randrange(0, 400_000)
        try:
            for _ in range(max(0, room) // 4096):
                full.write(bytes(4096))
        except OSError:
            pass
    failures = 0
    for _ in range(400):
        failures += not act()
        if failures >= 5:
            break
    expect(failures >= 5, "the disk never filled")
    expect(server.poll() is None, "the process ended")
    expect(call("GET", "/health/live")[0] == 200, "the process does not answer")
    expect(call("GET", "/login")[0] == 200, "pages do not come")
    os.remove(filler)
    back = time.monotonic()
    while not act():
        expect(time.monotonic() - back < 60, "it does not go on when there is room")
        if time.monotonic() - back > 60:
            break
        time.sleep(0.5)
    print(f"round {number}: {len(acknowledged) - before[0]} acknowledged, {len(refused) - before[1]} refused, went on after {time.monotonic() - back:.1f} s")

lost = [name for name, id in acknowledged.values() if name not in call("GET", f"/api/v1/projects/drafts/{id}", token=token)[2].decode()]
# What was refused did not happen: asked again with its key it happens once.
doubled = 0
for key, name in refused:
    body = {"fields": {"name": name}}
    first, second = call("POST", "/api/v1/projects/drafts", body, token, key), call("POST", "/api/v1/projects/drafts", body, token, key)
    if first[0] == 201:
        doubled += first[2] != second[2]
    elif first[0] != 409 and first[0] != 422:    # the key's first body was longer: then it had happened
        expect(False, f"a refused act asked again was answered {first[0]} {first[2][:200]!r}")
    else:
        expect(False, f"a refused act had happened: {first[2][:200]!r}")
server.send_signal(signal.SIGTERM)
server.wait(60)
verified = subprocess.run(program + ["ledger", "verify", "--data", data, "--lang", "en"], capture_output=True, text=True)
print(verified.stdout.strip())
print(f"acknowledged {len(acknowledged)}, lost {len(lost)}, doubled {doubled}, ledger {'verifies' if verified.returncode == 0 else 'DOES NOT VERIFY'}, {len(wrong)} wrong")
sys.exit(0 if not (lost or doubled or wrong or verified.returncode) else 1)
