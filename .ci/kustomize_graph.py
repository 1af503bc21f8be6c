"""Which kustomizations of a tree are environments: those that no other builds on."""

import posixpath

from go_yaml import GoLoader
from kubectl_cache import KUSTOMIZATIONS, normal, yaml


class Graph:
    """The kustomizations of a tree, and which of them others build on."""

    FIELDS = ("resources", "bases", "components", "generators", "transformers", "validators")

    def __init__(self, tree, blobs, cache):
        self.referred = set()
        self.components = set()
        roots = set(tree.roots())
        for root in roots:
            for name in KUSTOMIZATIONS:
                entry = tree.files.get(posixpath.join(root, name))
                if not entry:
                    continue
                if entry[1] not in cache:
                    cache[entry[1]] = self.read(blobs.read(entry[1]))
                is_component, paths = cache[entry[1]]
                if is_component:
                    self.components.add(root)
                for path in paths:
                    target = normal(posixpath.join(root, path))
                    if target is not None and target in roots and target != root:
                        self.referred.add(target)
        self.tops = roots - self.referred - self.components

    def read(self, content):
        try:
            document = yaml.load(content, Loader=GoLoader)
        except (yaml.YAMLError, ValueError):
            return False, []
        if not isinstance(document, dict):
            return False, []
        paths = []
        for field in self.FIELDS:
            value = document.get(field)
            if isinstance(value, list):
                paths += [item for item in value if isinstance(item, str) and "\n" not in item]
        return document.get("kind") == "Component", paths
