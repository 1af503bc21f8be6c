"""Reads YAML as kubectl does: YAML 1.1 as Go's libraries have it."""

import re

from kubectl_cache import Loader, yaml


class GoLoader(Loader):
    """Resolves plain scalars as sigs.k8s.io/yaml does: no dates, no numbers to base 60."""


def construct_int(loader, node):
    text = node.value.replace("_", "")
    sign = -1 if text.startswith("-") else 1
    digits = text.lstrip("+-")
    if re.match(r"0[0-7]+$", digits):
        return sign * int(digits, 8)
    return sign * int(digits, 0)


GoLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE"
             r"|on|On|ON|off|Off|OFF)$", "yYnNtTfFoO"),
    ("int", r"^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$|^[-+]?\.inf$|^\.nan$",
     "-+0123456789."),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
]:
    GoLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
GoLoader.add_constructor("tag:yaml.org,2002:int", construct_int)
GoLoader.add_constructor(
    "tag:yaml.org,2002:float",
    lambda loader, node: float(node.value.replace("_", "").replace(".inf", "inf").replace(
        ".nan", "nan")))
GoLoader.add_constructor(
    "tag:yaml.org,2002:bool",
    lambda loader, node: node.value.lower() in ("y", "yes", "true", "on"))
for tag in ("str", "null", "map", "seq", "binary"):
    constructors = yaml.SafeLoader.yaml_constructors
    GoLoader.add_constructor(
        f"tag:yaml.org,2002:{tag}", constructors[f"tag:yaml.org,2002:{tag}"])
GoLoader.add_constructor(None, yaml.SafeLoader.yaml_constructors[None])
