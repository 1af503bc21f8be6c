"""The check of real merges beside the pipeline of shell commands that it stands for.

    Benchmarks/pipeline.py <git-vet> <repository> [<merges>]

The pipeline checks out both sides of a merge (`git archive`) and runs `kubectl kustomize` at both
for every kustomization that the merge affects and that no other builds on: what a person would
script to see what changes. It is given which those are, which a script would have to find out.
ROUNDS is how often both run, by turns. With TMPDIR=/dev/shm the trees are written to memory, which
leaves the speed of the disk out.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import history
import measure
from needed import Needs  # it makes what .ci holds importable

from kubectl_cache import OFFLINE, Tree  # noqa: E402

ROUNDS = int(os.environ.get("ROUNDS", "3"))


def children():
    """Seconds of processor time of the processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def pipeline(repository, revisions, roots):
    """Seconds that the shell commands take: elapsed, of processor time, and until the trees are
    there."""
    before = children()
    started = time.perf_counter()
    checked_out = 0
    with tempfile.TemporaryDirectory(prefix="git-vet-bench.") as work:
        for side in (0, 1):
            begun = time.perf_counter()
            tree = os.path.join(work, str(side))
            os.mkdir(tree)
            archive = subprocess.Popen(
                ["git", "-C", repository, "archive", revisions[side]], stdout=subprocess.PIPE)
            subprocess.run(["tar", "x", "-C", tree], stdin=archive.stdout, check=True)
            archive.stdout.close()
            archive.wait()
            checked_out += time.perf_counter() - begun
            for root in roots[side]:
                subprocess.run(
                    ["kubectl", "kustomize", os.path.join(tree, root)], env=OFFLINE,
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL)
        elapsed = time.perf_counter() - started
        cpu = children() - before
    return elapsed, cpu, checked_out


def main():
    command, repository = map(os.path.abspath, sys.argv[1:3])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 25
    needs = Needs(repository)
    times = ([], [])
    checkouts = []
    print("elapsed and processor time in ms")
    print(
        f"{'merge':<12}{'renderings':>11}{'checkout':>9}{'pipeline':>18}{'git vet':>18}"
        f"{'ratio':>16}")
    for merge, base, head in history.merges(repository, count):
        roots = needs.affected([Tree(repository, revision) for revision in (base, merge)])
        check, script = [], []
        for _ in range(ROUNDS):
            run = measure.once([command, "check", base, head, "-C", repository])
            check.append((run.elapsed, run.cpu))
            script.append(pipeline(repository, (base, merge), roots))
        ours = tuple(map(statistics.median, zip(*check)))
        *theirs, checkout = map(statistics.median, zip(*script))
        checkouts.append(checkout)
        for kind in (0, 1):
            times[kind].append((theirs[kind], ours[kind]))
        print(
            f"{merge[:10]:<12}{sum(map(len, roots)):>11}{checkout * 1000:>9.0f}"
            + "".join(f"{value * 1000:>9.0f}" for value in (*theirs, *ours))
            + "".join(f"{theirs[kind] / ours[kind]:>8.1f}" for kind in (0, 1)), flush=True)
    for name, pairs in zip(("elapsed time", "processor time"), times):
        ratios = [theirs / ours for theirs, ours in pairs]
        whole = sum(theirs for theirs, _ in pairs) / sum(ours for _, ours in pairs)
        print(
            f"{name}: mean of the ratios {statistics.mean(ratios):.1f}, "
            f"median {statistics.median(ratios):.1f}, least {min(ratios):.1f}, "
            f"most {max(ratios):.1f}; ratio of the means {whole:.1f}")
    share = sum(checkouts) / sum(theirs for theirs, _ in times[0])
    print(f"checkouts take {share:.0%} of the pipelines' time")


if __name__ == "__main__":
    main()
