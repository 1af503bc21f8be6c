"""What `kubectl kustomize` prints for the directories of a repository's commits, kept on disk.

An answer is kept under everything that it can depend on: the version of kubectl, the path of the
directory, and the path and object id of each file that rendering can possibly read. Which files
these are is found here, with no help from git vet, and rather with too many than with too few: from
the kustomization on, every scalar that names a file or directory of the tree is followed.
"""

import collections
import hashlib
import os
import posixpath
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

try:
    import yaml
except ImportError:
    sys.exit("PyYAML is missing: apt-get install python3-yaml, or pip install pyyaml")
try:
    from yaml import CSafeLoader as Loader
except ImportError:
    from yaml import SafeLoader as Loader

KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
SECONDS = 120

# Nothing may be fetched: what needs the network fails at once.
OFFLINE = dict(
    os.environ,
    HTTPS_PROXY="http://127.0.0.1:1",
    HTTP_PROXY="http://127.0.0.1:1",
    GIT_TERMINAL_PROMPT="0",
    GIT_ALLOW_PROTOCOL="none",
    # A process lives for one answer: collecting its garbage is wasted.
    GOGC="off",
    GOMAXPROCS="1",
)


def git(repository, *arguments, **options):
    command = ["git", "-C", repository, *arguments]
    return subprocess.run(command, check=True, capture_output=True, **options).stdout


class Blobs:
    """The contents of a repository's blobs, through one `git cat-file`."""

    def __init__(self, repository):
        self.process = subprocess.Popen(
            ["git", "-C", repository, "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def read(self, name):
        self.process.stdin.write(name.encode() + b"\n")
        self.process.stdin.flush()
        size = int(self.process.stdout.readline().split()[2])
        content = self.process.stdout.read(size)
        self.process.stdout.read(1)
        return content


class Tree:
    """The files of one tree: path to (mode, object id)."""

    def __init__(self, repository, revision):
        self.id = git(repository, "rev-parse", f"{revision}^{{tree}}").decode().strip()
        self.files = {}
        self.directories = {""}
        listing = git(repository, "ls-tree", "-r", "-z", "--full-tree", revision)
        for entry in listing.decode(errors="surrogateescape").split("\0"):
            if not entry:
                continue
            facts, path = entry.split("\t", 1)
            mode, _, identifier = facts.split(" ")
            self.files[path] = (mode, identifier)
            directory = posixpath.dirname(path)
            while directory not in self.directories:
                self.directories.add(directory)
                directory = posixpath.dirname(directory)
        self.below = None

    def roots(self):
        """The directories with a kustomization, sorted."""
        return sorted(
            {
                posixpath.dirname(path)
                for path in self.files
                if posixpath.basename(path) in KUSTOMIZATIONS
            }
        )

    def files_below(self, directory):
        if self.below is None:
            self.below = {}
            for path in self.files:
                parent = posixpath.dirname(path)
                while True:
                    self.below.setdefault(parent, []).append(path)
                    if not parent:
                        break
                    parent = posixpath.dirname(parent)
        return self.below.get(directory, [])


class Closures:
    """Finds what rendering a directory can read."""

    def __init__(self, repository):
        self.blobs = Blobs(repository)
        self.scalars_of = {}
        self.references_of = {}

    def scalars(self, identifier):
        """The scalars of a YAML file, and whether it may be the configuration of a plugin."""
        if identifier not in self.scalars_of:
            content = self.blobs.read(identifier)
            self.scalars_of[identifier] = (self.parse(content), b"builtin" in content)
        return self.scalars_of[identifier]

    def parse(self, content):
        found = set()
        try:
            for event in yaml.parse(content, Loader=Loader):
                if isinstance(event, yaml.ScalarEvent):
                    found.add(event.value)
                    # A plugin or a patch written as a text.
                    if "\n" in event.value:
                        found |= self.parse(event.value)
        except (yaml.YAMLError, ValueError):
            text = content.decode(errors="replace") if isinstance(content, bytes) else content
            found |= set(re.split(r"[\s\"'\[\]{},]+", text))
            found |= {line.strip() for line in text.splitlines()}
        return found

    def references(self, identifier):
        """The texts of a file that can be paths, most of all those behind `key=`."""
        if identifier not in self.references_of:
            texts = set()
            for scalar in self.scalars(identifier)[0]:
                texts.add(scalar.strip())
                texts.update(part.strip() for part in scalar.split(","))
                if "=" in scalar:
                    texts.add(scalar.split("=", 1)[1].strip())
            self.references_of[identifier] = {
                text for text in texts if text and "\n" not in text and len(text) < 1000
            }
        return self.references_of[identifier]

    def resolve(self, tree, path, found):
        """The place that a path leads to through links; the links are noted in `found`."""
        for _ in range(40):
            parts = path.split("/") if path else []
            for count in range(1, len(parts) + 1):
                prefix = "/".join(parts[:count])
                entry = tree.files.get(prefix)
                if entry and entry[0] == "120000":
                    found.add(prefix)
                    target = self.blobs.read(entry[1]).decode(errors="surrogateescape")
                    rest = "/".join([target] + parts[count:])
                    path = normal(posixpath.join(posixpath.dirname(prefix), rest))
                    break
            else:
                return path
            if path is None:
                return None
        return None

    def closure(self, tree, root):
        """All (path, object id) that rendering the directory can read, sorted."""
        found = set()
        seen = set()
        pending = [("directory", root, root)]
        while pending:
            kind, path, base = pending.pop()
            path = self.resolve(tree, path, found)
            if path is None or (kind, path, base) in seen:
                continue
            seen.add((kind, path, base))
            if kind == "directory":
                names = [posixpath.join(path, name) for name in KUSTOMIZATIONS]
                names = [name for name in names if name in tree.files]
                if not names:
                    found.update(tree.files_below(path))
                    continue
                base = path
                for name in names:
                    found.add(name)
                    name = self.resolve(tree, name, found)
                    if name in tree.files:
                        pending.append(("references", name, base))
            elif kind == "references":
                found.add(path)
                if path not in tree.files or tree.files[path][0] == "160000":
                    continue
                for text in self.references(tree.files[path][1]):
                    target = normal(posixpath.join(base, text))
                    if target is None:
                        continue
                    if target in tree.directories:
                        pending.append(("directory", target, base))
                    elif target in tree.files:
                        pending.append(("file", target, base))
                    elif (place := self.resolve(tree, target, found)) is not None:
                        if place in tree.directories:
                            pending.append(("directory", place, base))
                        elif place in tree.files:
                            pending.append(("file", place, base))
            else:
                found.add(path)
                if path in tree.directories:
                    pending.append(("directory", path, base))
                elif path in tree.files and tree.files[path][0] != "160000":
                    # The paths of a plugin's configuration are those of its kustomization.
                    if self.scalars(tree.files[path][1])[1]:
                        pending.append(("references", path, base))
        return sorted((path, *tree.files[path]) for path in found if path in tree.files)


def normal(path):
    """The path within the tree; nil where it leads out of it."""
    path = posixpath.normpath(path)
    if path == ".":
        return ""
    return None if path.startswith(("/", "..")) else path


class KubectlCache:
    """Answers of `kubectl kustomize`, kept in a directory.

    `scratch` becomes a work tree; it is brought from commit to commit as the answers that are
    missing need it.
    """

    def __init__(self, repository, directory, scratch, jobs=1):
        self.repository = os.path.abspath(repository)
        self.directory = directory
        self.scratch = os.path.abspath(scratch)
        self.jobs = jobs
        self.closures = Closures(self.repository)
        self.git_directory = (
            git(self.repository, "rev-parse", "--absolute-git-dir").decode().strip()
        )
        self.version = subprocess.run(
            ["kubectl", "version", "--client"], check=True, capture_output=True
        ).stdout
        self.made = 0
        self.at = None
        # The keys of the trees that were looked at last, with the files of each closure.
        self.known = collections.OrderedDict()
        os.makedirs(self.directory, exist_ok=True)
        os.makedirs(self.scratch, exist_ok=True)

    def key(self, tree, root):
        """The key of a root's answer in a tree."""
        if tree.id not in self.known:
            self.known[tree.id] = self.carried_over(tree)
            while len(self.known) > 3:
                self.known.popitem(last=False)
        known = self.known[tree.id][1]
        if root not in known:
            digest = hashlib.sha256(self.version)
            digest.update(root.encode(errors="surrogateescape") + b"\0")
            closure = self.closures.closure(tree, root)
            for entry in closure:
                digest.update("\0".join(entry).encode(errors="surrogateescape") + b"\0\0")
            known[root] = (digest.hexdigest()[:40], frozenset(entry[0] for entry in closure))
        return known[root][0]

    def carried_over(self, tree):
        """The keys that another tree has as well. Where both have the same paths, a closure without
        a file that differs is the same."""
        best = {}
        for other, known in self.known.values():
            if other.files.keys() != tree.files.keys():
                continue
            changed = {
                path for path, entry in tree.files.items() if other.files[path] != entry}
            kept = {
                root: entry for root, entry in known.items() if changed.isdisjoint(entry[1])}
            if len(kept) > len(best):
                best = kept
        return tree, best

    def path(self, key):
        """Where an answer lies, without its ending: `.ok` for an output, `.err` for an error."""
        return os.path.join(self.directory, key[:2], key)

    def answers(self, tree, revision, roots):
        """The key of each root's answer; answers that are missing are made first."""
        keys = {root: self.key(tree, root) for root in roots}
        missing = {}
        for root, key in keys.items():
            base = self.path(key)
            if not os.path.exists(base + ".ok") and not os.path.exists(base + ".err"):
                missing[key] = root
        if missing:
            self.check_out(revision)
            with ThreadPoolExecutor(self.jobs) as pool:
                list(pool.map(self.make, missing.items()))
        return keys

    def output(self, key):
        """What kubectl printed; nil where it failed."""
        try:
            with open(self.path(key) + ".ok", "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def error(self, key):
        try:
            with open(self.path(key) + ".err", "rb") as file:
                return file.read().decode(errors="replace")
        except FileNotFoundError:
            return None

    def check_out(self, revision):
        if self.at == revision:
            return
        environment = dict(
            os.environ,
            GIT_DIR=self.git_directory,
            GIT_WORK_TREE=self.scratch,
            GIT_INDEX_FILE=self.scratch + ".index",
        )
        subprocess.run(
            ["git", "-c", "core.bare=false", "read-tree", "-u", "--reset", revision],
            check=True,
            env=environment,
            cwd=self.scratch,
        )
        self.at = revision

    def make(self, missing):
        key, root = missing
        base = self.path(key)
        os.makedirs(os.path.dirname(base), exist_ok=True)
        try:
            result = subprocess.run(
                ["kubectl", "kustomize", os.path.join(self.scratch, root)],
                env=OFFLINE,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
            )
            succeeded, text = result.returncode == 0, result.stdout
            if not succeeded:
                text = result.stderr.replace(self.scratch.encode(), b"")
        except subprocess.TimeoutExpired:
            succeeded, text = False, b"timed out"
        temporary = f"{base}.{os.getpid()}"
        with open(temporary, "wb") as file:
            file.write(text)
        os.replace(temporary, base + (".ok" if succeeded else ".err"))
        self.made += 1
