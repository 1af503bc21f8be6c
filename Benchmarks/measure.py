"""Times whole processes: medians over runs that take turns, so that noise hits all alike."""

import os
import resource
import statistics
import subprocess
import time


def run(command, cwd=None, accept=(0, 1, 3, 4)):
    started = time.perf_counter()
    result = subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    elapsed = time.perf_counter() - started
    if result.returncode not in accept:
        raise SystemExit(f"{command}: exit {result.returncode}\n{result.stderr.decode()}")
    return elapsed


def medians(commands, rounds):
    """Milliseconds of each command, by name: commands is {name: (argv, cwd)}."""
    times = {name: [] for name in commands}
    for name, (argv, cwd) in commands.items():
        run(argv, cwd)
    for _ in range(rounds):
        for name, (argv, cwd) in commands.items():
            times[name].append(run(argv, cwd))
    return {name: statistics.median(values) * 1000 for name, values in times.items()}


def peak_memory(argv, cwd=None):
    """The largest resident set of a process, in MiB."""
    child = os.fork()
    if child == 0:
        os.chdir(cwd or ".")
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        os.execvp(argv[0], argv)
    _, _, usage = os.wait4(child, 0)
    return usage.ru_maxrss / 1024
