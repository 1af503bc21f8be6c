"""The same one-file change in small and large repositories, beside small and large snapshots."""

import os
import subprocess
import sys
import tempfile

import measure
import repository

command = os.path.abspath(sys.argv[1])
sizes = [int(size) for size in os.environ.get("SIZES", "1000,50000").split(",")]
objects = [int(size) for size in os.environ.get("OBJECTS", "1000,100000").split(",")]
rounds = int(os.environ.get("ROUNDS", "15"))

with tempfile.TemporaryDirectory(prefix="git-vet-bench.") as work:
    commands = {}
    check = [command, "check", "main", "topic", "--now", "2026-11-23T12:00:00Z"]
    for size in sizes:
        directory = f"{work}/plain-{size}"
        repository.plain(directory, size)
        commands[f"{size} manifests"] = (check, directory)
    for size in objects:
        directory = f"{work}/live-{size}"
        repository.plain(directory, sizes[0])
        repository.live(f"{work}/live.json", size)
        subprocess.run(
            [command, "snapshot", "import", "-C", directory, "prod", f"{work}/live.json"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        commands[f"{size} live objects"] = (
            check + ["--live", "refs/vet/live/prod"], directory)
    found = measure.runs(commands, rounds)
    print(f"{'the same change, beside':<28}{'median ms':>10}{'peak MiB':>10}{'ratio':>8}")
    for group in (sizes, objects):
        noun = "manifests" if group is sizes else "live objects"
        first = measure.milliseconds(found[f"{group[0]} {noun}"])
        for size in group:
            name = f"{size} {noun}"
            time, memory = measure.milliseconds(found[name]), measure.peak(found[name])
            print(f"{name:<28}{time:>10.1f}{memory:>10.1f}{time / first:>8.2f}")
