"""Copies the tree, sees that the named tests are green, plants the defects one after the other and expects red. Nothing of the working tree is touched."""
import argparse, os, random, re, shutil, signal, subprocess, sys, tempfile, time
from defects import DEFECTS

parser = argparse.ArgumentParser()
parser.add_argument("--only", action="append", default=[], help="defects whose name contains this")
parser.add_argument("--whole", action="store_true", help="the whole suite and not the named classes")
parser.add_argument("--seed", type=int, default=None, help="plants them in another order")
parser.add_argument("--keep", action="store_true", help="leave the copy there")
parser.add_argument("--minutes", type=float, default=90, help="gives up after so long")
args = parser.parse_args()
until = time.monotonic() + args.minutes * 60
chosen = [d for d in DEFECTS if not args.only or any(part in d.name for part in args.only)]
if args.seed is not None:
    random.Random(args.seed).shuffle(chosen)
root = os.getcwd()
shm = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
# Beside the tree, so that data outside of it is found as from the tree itself.
copy = tempfile.mkdtemp(prefix=".defects-", dir=os.path.dirname(root))
room = tempfile.mkdtemp(prefix="tongban-defects-", dir=shm)
os.chmod(room, 0o755)
project = "tests/Tongban.Tests"
tests = os.path.join(copy, project, "bin/Debug/net10.0/Tongban.Tests.dll")


def run(command, limit=1200):
    """Exit code and what was said; 124 when it took too long."""
    left = min(limit, until - time.monotonic())
    if left <= 0:
        sys.exit(f"not done within {args.minutes:g} minutes")
    process = subprocess.Popen(command, cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "TMPDIR": room, "UseSharedCompilation": "true"}, process_group=0)
    try:
        said, _ = process.communicate(timeout=left)
        return process.returncode, said
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        said, _ = process.communicate()
        return 124, said


def build():
    return run(["dotnet", "build", project, "-c", "Debug", "-v", "q", "-nologo", "--no-restore"])


def rebuild(file):
    """Builds the one project that the file belongs to and puts it beside the tests: no defect changes what other projects see of it."""
    folder = "/".join(file.split("/")[:2])
    code, said = run(["dotnet", "build", folder, "-c", "Debug", "-v", "q", "-nologo", "--no-restore", "--no-dependencies"])
    if code == 0:
        name = "tongban" if folder.endswith(".Server") else os.path.basename(folder)
        for ending in ("dll", "pdb"):
            shutil.copy2(os.path.join(copy, folder, "bin/Debug/net10.0", f"{name}.{ending}"), os.path.dirname(tests))
    return code, said


def test(classes):
    """Failed and run tests, or None when the run itself broke."""
    filters = [] if args.whole else [part for name in classes for part in ("-class", f"*.{name}")]
    code, said = run(["dotnet", tests, "-noColor", "-parallel", "none" if len(classes) == 1 else "collections", *filters], 3600 if args.whole else 600)
    total = re.search(r"Total: (\d+), Errors: (\d+), Failed: (\d+)", said)
    if total is None:
        return None, 0, said
    return int(total[2]) + int(total[3]), int(total[1]), said


def main():
    began = time.monotonic()
    print(f"{len(chosen)} defects, {'the whole suite' if args.whole else 'the classes each names'}" + ("" if args.seed is None else f", seed {args.seed}"), flush=True)
    for name in subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], capture_output=True, check=True).stdout.decode().split("\0"):
        if name and os.path.isfile(name):
            os.makedirs(os.path.dirname(os.path.join(copy, name)), exist_ok=True)
            shutil.copy2(name, os.path.join(copy, name))
    # The scripts and styles that a build fetches are there already.
    fetched = "src/Tongban.Server/wwwroot/lib"
    if os.path.isfile(os.path.join(fetched, ".stamp")):
        shutil.copytree(fetched, os.path.join(copy, fetched))
        os.utime(os.path.join(copy, fetched, ".stamp"))
    missing = [d for d in chosen if open(os.path.join(copy, d.file), encoding="utf-8-sig").read().count(d.find) != 1]
    for defect in missing:
        print(f"  NO PLACE   {defect.name}: the text to replace stands not exactly once in {defect.file}")
    code, said = run(["dotnet", "restore", project, "-v", "q"])
    if code == 0:
        code, said = build()
    if code != 0:
        print(said[-3000:])
        sys.exit("the tree does not build")
    classes = sorted({name for d in chosen for name in d.classes})
    failed, total, said = test(classes)
    if failed != 0 or total == 0:
        print(said[-4000:])
        sys.exit("the tests are red without any defect: nothing can be learnt")
    print(f"without a defect: {total} tests green, {time.monotonic() - began:.0f} s", flush=True)
    caught = 0
    planted = None
    for defect in [d for d in chosen if d not in missing]:
        # What was put back since has to be built again, unless it is the same project.
        if planted is not None and planted.split("/")[1] != defect.file.split("/")[1]:
            rebuild(planted)
        planted = defect.file
        path, at = os.path.join(copy, defect.file), time.monotonic()
        with open(path, encoding="utf-8", newline="") as file:
            sound = file.read()
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(sound.replace(defect.find, defect.replace))
        code, said = rebuild(defect.file)
        if code != 0:
            faults = [line for line in said.splitlines() if ": error" in line]
            print(f"  NOT BUILT  {defect.name}: {faults[0] if faults else said[-300:]}", flush=True)
        else:
            failed, total, said = test(defect.classes)
            if failed is None or failed > 0:
                caught += 1
                first = re.search(r"^\s+(\S+) \[FAIL\]", said, re.M)
                print(f"  caught     {defect.name}: {'the run broke' if failed is None else f'{failed} of {total} tests red'}{f', {first[1].split(chr(46))[-1]}' if first else ''} ({time.monotonic() - at:.0f} s)", flush=True)
            else:
                print(f"  NOT CAUGHT {defect.name}: {total} tests green", flush=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(sound)
    print(f"{len(chosen)} planted, {caught} caught, {time.monotonic() - began:.0f} s")
    return 0 if caught == len(chosen) else 1


try:
    exit_code = main()
finally:
    if args.keep:
        print(f"left in {copy}")
    else:
        shutil.rmtree(copy, ignore_errors=True)
    shutil.rmtree(room, ignore_errors=True)
sys.exit(exit_code)
