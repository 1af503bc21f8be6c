"""The check of a real repository's newest merges, a process each.

    Benchmarks/merges.py <git-vet> <repository> [<merges>]
"""

import collections
import os
import statistics
import sys

import history
import measure


def main():
    command, repository = map(os.path.abspath, sys.argv[1:3])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 300
    checks = []
    for merge, base, head in history.merges(repository, count):
        run = measure.once(
            [command, "check", base, head, "-C", repository, "--now", "2026-11-23T12:00:00Z"])
        checks.append((run.elapsed * 1000, merge[:10], run))
    elapsed, cpu = [check[0] for check in checks], [run.cpu * 1000 for *_, run in checks]
    print(f"{f'{len(checks)} merges':<24}{'elapsed ms':>12}{'cpu ms':>10}")
    for name, value in (
            ("median", statistics.median), ("mean", statistics.mean),
            ("95th percentile", lambda times: measure.percentile(times, 95)), ("most", max)):
        print(f"{name:<24}{value(elapsed):>12.1f}{value(cpu):>10.1f}")
    print(f"{'peak memory':<24}{measure.peak(run for *_, run in checks):>12.1f} MiB")
    for code, number in sorted(collections.Counter(run.code for *_, run in checks).items()):
        print(f"{f'exit code {code}':<24}{number:>12}")
    print("the slowest:")
    for elapsed, merge, run in sorted(checks, reverse=True)[:5]:
        print(
            f"  {merge:<22}{elapsed:>12.1f}{run.cpu * 1000:>10.1f}{run.memory:>8.1f} MiB"
            f"  exit code {run.code}")


if __name__ == "__main__":
    main()
