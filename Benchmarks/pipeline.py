"""The check of real merges beside the pipeline of shell commands that it stands for.

    Benchmarks/pipeline.py <git-vet> <repository> [<merges>]

The pipeline checks out both sides of a merge (`git archive`) and runs `kubectl kustomize` at both for
every kustomization that the merge affects and that no other builds on: what a person would script
to see what changes. It is given which those are, which a script would have to find out.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import measure

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.ci"))

from kubectl_cache import OFFLINE, Closures, Tree  # noqa: E402
from kustomize_graph import Graph  # noqa: E402


def affected(repository, closures, cache, revisions):
    """The kustomizations to render, at each side."""
    trees = [Tree(repository, revision) for revision in revisions]
    graphs = [Graph(tree, closures.blobs, cache) for tree in trees]
    roots = [set(tree.roots()) for tree in trees]
    found = ([], [])
    for root in sorted(graphs[0].tops | graphs[1].tops):
        sides = [
            closures.closure(trees[side], root) if root in roots[side] else None
            for side in (0, 1)]
        if sides[0] != sides[1]:
            for side in (0, 1):
                if sides[side] is not None:
                    found[side].append(root)
    return found


def children():
    """Seconds of processor time of the processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def check(command):
    """Seconds that git vet takes: elapsed, and of processor time."""
    times = []
    for _ in range(3):
        before = children()
        elapsed = measure.run(command)
        times.append((elapsed, children() - before))
    return tuple(map(min, zip(*times)))


def pipeline(repository, revisions, roots):
    """Seconds that the shell commands take: elapsed, and of processor time."""
    before = children()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="git-vet-bench.") as work:
        for side in (0, 1):
            tree = os.path.join(work, str(side))
            os.mkdir(tree)
            archive = subprocess.Popen(
                ["git", "-C", repository, "archive", revisions[side]], stdout=subprocess.PIPE)
            subprocess.run(["tar", "x", "-C", tree], stdin=archive.stdout, check=True)
            archive.stdout.close()
            archive.wait()
            for root in roots[side]:
                subprocess.run(
                    ["kubectl", "kustomize", os.path.join(tree, root)], env=OFFLINE,
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL)
        elapsed = time.perf_counter() - started
    return elapsed, children() - before


def main():
    command, repository = map(os.path.abspath, sys.argv[1:3])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 25
    listing = subprocess.run(
        ["git", "-C", repository, "rev-list", "--first-parent", "--merges", "--parents", "HEAD",
         f"--max-count={count}"], check=True, capture_output=True, text=True).stdout
    closures = Closures(repository)
    cache = {}
    ratios = ([], [])
    print("elapsed and processor time in ms")
    print(
        f"{'merge':<12}{'renderings':>11}{'pipeline':>18}{'git vet':>18}{'ratio':>16}")
    for line in listing.splitlines():
        merge, base, head = line.split()[:3]
        roots = affected(repository, closures, cache, (base, merge))
        ours = check([command, "check", base, head, "-C", repository])
        theirs = pipeline(repository, (base, merge), roots)
        for kind in (0, 1):
            ratios[kind].append(theirs[kind] / ours[kind])
        print(
            f"{merge[:10]:<12}{sum(map(len, roots)):>11}"
            + "".join(f"{value * 1000:>9.0f}" for value in theirs + ours)
            + "".join(f"{values[-1]:>8.1f}" for values in ratios), flush=True)
    for name, values in zip(("elapsed time", "processor time"), ratios):
        print(
            f"ratio of {name}: mean {statistics.mean(values):.1f}, "
            f"median {statistics.median(values):.1f}, "
            f"least {min(values):.1f}, most {max(values):.1f}")


if __name__ == "__main__":
    main()
