"""Seeded repositories, written with git fast-import."""

import random
import subprocess


def deployment(number, image):
    return f"""apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-{number}
  namespace: team-{number % 50}
spec:
  replicas: {number % 7 + 1}
  selector: {{matchLabels: {{app: app-{number}}}}}
  template:
    metadata: {{labels: {{app: app-{number}}}}}
    spec:
      containers:
        - name: app
          image: registry.example.org/app-{number}:{image}
          resources: {{requests: {{cpu: 100m, memory: 64Mi}}}}
"""


def plain(directory, manifests, seed=7):
    """`main` with so many manifests, a hundred to a directory, and `topic`, which changes one."""
    random.seed(seed)
    subprocess.run(["git", "init", "-q", "-b", "main", directory], check=True)
    pick = random.randrange(manifests)

    def path(number):
        return f"apps/{number // 100:04}/app-{number}.yaml"

    def commit(branch, files, parent=None):
        yield f"commit refs/heads/{branch}\n"
        yield "committer Bench <bench@example.org> 1700000000 +0000\n"
        yield "data 6\nchange\n"
        if parent:
            yield f"from refs/heads/{parent}\n"
        for name, text in files:
            yield f"M 100644 inline {name}\ndata {len(text)}\n{text}\n"

    stream = list(commit("main", ((path(n), deployment(n, "1.0")) for n in range(manifests))))
    stream += commit("topic", [(path(pick), deployment(pick, "1.1"))], parent="main")
    subprocess.run(
        ["git", "-C", directory, "fast-import", "--quiet"],
        input="".join(stream).encode(), check=True)
    return pick


def live(path, objects):
    """A listing as kubectl prints it."""
    import json

    items = []
    for number in range(objects):
        items.append({
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": {
                "name": f"app-{number}", "namespace": f"team-{number % 50}",
                "uid": f"00000000-0000-4000-8000-{number:012}", "resourceVersion": str(number)},
            "spec": {
                "replicas": number % 7 + 1,
                "selector": {"matchLabels": {"app": f"app-{number}"}},
                "template": {
                    "metadata": {"labels": {"app": f"app-{number}"}},
                    "spec": {"containers": [{
                        "name": "app", "image": f"registry.example.org/app-{number}:1.0",
                        "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}}}]}}}})
    with open(path, "w") as file:
        json.dump({"apiVersion": "v1", "kind": "List", "items": items}, file)
