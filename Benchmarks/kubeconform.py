"""Processor time of `git vet validate` beside kubeconform's, over objects of real repositories.

    Benchmarks/kubeconform.py <git-vet> <kubeconform> <schemas> <repository>...

Every kustomization of the repositories' HEAD is rendered, and up to OBJECTS (10,000) of what comes
out are written as a file each. <schemas> is a directory of JSON schemas as the package
kubernetes-validate of PyPI holds them (kubernetes-json-schema/v1.36.0-local); kubeconform is given
copies in which each schema is whole, as in those that it fetches by default, since it reads a
schema's references again for every kind.
"""

import collections
import json
import os
import posixpath
import random
import re
import statistics
import subprocess
import sys
import tempfile

import measure

KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
OBJECTS = int(os.environ.get("OBJECTS", "10000"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))


def documents(command, repository):
    """The objects of all kustomizations, as YAML."""
    listing = subprocess.run(
        ["git", "-C", repository, "ls-tree", "-r", "-z", "--name-only", "--full-tree", "HEAD"],
        check=True, capture_output=True, text=True).stdout.split("\0")
    roots = sorted({
        posixpath.dirname(path) for path in listing
        if posixpath.basename(path) in KUSTOMIZATIONS})
    for root in roots:
        rendered = subprocess.run(
            [command, "render", f"HEAD:{root}"], cwd=repository, capture_output=True).stdout
        yield from (text for text in rendered.split(b"\n---\n") if text.strip())


def inlined(schema, definitions, above=()):
    """A schema without references. One that holds itself ends there."""
    if isinstance(schema, list):
        return [inlined(item, definitions, above) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str):
        name = schema["$ref"].rsplit("/", 1)[-1]
        return {} if name in above else inlined(definitions[name], definitions, above + (name,))
    return {
        key: inlined(value, definitions, above) for key, value in schema.items()
        if key != "description" or not isinstance(value, str)}


def field(text, name):
    found = re.search(rb"^%s: (\S+)$" % name.encode(), text, re.MULTILINE)
    return found[1].decode().strip("\"'") if found else ""


def schema_name(text):
    """The name of the file with the schema of an object."""
    group, _, version = field(text, "apiVersion").rpartition("/")
    parts = [field(text, "kind")] + [group.split(".")[0]] * bool(group) + [version]
    return "-".join(parts).lower() + ".json"


def schemas(directory, target, names):
    """Writes schemas without references."""
    with open(f"{directory}/_definitions.json") as file:
        definitions = json.load(file)
    definitions = definitions.get("$defs", definitions.get("definitions"))
    for name in names:
        with open(f"{directory}/{name}") as source, open(f"{target}/{name}", "w") as file:
            json.dump(inlined(json.load(source), definitions), file)


def summary(argv):
    """How many objects kubeconform found to be what."""
    output = subprocess.run([argv[0], "-summary", *argv[1:]], capture_output=True, text=True).stdout
    return output.splitlines()[-1].partition(" - ")[2]


def statuses(argv):
    """How many objects git vet found to be what."""
    output = subprocess.run(argv + ["--format", "json"], capture_output=True).stdout
    found = collections.Counter(each["status"] for each in json.loads(output)["resources"])
    return ", ".join(f"{status}: {count}" for status, count in sorted(found.items()))


def main():
    command, kubeconform, directory, *repositories = map(os.path.abspath, sys.argv[1:])
    texts = [
        text + b"\n" for repository in repositories for text in documents(command, repository)]
    random.Random(7).shuffle(texts)
    del texts[OBJECTS:]
    with tempfile.TemporaryDirectory(prefix="git-vet-bench.") as work:
        for name in ("schemas", "all", "plain", "known"):
            os.mkdir(f"{work}/{name}")
        names = set(map(schema_name, texts)) & set(os.listdir(directory))
        schemas(directory, f"{work}/schemas", names)
        for number, text in enumerate(texts):
            definition = field(text, "kind") == "CustomResourceDefinition"
            known = not definition and schema_name(text) in names
            for name in ["all"] + ["plain"] * (not definition) + ["known"] * known:
                with open(f"{work}/{name}/{number:05}.yaml", "wb") as file:
                    file.write(text)
        print(
            f"{'':<36}{'files':>7}{'cpu s':>8}{'ms a file':>11}{'s':>7}{'peak MiB':>10}"
            f"{'ratio':>7}")
        for name, title in (
                ("all", "all objects"), ("plain", "without definitions"),
                ("known", "and with a schema")):
            commands = {
                "kubeconform": ([
                    kubeconform, "-n", "1", "-ignore-missing-schemas", "-schema-location",
                    f"{work}/schemas/{{{{ .ResourceKind }}}}{{{{ .KindSuffix }}}}.json",
                    f"{work}/{name}"], None),
                "git vet validate": (
                    [command, "validate", "--ignore-missing-schemas", f"{work}/{name}"], None)}
            judged = {
                "kubeconform": summary(commands["kubeconform"][0]),
                "git vet validate": statuses(commands["git vet validate"][0])}
            found = measure.runs(commands, ROUNDS)
            files = len(os.listdir(f"{work}/{name}"))
            cpu = {
                program: statistics.median(run.cpu for run in runs)
                for program, runs in found.items()}
            for program, runs in found.items():
                print(
                    f"{f'{title}, {program}':<36}{files:>7}{cpu[program]:>8.2f}"
                    f"{cpu[program] * 1000 / files:>11.3f}{measure.milliseconds(runs) / 1000:>7.2f}"
                    f"{measure.peak(runs):>10.1f}{cpu['kubeconform'] / cpu[program]:>7.2f}"
                    f"\n    {judged[program]}", flush=True)


if __name__ == "__main__":
    main()
