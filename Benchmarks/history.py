"""The merges of a real repository."""

import subprocess


def merges(repository, count):
    """(merge, base, head) of HEAD's newest merges, the newest first. Base is the first parent."""
    listing = subprocess.run(
        ["git", "-C", repository, "rev-list", "--first-parent", "--merges", "--parents", "HEAD",
         f"--max-count={count}"], check=True, capture_output=True, text=True).stdout
    return [line.split()[:3] for line in listing.splitlines()]
