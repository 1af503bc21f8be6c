"""Times whole processes: medians over runs that take turns, so that noise hits all alike.

The processes are started by a small one. What the kernel calls the peak memory of a process begins
with that of the process that started it, and a benchmark that has written a repository is large.
"""

import collections
import json
import os
import statistics
import subprocess
import sys
import time

# Seconds elapsed, seconds of processor time, MiB, and the exit code of the last command.
Run = collections.namedtuple("Run", "elapsed cpu memory code error")

launcher = None


def once(*pipeline, cwd=None, stdin=os.devnull, stdout=os.devnull, accept=(0, 1, 3, 4)):
    """One run of commands that are joined by pipes."""
    global launcher
    if launcher is None:
        launcher = subprocess.Popen(
            [sys.executable, "-I", os.path.abspath(__file__)], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    launcher.stdin.write(json.dumps([pipeline, cwd, stdin, stdout]) + "\n")
    launcher.stdin.flush()
    result = Run(*json.loads(launcher.stdout.readline()))
    if accept is not None and result.code not in accept:
        raise SystemExit(f"{pipeline}: exit {result.code}\n{result.error}")
    return result


def runs(commands, rounds):
    """The runs of each command, by name: commands is {name: (argv, cwd)}."""
    found = {name: [] for name in commands}
    for argv, cwd in commands.values():
        once(argv, cwd=cwd)
    for _ in range(rounds):
        for name, (argv, cwd) in commands.items():
            found[name].append(once(argv, cwd=cwd))
    return found


def milliseconds(found):
    """The median of the elapsed times of runs."""
    return statistics.median(run.elapsed for run in found) * 1000


def processor(found):
    """The median of the processor times of runs."""
    return statistics.median(run.cpu for run in found) * 1000


def peak(found):
    """The largest memory of runs, in MiB."""
    return max(run.memory for run in found)


def percentile(values, percent):
    """The smallest value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def serve():
    """Starts what is asked for, until there is nothing more."""
    import tempfile

    for line in sys.stdin:
        pipeline, cwd, stdin, stdout = json.loads(line)
        with tempfile.TemporaryFile() as errors, open(stdin, "rb") as source, \
                open(stdout, "wb") as sink:
            started = time.perf_counter()
            processes = []
            for number, argv in enumerate(pipeline):
                last = number == len(pipeline) - 1
                processes.append(subprocess.Popen(
                    argv, cwd=cwd, stderr=errors,
                    stdin=processes[-1].stdout if processes else source,
                    stdout=sink if last else subprocess.PIPE))
                if number:
                    processes[-2].stdout.close()
            cpu = memory = code = 0
            for process in processes:
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = code = os.waitstatus_to_exitcode(status)
                cpu += usage.ru_utime + usage.ru_stime
                memory = max(memory, usage.ru_maxrss / 1024)
            elapsed = time.perf_counter() - started
            errors.seek(0)
            error = errors.read(4000).decode(errors="replace")
        print(json.dumps([elapsed, cpu, memory, code, error]), flush=True)


if __name__ == "__main__":
    serve()
