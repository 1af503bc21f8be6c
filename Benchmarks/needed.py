"""The objects of a repository that a check of a merge cannot do without.

- the commits from base and head to their merge base, as far as they lie apart;
- the trees of base, head, merge base and merge;
- every kustomization of the base, which say what the roots are, and those that the merge changes;
- what the affected roots read, on both sides: the fields of their kustomizations that name files,
  and nothing that only might be a path;
- other YAML files that the merge changes, on both sides.
"""

import os
import posixpath
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.ci"))

from go_yaml import GoLoader  # noqa: E402
from kubectl_cache import KUSTOMIZATIONS, Closures, Tree, git, normal, yaml  # noqa: E402
from kustomize_graph import Graph  # noqa: E402

LISTS = Graph.FIELDS + ("crds", "configurations", "patchesStrategicMerge")
ENTRIES = ("patches", "patchesJson6902", "replacements")
GENERATORS = ("configMapGenerator", "secretGenerator")


def is_yaml(path):
    name = posixpath.basename(path)
    return name in KUSTOMIZATIONS or name.endswith((".yaml", ".yml"))


class Needs:
    def __init__(self, repository):
        self.repository = repository
        self.closures = Closures(repository)
        self.graphs = {}
        self.named = {}

    def affected(self, trees):
        """The kustomizations that no other builds on and that differ: a list for each side."""
        graphs = [Graph(tree, self.closures.blobs, self.graphs) for tree in trees]
        roots = [set(tree.roots()) for tree in trees]
        found = ([], [])
        for root in sorted(graphs[0].tops | graphs[1].tops):
            sides = [
                self.closures.closure(trees[side], root) if root in roots[side] else None
                for side in (0, 1)]
            if sides[0] != sides[1]:
                for side in (0, 1):
                    if sides[side] is not None:
                        found[side].append(root)
        return found

    def paths(self, identifier):
        """What a kustomization names."""
        if identifier not in self.named:
            self.named[identifier] = self.read(self.closures.blobs.read(identifier))
        return self.named[identifier]

    def read(self, content):
        try:
            document = yaml.load(content, Loader=GoLoader)
        except (yaml.YAMLError, ValueError):
            return []
        if not isinstance(document, dict):
            return []
        found = []
        for field in LISTS:
            found += document.get(field) or []
        for field in ENTRIES:
            found += [
                item.get("path") for item in document.get(field) or [] if isinstance(item, dict)]
        for field in GENERATORS:
            for item in document.get(field) or []:
                names = list(item.get("envs") or []) + [item.get("env")]
                names += [
                    name.split("=", 1)[-1] for name in item.get("files") or []
                    if isinstance(name, str)]
                found += names
        openapi = document.get("openapi")
        found += [openapi.get("path")] if isinstance(openapi, dict) else []
        return [name for name in found if isinstance(name, str) and "\n" not in name]

    def files(self, tree, root):
        """The files that rendering a directory reads."""
        found, pending, seen = set(), [root], set()
        while pending:
            directory = pending.pop()
            if directory in seen:
                continue
            seen.add(directory)
            for name in KUSTOMIZATIONS:
                path = posixpath.join(directory, name)
                if path not in tree.files:
                    continue
                found.add(path)
                for text in self.paths(tree.files[path][1]):
                    target = normal(posixpath.join(directory, text))
                    target = target and self.closures.resolve(tree, target, found)
                    if target in tree.files:
                        found.add(target)
                    elif target in tree.directories:
                        pending.append(target)
        return found

    def objects(self, merge, base, head):
        """Lines for `git cat-file --batch`: an object id, and `yaml` where it is to be scanned."""
        ancestor = git(self.repository, "merge-base", base, head).decode().split()[0]
        lines = dict.fromkeys(
            git(self.repository, "rev-list", f"{base}...{head}").decode().split(), "-")
        lines[ancestor] = "-"
        for revision in (base, head, ancestor, merge):
            listing = git(
                self.repository, "ls-tree", "-r", "-d", "--full-tree", "--format=%(objectname)",
                revision).decode().split()
            root = git(self.repository, "rev-parse", f"{revision}^{{tree}}").decode().strip()
            lines.update(dict.fromkeys([root] + listing, "-"))
        trees = [Tree(self.repository, revision) for revision in (base, merge)]
        needed = [set(), set()]
        for side, roots in enumerate(self.affected(trees)):
            for root in roots:
                needed[side] |= self.files(trees[side], root)
        for side, tree in enumerate(trees):
            other = trees[1 - side]
            needed[side] |= {
                path for path, entry in tree.files.items()
                if posixpath.basename(path) in KUSTOMIZATIONS
                or (is_yaml(path) and other.files.get(path) != entry)}
            for path in needed[side]:
                mode, identifier = tree.files[path]
                if mode != "160000":
                    scanned = is_yaml(path) and mode != "120000"
                    lines[identifier] = "yaml" if scanned else lines.get(identifier, "-")
        return lines
