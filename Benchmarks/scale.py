"""A change in a large repository, beside a large cluster and under many policies; and the audit.

    Benchmarks/scale.py <git-vet>

One of the four sizes grows at a time, the others stay as large as they get (the change: ten files).
SIZES, OBJECTS, POLICIES and CHANGES set them, as numbers with commas between; ROUNDS how often
each check runs. estate.py says what the repository is like.
"""

import json
import os
import sys
import tempfile

import cluster
import estate
import measure


def numbers(name, default):
    return [int(number) for number in os.environ.get(name, default).split(",")]


SIZES = numbers("SIZES", "1000,10000,100000")
OBJECTS = numbers("OBJECTS", "1000,100000")
POLICIES = numbers("POLICIES", "0,20,200")
CHANGES = numbers("CHANGES", "1,10,100")
ROUNDS = int(os.environ.get("ROUNDS", "15"))
FILES = CHANGES[min(1, len(CHANGES) - 1)]
NOW = ["--now", "2026-11-23T12:00:00Z"]


def prepare(command, work):
    """Writes the repositories, and imports the snapshots into each."""
    for size in SIZES:
        estate.write(f"{work}/{size}", size, POLICIES, CHANGES, min(SIZES))
    print(
        f"{'import of a snapshot':<28}{'s':>10}{'cpu s':>8}{'objects/s':>12}{'peak MiB':>10}"
        f"{'listing MiB':>13}")
    for objects in OBJECTS:
        listing = f"{work}/live.json"
        cluster.write(listing, objects)
        for size in SIZES:
            run = measure.once([
                command, "snapshot", "import", f"live-{objects}", listing, "-C", f"{work}/{size}",
                "--captured-at", NOW[1], *NOW], accept=(0,))
        print(
            f"{objects:>20} objects{run.elapsed:>10.1f}{run.cpu:>8.1f}"
            f"{objects / run.elapsed:>12,.0f}{run.memory:>10.1f}"
            f"{os.path.getsize(listing) / 2**20:>13.1f}", flush=True)


def check(command, work, size, objects, policies, files):
    return [
        command, "check", f"main-{policies}", f"topic-{policies}-{files}",
        "--live", f"prod=refs/vet/live/live-{objects}", *NOW], f"{work}/{size}"


def growth(command, work):
    largest = {"size": SIZES[-1], "objects": OBJECTS[-1], "policies": POLICIES[-1], "files": FILES}
    groups = (
        ("size", "manifests", SIZES), ("objects", "live objects", OBJECTS),
        ("policies", "policies", POLICIES), ("files", "changed files", CHANGES))
    commands = {
        (noun, value): check(command, work, **{**largest, key: value})
        for key, noun, values in groups for value in values}
    found = measure.runs(commands, ROUNDS)
    print(
        f"\n{'a check beside':<24}{'median ms':>10}{'least ms':>10}{'cpu ms':>8}{'cpu ratio':>10}"
        f"{'peak MiB':>10}")
    for _, noun, values in groups:
        first = measure.processor(found[noun, values[0]])
        for value in values:
            runs = found[noun, value]
            cpu = measure.processor(runs)
            print(
                f"{f'{value} {noun}':<24}{measure.milliseconds(runs):>10.1f}"
                f"{min(run.elapsed for run in runs) * 1000:>10.1f}{cpu:>8.1f}{cpu / first:>10.2f}"
                f"{measure.peak(runs):>10.1f}  exit code {runs[0].code}")
    print("where not said: " + ", ".join(f"{largest[key]} {noun}" for key, noun, _ in groups))


def audit(command, work):
    print(
        f"\n{'an audit':<36}{'s':>7}{'cpu s':>8}{'resources':>11}{'a second':>10}"
        f"{'a cpu s':>9}{'peak MiB':>10}")
    report = f"{work}/audit.json"
    live = ["--live", f"prod=refs/vet/live/live-{OBJECTS[-1]}"]
    kinds = {
        f"{POLICIES[0]} policies": (POLICIES[0], []),
        f"{POLICIES[-1]} policies": (POLICIES[-1], []),
        f"and {OBJECTS[-1]} live": (POLICIES[-1], live)}
    for size in SIZES:
        for name, (policies, more) in kinds.items():
            run = measure.once(
                [command, "audit", f"main-{policies}", *NOW, *more, "--format", "json",
                 "--output", report], cwd=f"{work}/{size}")
            with open(report) as file:
                resources = json.load(file)["audit"]["resources"]
            print(
                f"{f'{size} manifests, {name}':<36}{run.elapsed:>7.2f}{run.cpu:>8.2f}"
                f"{resources:>11}{resources / run.elapsed:>10,.0f}"
                f"{resources / run.cpu:>9,.0f}{run.memory:>10.1f}"
                f"  exit code {run.code}", flush=True)


def main():
    command = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="git-vet-bench.") as work:
        prepare(command, work)
        growth(command, work)
        audit(command, work)


if __name__ == "__main__":
    main()
