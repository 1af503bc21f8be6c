"""The check of real merges beside the limit: reading the objects that it needs, and scanning them.

    Benchmarks/limit.py <git-vet> <repository> [<merges>]

The limit is one `git cat-file --batch`, which is told at once what to read, and a program of a few
lines of C that runs all of the YAML through bare libyaml: no merge, no rendering, no judgement.
What a check needs is found before the clock starts (needed.py). It needs a C compiler, libyaml-dev
and PyYAML.
"""

import os
import statistics
import subprocess
import sys
import tempfile

import history
import measure
from needed import Needs

ROUNDS = int(os.environ.get("ROUNDS", "3"))


def main():
    command, repository = map(os.path.abspath, sys.argv[1:3])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    needs = Needs(repository)
    checks, limits = [], []
    with tempfile.TemporaryDirectory(prefix="git-vet-bench.") as work:
        scanner, listing, answer = (f"{work}/{name}" for name in ("scan", "listing", "answer"))
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scan.c")
        subprocess.run(["cc", "-O2", "-o", scanner, source, "-lyaml"], check=True)
        reading = [
            "git", "-C", repository, "cat-file", "--buffer",
            "--batch=%(objecttype) %(objectsize) %(rest)"]
        print(f"{'merge':<12}{'objects':>8}{'KiB':>7}{'check ms':>18}{'limit ms':>18}{'ratio':>14}")
        print(f"{'':<27}" + f"{'elapsed':>9}{'cpu':>9}" * 2 + f"{'elapsed':>8}{'cpu':>6}")
        for merge, base, head in history.merges(repository, count):
            with open(listing, "w") as file:
                for identifier, mark in needs.objects(merge, base, head).items():
                    file.write(f"{identifier} {mark}\n")
            check = [command, "check", base, head, "-C", repository]
            rounds = ([], [])
            for _ in range(ROUNDS):
                rounds[0].append(measure.once(check))
                rounds[1].append(measure.once(
                    reading, [scanner], stdin=listing, stdout=answer, accept=(0,)))
            with open(answer) as file:
                objects, size, _ = map(int, file.read().split())
            row = []
            for runs, all_runs in zip(rounds, (checks, limits)):
                elapsed = statistics.median(run.elapsed for run in runs)
                cpu = statistics.median(run.cpu for run in runs)
                all_runs.append((elapsed, cpu))
                row += [elapsed, cpu]
            print(
                f"{merge[:10]:<12}{objects:>8}{size // 1024:>7}"
                + "".join(f"{value * 1000:>9.1f}" for value in row)
                + f"{row[0] / row[2]:>8.2f}{row[1] / row[3]:>6.2f}", flush=True)
    print(f"{'check / limit':<18}{'median':>8}{'mean':>8}{'p95':>8}{'most':>8}{'of the sums':>14}")
    for kind, name in enumerate(("elapsed time", "processor time")):
        pairs = [(check[kind], limit[kind]) for check, limit in zip(checks, limits)]
        ratios = [check / limit for check, limit in pairs]
        whole = sum(check for check, _ in pairs) / sum(limit for _, limit in pairs)
        print(
            f"{name:<18}{statistics.median(ratios):>8.2f}{statistics.mean(ratios):>8.2f}"
            f"{measure.percentile(ratios, 95):>8.2f}{max(ratios):>8.2f}{whole:>14.2f}")


if __name__ == "__main__":
    main()
