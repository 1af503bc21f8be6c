"""Processor time of `git vet validate` beside kubeconform's, over objects of real repositories.

    Benchmarks/kubeconform.py <git-vet> <kubeconform> <schemas> <repository>...

Every kustomization of the repositories' HEAD is rendered, and up to OBJECTS (10,000) of what comes
out are written as a file each. <schemas> is a directory of JSON schemas as the package
kubernetes-validate of PyPI holds them (kubernetes-json-schema/v1.36.0-local); kubeconform is given
copies in which each schema is whole, as in those that it fetches by default, since it reads a
schema's references again for every kind.
"""

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
    """The objects of all kustomizations, as YAML, in a seeded order."""
    listing = subprocess.run(
        ["git", "-C", repository, "ls-tree", "-r", "-z", "--name-only", "--full-tree", "HEAD"],
        check=True, capture_output=True, text=True).stdout.split("\0")
    roots = sorted({
        posixpath.dirname(path) for path in listing
        if posixpath.basename(path) in KUSTOMIZATIONS})
    random.Random(7).shuffle(roots)
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


def schemas(directory, target, texts):
    """Writes the schemas of the kinds that the texts hold."""
    with open(f"{directory}/_definitions.json") as file:
        definitions = json.load(file)
    definitions = definitions.get("$defs", definitions.get("definitions"))
    for text in texts:
        version = re.search(rb"^apiVersion: (\S+)$", text, re.MULTILINE)
        kind = re.search(rb"^kind: (\S+)$", text, re.MULTILINE)
        if not version or not kind:
            continue
        group, _, version = version[1].decode().strip("\"'").rpartition("/")
        parts = [kind[1].decode()] + [group.split(".")[0]] * bool(group) + [version]
        name = "-".join(parts).lower() + ".json"
        if os.path.exists(f"{directory}/{name}") and not os.path.exists(f"{target}/{name}"):
            with open(f"{directory}/{name}") as source, open(f"{target}/{name}", "w") as file:
                json.dump(inlined(json.load(source), definitions), file)


def main():
    command, kubeconform, directory, *repositories = map(os.path.abspath, sys.argv[1:])
    texts = []
    for number, repository in enumerate(repositories):
        room = OBJECTS * (number + 1) // len(repositories)
        for text in documents(command, repository):
            if len(texts) < room:
                texts.append(text + b"\n")
    with tempfile.TemporaryDirectory(prefix="git-vet-bench.") as work:
        for name in ("schemas", "all", "plain"):
            os.mkdir(f"{work}/{name}")
        schemas(directory, f"{work}/schemas", texts)
        for number, text in enumerate(texts):
            custom = re.search(rb"^kind: CustomResourceDefinition$", text, re.MULTILINE)
            for name in ["all"] if custom else ["all", "plain"]:
                with open(f"{work}/{name}/{number:05}.yaml", "wb") as file:
                    file.write(text)
        print(
            f"{'':<36}{'files':>7}{'cpu s':>8}{'ms a file':>11}{'s':>7}{'peak MiB':>10}"
            f"{'ratio':>7}")
        for name, title in (("all", "all objects"), ("plain", "without definitions")):
            commands = {
                "kubeconform": ([
                    kubeconform, "-n", "1", "-ignore-missing-schemas", "-schema-location",
                    f"{work}/schemas/{{{{ .ResourceKind }}}}{{{{ .KindSuffix }}}}.json",
                    f"{work}/{name}"], None),
                "git vet validate": (
                    [command, "validate", "--ignore-missing-schemas", f"{work}/{name}"], None)}
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
                    f"  exit code {runs[0].code}", flush=True)


if __name__ == "__main__":
    main()
