"""A large GitOps repository with its policies and its changes, each from its number.

Half of the manifests lie plain below `clusters/prod`, 36 to a directory: a namespace, and seven
components of five kinds. The other half is applications of fifty manifests: such 35 in a base, and
five in each of the overlays dev, stage and prod, which patch the base. Branches:

    main-<policies>             the manifests, so many policies, and a configuration
    topic-<policies>-<files>    changes so many files: plain, of a base, of an overlay in turn
"""

import json
import random
import subprocess

from objects import (
    COMPONENTS, deployment, ingress, isolation, manifests, namespace, patch, quota, yaml)
from policies import policy

STAGES = ("dev", "stage", "prod")
PER_APPLICATION = 50
PER_DIRECTORY = 36


def plain(number, value="1"):
    """A plain manifest: its path and its object."""
    application, rest = f"app-{number // PER_DIRECTORY:05}", number % PER_DIRECTORY
    directory = f"clusters/prod/{application}"
    if rest == 0:
        found = namespace(application, "plain")
        found["metadata"]["labels"]["revision"] = value
        return f"{directory}/namespace.yaml", found
    component = COMPONENTS[(rest - 1) // 5]
    kind, found = list(manifests(application, component, value).items())[(rest - 1) % 5]
    found["metadata"]["namespace"] = f"{application}-plain"
    found["metadata"]["annotations"] = {"example.org/revision": value}
    return f"{directory}/{component}-{kind}.yaml", found


def application_files(application):
    """Path and value of every file of an application."""
    base = []
    for component in COMPONENTS:
        for name, found in manifests(application, component).items():
            base.append(f"{component}-{name}.yaml")
            yield f"apps/{application}/base/{base[-1]}", found
    yield f"apps/{application}/base/kustomization.yaml", {"resources": base}
    for stage in STAGES:
        directory = f"apps/{application}/overlays/{stage}"
        files = {
            "namespace": namespace(application, stage), "ingress": ingress(application, stage),
            "quota": quota(stage), "isolation": isolation(), "patch": patch(application, stage)}
        for name, found in files.items():
            yield f"{directory}/{name}.yaml", found
        yield f"{directory}/kustomization.yaml", {
            "namespace": f"{application}-{stage}",
            "resources": ["../../base"] + [f"{name}.yaml" for name in files if name != "patch"],
            "patches": [{"path": "patch.yaml"}],
            "labels": [{"pairs": {"stage": stage}}]}


def rendered(application, stage):
    """The objects of an overlay."""
    found = [namespace(application, stage), ingress(application, stage), quota(stage), isolation()]
    for component in COMPONENTS:
        found += manifests(application, component).values()
    for each in found:
        if each["kind"] != "Namespace":
            each["metadata"]["namespace"] = f"{application}-{stage}"
        each["metadata"].setdefault("labels", {})
        each["metadata"]["labels"] = dict(each["metadata"]["labels"], stage=stage)
        if each["metadata"]["name"] == f"{application}-web" and each["kind"] == "Deployment":
            each["spec"]["replicas"] = 4
            each["spec"]["template"]["metadata"]["annotations"] = {"example.org/revision": "1"}
    return found


def changed(count, smallest, seed=7):
    """Path and value of so many changed files, all among the first manifests of a repository that
    is as small as `smallest`, where it is large enough for them."""
    chance = random.Random(seed)
    size = max(smallest, 2 * PER_APPLICATION * count)
    third = -(-count // 3)
    numbers = chance.sample(range(size // 3), third)
    applications = chance.sample(range(size // 2 // PER_APPLICATION), min(2 * third, count))
    for index in range(count):
        if index % 3 == 0:
            yield plain(numbers[index // 3], "2")
            continue
        application = f"app-{applications[index // 3 + third * (index % 3 - 1)]:05}"
        if index % 3 == 1:
            component = COMPONENTS[index % len(COMPONENTS)]
            yield (
                f"apps/{application}/base/{component}-deployment.yaml",
                deployment(application, component, "1.2"))
        else:
            yield (
                f"apps/{application}/overlays/prod/ingress.yaml", ingress(application, "prod", "2"))


def configuration(policies):
    return {
        "apiVersion": "git-vet/v1", "kind": "Config", "policies": ["policies"] if policies else [],
        "environments": [
            {
                "name": stage,
                "roots": [f"apps/*/overlays/{stage}"] + ["clusters/prod"] * (stage == "prod")}
            for stage in STAGES]}


def write(directory, size, policies, changes, smallest):
    """The repository with its branches."""
    subprocess.run(["git", "init", "-q", "-b", "main", directory], check=True)
    git = subprocess.Popen(
        ["git", "-C", directory, "fast-import", "--quiet"], stdin=subprocess.PIPE)

    def commit(branch, files, parent=None):
        header = f"commit refs/heads/{branch}\n"
        header += "committer Bench <bench@example.org> 1700000000 +0000\ndata 6\nchange\n"
        header += f"from refs/heads/{parent}\n" if parent else ""
        git.stdin.write(header.encode())
        for path, found in files:
            documents = found if isinstance(found, list) else [found]
            text = "---\n".join(map(yaml, documents)).encode()
            git.stdin.write(f"M 100644 inline {path}\ndata {len(text)}\n".encode() + text + b"\n")

    def everything():
        for number in range(size - size // 2):
            yield plain(number)
        for number in range(size // 2 // PER_APPLICATION):
            yield from application_files(f"app-{number:05}")

    commit("main", everything())
    for count in policies:
        rules = [(f"policies/rule-{number:03}.yaml", policy(number)) for number in range(count)]
        commit(f"main-{count}", [(".git-vet.yaml", configuration(count))] + rules, "main")
        for files in changes:
            commit(f"topic-{count}-{files}", changed(files, smallest), f"main-{count}")
    git.stdin.close()
    if git.wait():
        raise SystemExit("git fast-import failed")
