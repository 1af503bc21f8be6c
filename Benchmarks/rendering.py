"""Rendering one overlay against its size, and instructions of the smallest commands.

    Benchmarks/rendering.py <git-vet>

The overlay has namespace, prefix, labels, image, a patch of one Deployment and two of all of them.
SIZES sets the numbers of Deployments. Instructions are counted where valgrind is installed.
"""

import math
import os
import re
import shutil
import subprocess
import sys
import tempfile

import measure
from objects import deployment, yaml

SIZES = [int(size) for size in os.environ.get("SIZES", "100,300,1000,3000,10000").split(",")]
ROUNDS = int(os.environ.get("ROUNDS", "5"))
OBJECTS = 100


def overlay(directory, size):
    """A base with so many Deployments, fifty to a file, and an overlay upon it."""
    os.makedirs(f"{directory}/base")
    os.makedirs(f"{directory}/prod")
    files = []
    for first in range(0, size, 50):
        files.append(f"part-{first // 50:04}.yaml")
        with open(f"{directory}/base/{files[-1]}", "w") as file:
            file.write("---\n".join(
                yaml(deployment(f"app-{number:05}", "web"))
                for number in range(first, min(first + 50, size))))
    strategic = {
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "any"},
        "spec": {"template": {"spec": {"tolerations": [{"key": "spot", "operator": "Exists"}]}}}}
    operations = [{"op": "replace", "path": "/spec/replicas", "value": 3}]
    kustomizations = {
        "base": {"resources": files},
        "prod": {
            "namespace": "prod", "namePrefix": "prod-", "resources": ["../base"],
            "labels": [{"pairs": {"stage": "prod"}, "includeSelectors": True}],
            "images": [{"name": "registry.example.org/app-00000/web", "newTag": "2.0"}],
            "patches": [
                {"target": {"kind": "Deployment"}, "patch": yaml(strategic)},
                {"target": {"kind": "Deployment"}, "patch": yaml(operations)},
                {"target": {"name": "app-00001-web"}, "patch": yaml(operations)}]}}
    for name, found in kustomizations.items():
        with open(f"{directory}/{name}/kustomization.yaml", "w") as file:
            file.write(yaml(found))
    subprocess.run(["git", "init", "-q", directory], check=True)


def growth(command, work):
    commands = {}
    for size in SIZES:
        overlay(f"{work}/{size}", size)
        commands[size] = ([command, "render", "prod"], f"{work}/{size}")
        lines = subprocess.run(
            commands[size][0], cwd=f"{work}/{size}", check=True, capture_output=True).stdout
        if lines.count(b"kind: Deployment") != size:
            raise SystemExit(f"{size} Deployments were not rendered")
    found = measure.runs(commands, ROUNDS)
    start = measure.processor(measure.runs({"": ([command, "--version"], None)}, ROUNDS)[""])
    print(
        f"{'Deployments':>12}{'median ms':>12}{'cpu ms':>10}{'cpu us each':>13}{'exponent':>10}"
        f"{'peak MiB':>10}")
    before = None
    for size in SIZES:
        time = measure.processor(found[size]) - start
        # With which power of the size it grows from the size before: 1 where it is linear.
        power = before and math.log(time / before[1]) / math.log(size / before[0])
        before = size, time
        print(
            f"{size:>12}{measure.milliseconds(found[size]):>12.1f}{time + start:>10.1f}"
            f"{time / size * 1000:>13.1f}{f'{power:.2f}' if power else '':>10}"
            f"{measure.peak(found[size]):>10.1f}")
    print(f"of processor time, each and exponent without the {start:.1f} ms of start-up")


def instructions(argv):
    result = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *argv],
        capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", result.stderr)[1])


def counts(command, work):
    stripped = f"{work}/git-vet"
    shutil.copy(command, stripped)
    subprocess.run(["strip", stripped], check=True)
    for name, number in (("one", 1), ("many", OBJECTS + 1)):
        with open(f"{work}/{name}.yaml", "w") as file:
            file.write("---\n".join(
                yaml(deployment(f"app-{index:05}", "web")) for index in range(number)))
        with open(f"{work}/{name}-next.yaml", "w") as file:
            file.write("---\n".join(
                yaml(deployment(f"app-{index:05}", "web", "1.1")) for index in range(number)))

    def validate(name):
        return [stripped, "validate", f"{work}/{name}.yaml"]

    def predict(name):
        return [
            stripped, "predict", "--base", f"{work}/{name}.yaml",
            "--head", f"{work}/{name}-next.yaml", "--format", "json"]

    commands = {
        "--version": [stripped, "--version"],
        "validate, one file": validate("one"), f"validate, {OBJECTS + 1} objects": validate("many"),
        "predict, one object": predict("one"), f"predict, {OBJECTS + 1} objects": predict("many")}
    found = measure.runs({name: (argv, None) for name, argv in commands.items()}, 5 * ROUNDS)
    counted = shutil.which("valgrind") is not None
    total = {}
    print(f"\n{'':<28}{'median ms':>10}{'M instructions':>16}")
    for name, argv in commands.items():
        total[name] = (
            measure.milliseconds(found[name]), instructions(argv) / 1e6 if counted else None)
        print(row(name, total[name]), flush=True)
    for verb in ("validate", "predict"):
        few, many = (total[name] for name in total if name.startswith(verb))
        each = tuple(
            None if least is None else (most - least) / OBJECTS for least, most in zip(few, many))
        print(row(f"{verb}, an object more", each))


def row(name, values):
    time, count = values
    return f"{name:<28}{time:>10.3f}" + ("" if count is None else f"{count:>16.3f}")


def main():
    command = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="git-vet-bench.") as work:
        growth(command, work)
        if shutil.which("strip"):
            counts(command, work)


if __name__ == "__main__":
    main()
