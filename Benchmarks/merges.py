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
    times = [check[0] for check in checks]
    print(f"{'merges':<24}{len(checks):>10}")
    for name, value in (
            ("median", statistics.median(times)),
            ("mean", statistics.mean(times)),
            ("95th percentile", measure.percentile(times, 95)),
            ("most", max(times)),
            ("processor time, mean", statistics.mean(run.cpu for *_, run in checks) * 1000)):
        print(f"{name:<24}{value:>10.1f} ms")
    print(f"{'peak memory':<24}{measure.peak(run for *_, run in checks):>10.1f} MiB")
    for code, number in sorted(collections.Counter(run.code for *_, run in checks).items()):
        print(f"{f'exit code {code}':<24}{number:>10}")
    print("the slowest:")
    for elapsed, merge, run in sorted(checks, reverse=True)[:5]:
        print(f"  {merge:<22}{elapsed:>10.1f} ms{run.memory:>9.1f} MiB  exit code {run.code}")


if __name__ == "__main__":
    main()
