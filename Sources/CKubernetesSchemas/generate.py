#!/usr/bin/env python3
"""Writes schemas.bin, the table of the built-in kinds (its form: include/CKubernetesSchemas.h).

    generate.py NEWEST-OPENAPI.json[.gz] DEFINITIONS.whl schemas.bin

NEWEST-OPENAPI is the OpenAPI v2 document of an API server of the newest version, as
`kubectl get --raw /openapi/v2` prints it: its paths tell scopes and plural names. DEFINITIONS is
the wheel of the Python package kubernetes-validate, which carries the definitions of the versions
before it. No description is kept.
"""

import gzip
import json
import struct
import sys
import zipfile

OLDEST, NEWEST = 25, 36
NONE = 0xFFFFFFFF
MAGIC = 0x3153424B  # KBS1

SHAPES = ["object", "map", "list", "string", "integer", "number", "boolean", "intOrString",
          "quantity", "any"]
FORMATS = ["", "int32", "int64", "double", "byte", "date-time", "micro-time"]
LIST_TYPES = {None: 0, "atomic": 1, "set": 2, "map": 3}
MAP_TYPES = {None: 0, "atomic": 1, "granular": 2}
PATCH = {"merge": 1, "replace": 2, "retainKeys": 4}
NAMESPACED, CLUSTER = 1, 2
PRESERVES_UNKNOWN = 1

META = "io.k8s.apimachinery.pkg.apis.meta.v1."
SPECIAL = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": ("quantity", ""),
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": ("intOrString", ""),
    META + "Time": ("string", "date-time"),
    META + "MicroTime": ("string", "micro-time"),
    META + "FieldsV1": ("any", ""),
    META + "Patch": ("any", ""),
    "io.k8s.apimachinery.pkg.runtime.RawExtension": ("any", ""),
}
APIEXTENSIONS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1."
for name in ["JSON", "JSONSchemaPropsOrArray", "JSONSchemaPropsOrBool",
             "JSONSchemaPropsOrStringArray"]:
    SPECIAL[APIEXTENSIONS + name] = ("any", "")

# Defaults of fields that are keys of lists: a manifest may leave them out, and the elements must
# still be told apart. OpenAPI v2 does not carry them.
DEFAULTS = {
    ("io.k8s.api.core.v1.ContainerPort", "protocol"): "TCP",
    ("io.k8s.api.core.v1.ServicePort", "protocol"): "TCP",
}

# Kinds that the newest version does not serve unasked, so that no path tells their scope.
UNSERVED = {
    ("", "Binding"): ("bindings", NAMESPACED),
    ("authentication.k8s.io", "SelfSubjectReview"): ("selfsubjectreviews", CLUSTER),
    ("certificates.k8s.io", "ClusterTrustBundle"): ("clustertrustbundles", CLUSTER),
    ("certificates.k8s.io", "PodCertificateRequest"): ("podcertificaterequests", NAMESPACED),
    ("coordination.k8s.io", "LeaseCandidate"): ("leasecandidates", NAMESPACED),
    ("internal.apiserver.k8s.io", "StorageVersion"): ("storageversions", CLUSTER),
    ("networking.k8s.io", "ClusterCIDR"): ("clustercidrs", CLUSTER),
    ("resource.k8s.io", "DeviceTaintRule"): ("devicetaintrules", CLUSTER),
    ("resource.k8s.io", "PodScheduling"): ("podschedulings", NAMESPACED),
    ("resource.k8s.io", "PodSchedulingContext"): ("podschedulingcontexts", NAMESPACED),
    ("resource.k8s.io", "ResourceClaimParameters"): ("resourceclaimparameters", NAMESPACED),
    ("resource.k8s.io", "ResourceClass"): ("resourceclasses", CLUSTER),
    ("resource.k8s.io", "ResourceClassParameters"): ("resourceclassparameters", NAMESPACED),
    ("resource.k8s.io", "ResourcePoolStatusRequest"): ("resourcepoolstatusrequests", CLUSTER),
    ("scheduling.k8s.io", "PodGroup"): ("podgroups", NAMESPACED),
    ("scheduling.k8s.io", "Workload"): ("workloads", NAMESPACED),
    ("storagemigration.k8s.io", "StorageVersionMigration"):
        ("storageversionmigrations", CLUSTER),
}

# Beta versions that servers serve without being told to although they came after 1.24, when new
# beta APIs became off by default: they are versions of an API that was on before.
SERVED_BETAS = {("flowcontrol.apiserver.k8s.io", "v1beta3")}

# What versions before the oldest of the table removed (the Deprecated API Migration Guide).
REMOVED = {
    16: {"extensions/v1beta1": ["DaemonSet", "Deployment", "NetworkPolicy", "PodSecurityPolicy",
                                "ReplicaSet"],
         "apps/v1beta1": ["ControllerRevision", "Deployment", "StatefulSet"],
         "apps/v1beta2": ["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet",
                          "StatefulSet"]},
    22: {"admissionregistration.k8s.io/v1beta1": ["MutatingWebhookConfiguration",
                                                  "ValidatingWebhookConfiguration"],
         "apiextensions.k8s.io/v1beta1": ["CustomResourceDefinition"],
         "apiregistration.k8s.io/v1beta1": ["APIService"],
         "authentication.k8s.io/v1beta1": ["TokenReview"],
         "authorization.k8s.io/v1beta1": ["LocalSubjectAccessReview", "SelfSubjectAccessReview",
                                          "SelfSubjectRulesReview", "SubjectAccessReview"],
         "certificates.k8s.io/v1beta1": ["CertificateSigningRequest"],
         "coordination.k8s.io/v1beta1": ["Lease"],
         "extensions/v1beta1": ["Ingress"],
         "networking.k8s.io/v1beta1": ["Ingress", "IngressClass"],
         "rbac.authorization.k8s.io/v1beta1": ["ClusterRole", "ClusterRoleBinding", "Role",
                                               "RoleBinding"],
         "scheduling.k8s.io/v1beta1": ["PriorityClass"],
         "storage.k8s.io/v1beta1": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"]},
    25: {"autoscaling/v2beta1": ["HorizontalPodAutoscaler"],
         "batch/v1beta1": ["CronJob"],
         "discovery.k8s.io/v1beta1": ["EndpointSlice"],
         "events.k8s.io/v1beta1": ["Event"],
         "node.k8s.io/v1beta1": ["RuntimeClass"],
         "policy/v1beta1": ["PodDisruptionBudget", "PodSecurityPolicy"]},
}
REMOVED_SCOPE = {
    "PodSecurityPolicy": ("podsecuritypolicies", CLUSTER),
    "Deployment": ("deployments", NAMESPACED), "DaemonSet": ("daemonsets", NAMESPACED),
    "ReplicaSet": ("replicasets", NAMESPACED), "Ingress": ("ingresses", NAMESPACED),
    "NetworkPolicy": ("networkpolicies", NAMESPACED),
}

# Kinds of OpenShift that aggregated API servers serve, of which no CustomResourceDefinition tells
# the scope, and the kinds that configure every cluster.
OPENSHIFT = {
    "apps.openshift.io/v1": ({"DeploymentConfig": "deploymentconfigs"}, {}),
    "authorization.openshift.io/v1": (
        {"Role": "roles", "RoleBinding": "rolebindings",
         "RoleBindingRestriction": "rolebindingrestrictions"},
        {"ClusterRole": "clusterroles", "ClusterRoleBinding": "clusterrolebindings"}),
    "build.openshift.io/v1": ({"Build": "builds", "BuildConfig": "buildconfigs"}, {}),
    "config.openshift.io/v1": ({}, {
        "APIServer": "apiservers", "Authentication": "authentications", "Build": "builds",
        "ClusterOperator": "clusteroperators", "ClusterVersion": "clusterversions",
        "Console": "consoles", "DNS": "dnses", "FeatureGate": "featuregates",
        "Image": "images", "ImageContentPolicy": "imagecontentpolicies",
        "ImageDigestMirrorSet": "imagedigestmirrorsets",
        "ImageTagMirrorSet": "imagetagmirrorsets", "Infrastructure": "infrastructures",
        "Ingress": "ingresses", "Network": "networks", "Node": "nodes", "OAuth": "oauths",
        "OperatorHub": "operatorhubs", "Project": "projects", "Proxy": "proxies",
        "Scheduler": "schedulers"}),
    "console.openshift.io/v1": ({}, {
        "ConsoleCLIDownload": "consoleclidownloads",
        "ConsoleExternalLogLink": "consoleexternalloglinks", "ConsoleLink": "consolelinks",
        "ConsoleNotification": "consolenotifications", "ConsolePlugin": "consoleplugins",
        "ConsoleQuickStart": "consolequickstarts", "ConsoleSample": "consolesamples",
        "ConsoleYAMLSample": "consoleyamlsamples"}),
    "image.openshift.io/v1": (
        {"ImageStream": "imagestreams", "ImageStreamImport": "imagestreamimports",
         "ImageStreamMapping": "imagestreammappings", "ImageStreamTag": "imagestreamtags",
         "ImageTag": "imagetags"},
        {"Image": "images"}),
    "machineconfiguration.openshift.io/v1": ({}, {
        "ContainerRuntimeConfig": "containerruntimeconfigs",
        "ControllerConfig": "controllerconfigs", "KubeletConfig": "kubeletconfigs",
        "MachineConfig": "machineconfigs", "MachineConfigPool": "machineconfigpools"}),
    "oauth.openshift.io/v1": ({}, {
        "OAuthAccessToken": "oauthaccesstokens", "OAuthAuthorizeToken": "oauthauthorizetokens",
        "OAuthClient": "oauthclients",
        "OAuthClientAuthorization": "oauthclientauthorizations"}),
    "project.openshift.io/v1": ({}, {"Project": "projects", "ProjectRequest": "projectrequests"}),
    "quota.openshift.io/v1": (
        {"AppliedClusterResourceQuota": "appliedclusterresourcequotas"},
        {"ClusterResourceQuota": "clusterresourcequotas"}),
    "route.openshift.io/v1": ({"Route": "routes"}, {}),
    "samples.operator.openshift.io/v1": ({}, {"Config": "configs"}),
    "security.openshift.io/v1": (
        {}, {"RangeAllocation": "rangeallocations",
             "SecurityContextConstraints": "securitycontextconstraints"}),
    "template.openshift.io/v1": (
        {"Template": "templates", "TemplateInstance": "templateinstances"},
        {"BrokerTemplateInstance": "brokertemplateinstances"}),
    "user.openshift.io/v1": ({}, {
        "Group": "groups", "Identity": "identities", "User": "users",
        "UserIdentityMapping": "useridentitymappings"}),
}

# Kinds that only requests, answers and subresources carry.
NOT_RESOURCES = {"APIGroup", "APIVersions", "ComponentStatus", "DeleteOptions", "Eviction",
                 "Scale", "Status", "TokenRequest", "WatchEvent"}


def main(openapi, wheel, output):
    read = gzip.open if openapi.endswith(".gz") else open
    with read(openapi) as file:
        newest = json.load(file)
    archive = zipfile.ZipFile(wheel)

    definitions = {}
    for minor in range(OLDEST, NEWEST + 1):
        path = ("kubernetes_validate/kubernetes-json-schema/"
                f"v1.{minor}.0-local/_definitions.json")
        definitions[minor] = json.loads(archive.read(path))["$defs"]
    # The server's own document tells more of what it serves: enumerations.
    definitions[NEWEST].update(newest["definitions"])

    Generator(definitions, resources_of(newest["paths"])).write(output)


def resources_of(paths):
    """(group, version, kind) -> (plural, scope) of what can be created."""
    found = {}
    for path, item in paths.items():
        action = item.get("post", {})
        gvk = action.get("x-kubernetes-group-version-kind")
        plural = path.rstrip("/").split("/")[-1]
        if not gvk or plural.startswith("{") or action.get("x-kubernetes-action") != "post":
            continue
        if "/{name}/" in path:
            continue
        scope = NAMESPACED if "/namespaces/{namespace}/" in path else CLUSTER
        found[(gvk["group"], gvk["version"], gvk["kind"])] = (plural, scope)
    return found


def bit(minor):
    return 1 << (minor - OLDEST)


class Generator:
    def __init__(self, definitions, served):
        self.definitions = definitions
        self.served = served
        self.nodes, self.node_index = [], {}
        self.used = {}  # name of a definition -> index of its list of fields
        self.queue = []
        self.text, self.text_index = bytearray(), {}
        self.lists, self.list_index = [], {}
        # Enumerations are published by newer servers only; they hold for the older ones too, as
        # far as a hint goes.
        self.enums = {}
        for name, definition in definitions[NEWEST].items():
            for field, schema in definition.get("properties", {}).items():
                if field in ("apiVersion", "kind"):
                    continue
                values = schema.get("enum") or schema.get("items", {}).get("enum")
                if values:
                    self.enums[name, field] = values

    # Strings and lists are numbered from 1; offsets are known at the end.

    def string(self, text):
        if text is None:
            return 0
        if text not in self.text_index:
            self.text_index[text] = len(self.text_index) + 1
        return self.text_index[text]

    def strings(self, texts):
        if not texts:
            return 0
        key = tuple(self.string(text) for text in texts)
        if key not in self.list_index:
            self.lists.append(key)
            self.list_index[key] = len(self.lists)
        return self.list_index[key]

    def fields_of(self, name):
        if name not in self.used:
            self.used[name] = len(self.used)
            self.queue.append(name)
        return self.used[name]

    def node(self, minor, schema, place=None):
        """The index of the node of a schema, shared by all that are equal."""
        shape, form, element, fields, type_name = "any", "", NONE, None, None
        listed, mapped = schema.get("x-kubernetes-list-type"), schema.get("x-kubernetes-map-type")
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = next(each for each in kind if each != "null")
        reference = schema.get("$ref")
        if reference:
            name = reference.split("/")[-1]
            target = self.definitions[minor][name]
            type_name = ".".join(name.split(".")[-2:])
            if name in SPECIAL:
                shape, form = SPECIAL[name]
            else:
                shape, fields = "object", self.fields_of(name)
                mapped = mapped or target.get("x-kubernetes-map-type")
        elif kind == "object":
            values = schema.get("additionalProperties")
            if isinstance(values, dict):
                shape, element = "map", self.node(minor, values, place)
            else:
                shape = "any"
        elif kind == "array":
            shape, element = "list", self.node(minor, schema["items"], place)
        elif kind:
            shape = kind
            form = schema.get("format", "")
        if form not in FORMATS:
            sys.exit(f"unknown format {form} at {place}")
        enumeration = None
        if shape == "string" and place in self.enums:
            enumeration = [value for value in self.enums[place] if value is not None]
        patch = 0
        for strategy in schema.get("x-kubernetes-patch-strategy", "").split(","):
            patch |= PATCH.get(strategy, 0)
        default = DEFAULTS.get(place)
        key = (fields, element, self.string(type_name),
               self.strings(schema.get("x-kubernetes-list-map-keys")),
               self.strings(enumeration),
               self.string(schema.get("x-kubernetes-patch-merge-key")),
               self.string(None if default is None else json.dumps(default)),
               SHAPES.index(shape), FORMATS.index(form), LIST_TYPES[listed], MAP_TYPES[mapped],
               patch, PRESERVES_UNKNOWN if shape == "any" else 0)
        if key not in self.node_index:
            self.node_index[key] = len(self.nodes)
            self.nodes.append(key)
        return self.node_index[key]

    def all_kinds(self):
        scopes = dict(UNSERVED)
        for (group, _, kind), resource in self.served.items():
            scopes[group, kind] = resource
        found = {}
        for minor, definitions in self.definitions.items():
            for name, definition in sorted(definitions.items()):
                for gvk in definition.get("x-kubernetes-group-version-kind", []):
                    group, version, kind = gvk["group"], gvk["version"], gvk["kind"]
                    if (group, kind) not in scopes or kind in NOT_RESOURCES:
                        if not kind.endswith("List") and kind not in NOT_RESOURCES:
                            print(f"1.{minor}: no scope of {group}/{version} {kind}: left out")
                        continue
                    if len(definition["x-kubernetes-group-version-kind"]) > 1:
                        continue
                    node = self.node(minor, {"$ref": name})
                    entry = found.setdefault((group, kind, version, node), [0, 0])
                    entry[0] |= bit(minor)
                    if self.is_served(minor, group, version, kind):
                        entry[1] |= bit(minor)
        kinds = []
        for (group, kind, version, node), (versions, served) in found.items():
            last = versions.bit_length() - 1 + OLDEST
            removed = last + 1 if last < NEWEST else 0
            kinds.append((group, kind, version, scopes[group, kind], node, versions, served,
                          removed))
        for minor, groups in REMOVED.items():
            for api_version, names in groups.items():
                group, version = api_version.split("/")
                for kind in names:
                    resource = scopes.get((group, kind)) or REMOVED_SCOPE[kind]
                    kinds.append((group, kind, version, resource, NONE, 0, 0, minor))
        every = (bit(NEWEST) << 1) - 1
        for api_version, (namespaced, cluster) in OPENSHIFT.items():
            group, version = api_version.split("/")
            for names, scope in ((namespaced, NAMESPACED), (cluster, CLUSTER)):
                for kind, plural in names.items():
                    kinds.append((group, kind, version, (plural, scope), NONE, every, every, 0))
        return sorted(kinds, key=lambda each: [part.encode() for part in each[:3]])

    def is_served(self, minor, group, version, kind):
        if minor == NEWEST:
            return (group, version, kind) in self.served
        if "alpha" in version:
            return False
        if "beta" not in version or (group, version) in SERVED_BETAS:
            return True
        return any({"group": group, "version": version, "kind": kind}
                   in definition.get("x-kubernetes-group-version-kind", [])
                   for definition in self.definitions[OLDEST].values())

    def all_fields(self):
        """The fields of every definition that is used, in the order of the definitions."""
        groups = []
        while self.queue:
            name = self.queue.pop(0)
            variants = {}
            for minor, definitions in self.definitions.items():
                definition = definitions.get(name)
                if definition is None:
                    continue
                required = definition.get("required", [])
                for field, schema in definition.get("properties", {}).items():
                    node = self.node(minor, schema, (name, field))
                    entry = variants.setdefault((field.encode(), node), [0, 0])
                    entry[0] |= bit(minor)
                    if field in required:
                        entry[1] |= bit(minor)
            groups.append([(self.string(field.decode()), field, node, versions, required)
                           for (field, node), (versions, required) in sorted(variants.items())])
        return groups

    def write(self, output):
        kinds = [(self.string(group), self.string(version), self.string(kind),
                  self.string(plural), node, versions, served, scope, removed)
                 for group, kind, version, (plural, scope), node, versions, served, removed
                 in self.all_kinds()]
        groups = self.all_fields()
        starts, total = [], 0
        for group in groups:
            starts.append(total)
            total += len(group)

        kinds_at = 32
        nodes_at = kinds_at + 28 * len(kinds)
        fields_at = -(-(nodes_at + 40 * len(self.nodes)) // 8) * 8
        lists_at = fields_at + 24 * total
        list_offsets, offset = [0], lists_at
        for each in self.lists:
            list_offsets.append(offset)
            offset += 4 + 4 * len(each)
        text_offsets, text = [0], bytearray()
        for each in self.text_index:
            data = each.encode()
            text_offsets.append(offset + len(text))
            text += struct.pack("<H", len(data)) + data

        table = bytearray(struct.pack(
            "<IHHIIIIII", MAGIC, OLDEST, NEWEST, kinds_at, len(kinds), nodes_at,
            len(self.nodes), fields_at, total))
        for group, version, kind, plural, node, versions, served, scope, removed in kinds:
            table += struct.pack(
                "<IIIIIHHBBH", text_offsets[group], text_offsets[version], text_offsets[kind],
                text_offsets[plural], node, versions, served, scope, removed, 0)
        for (fields, element, type_name, keys, enumeration, merge_key, default, shape, form,
             listed, mapped, patch, flags) in self.nodes:
            start, count = (0, 0) if fields is None else (starts[fields], len(groups[fields]))
            table += struct.pack(
                "<IIIIIIIIBBBBBBH", start, count, element, text_offsets[type_name],
                list_offsets[keys], list_offsets[enumeration], text_offsets[merge_key],
                text_offsets[default], shape, form, listed, mapped, patch, flags, 0)
        table += bytes(fields_at - len(table))
        for group in groups:
            for name, field, node, versions, required in group:
                prefix = int.from_bytes(field[:8].ljust(8, b"\0"), "big")
                table += struct.pack("<QIIHHI", prefix, text_offsets[name], node, versions,
                                     required, 0)
        for each in self.lists:
            table += struct.pack("<I", len(each))
            table += b"".join(struct.pack("<I", text_offsets[index]) for index in each)
        table += text
        with open(output, "wb") as file:
            file.write(table)
        print(f"{len(kinds)} kinds, {len(self.nodes)} nodes, {total} fields, "
              f"{len(self.text_index)} strings: {len(table)} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
