"""Start-up beside git's own, and the check of the sample pull request."""

import os
import subprocess
import sys
import tempfile

import measure

command = os.path.abspath(sys.argv[1])
fixture = os.path.abspath(
    os.path.join(os.path.dirname(__file__), "../Fixtures/sample-pull-request"))
rounds = int(os.environ.get("ROUNDS", "30"))

with tempfile.TemporaryDirectory(prefix="git-vet-bench.") as work:
    def git(*arguments):
        subprocess.run(["git", "-C", work, *arguments], check=True, stdout=subprocess.DEVNULL)

    git("init", "-q", "-b", "main")
    for name, branch in (("base", "main"), ("head", "topic")):
        if branch != "main":
            git("checkout", "-q", "-b", branch)
            git("rm", "-rqf", ".")
        subprocess.run(["cp", "-R", f"{fixture}/{name}/.", work], check=True)
        git("add", "--all")
        git("-c", "user.name=bench", "-c", "user.email=bench@example.org", "commit", "-qm", name)
    check = [command, "check", "-C", work, "main", "topic", "--live", f"{fixture}/live.yaml"]
    found = measure.runs({
        "git --version": (["git", "--version"], None),
        "git vet --version": ([command, "--version"], None),
        "the demo's check": (check, None),
    }, rounds)
    reference = measure.milliseconds(found["git --version"])
    for name, runs in found.items():
        value = measure.milliseconds(runs)
        print(f"{name:<28}{value:>8.2f} ms{value / reference:>8.1f}x")
    print(f"{'memory of that check':<28}{measure.peak(found[name]):>8.1f} MiB")
