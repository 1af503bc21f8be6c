"""A listing of live objects, as kubectl prints it."""

import copy
import itertools
import json

from estate import PER_DIRECTORY, plain, rendered


def desired():
    """The objects of the overlays for prod and of the plain manifests, by turns and without end."""
    for number in itertools.count():
        yield from rendered(f"app-{number:05}", "prod")
        for index in range(PER_DIRECTORY):
            yield plain(number * PER_DIRECTORY + index)[1]


def default(found):
    """Adds what the API server fills in."""
    if found["kind"] == "Namespace":
        found["metadata"].setdefault("labels", {})[
            "kubernetes.io/metadata.name"] = found["metadata"]["name"]
        found.update(spec={"finalizers": ["kubernetes"]}, status={"phase": "Active"})
    elif found["kind"] == "Service":
        for port in found["spec"]["ports"]:
            port["protocol"] = "TCP"
        found["spec"].update(
            type="ClusterIP", clusterIP="10.0.0.1", clusterIPs=["10.0.0.1"], ipFamilies=["IPv4"],
            ipFamilyPolicy="SingleStack", internalTrafficPolicy="Cluster", sessionAffinity="None")
    elif found["kind"] == "Deployment":
        found["spec"].update(
            progressDeadlineSeconds=600, revisionHistoryLimit=10, strategy={
                "type": "RollingUpdate",
                "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}})
        found["status"] = {
            "observedGeneration": 1, "replicas": 2, "readyReplicas": 2, "availableReplicas": 2}
        pod = found["spec"]["template"]["spec"]
        pod.update(
            dnsPolicy="ClusterFirst", restartPolicy="Always", schedulerName="default-scheduler",
            serviceAccount=pod["serviceAccountName"], terminationGracePeriodSeconds=30)
        for container in pod["containers"]:
            container.update(
                imagePullPolicy="IfNotPresent", terminationMessagePath="/dev/termination-log",
                terminationMessagePolicy="File")
            container["ports"][0]["protocol"] = "TCP"
            container["readinessProbe"].update(
                failureThreshold=3, periodSeconds=10, successThreshold=1, timeoutSeconds=1)
            container["readinessProbe"]["httpGet"]["scheme"] = "HTTP"
    elif found["kind"] == "PodDisruptionBudget":
        found["status"] = {
            "currentHealthy": 2, "desiredHealthy": 1, "disruptionsAllowed": 1, "expectedPods": 2,
            "observedGeneration": 1}
    elif found["kind"] == "ResourceQuota":
        found["status"] = {"hard": found["spec"]["hard"], "used": {"pods": "7"}}


def live(number, found):
    """What kubectl apply and the API server add."""
    text = json.dumps(found, separators=(",", ":"))
    metadata = dict(
        found["metadata"], uid=f"00000000-0000-4000-8000-{number:012}",
        resourceVersion=str(number), creationTimestamp="2026-01-01T00:00:00Z")
    metadata["annotations"] = dict(
        metadata.get("annotations", {}),
        **{"kubectl.kubernetes.io/last-applied-configuration": text + "\n"})
    found = copy.deepcopy(dict(found, metadata=metadata))
    default(found)
    return found


def replica_set(number, owner):
    """What the controller of a Deployment makes of it."""
    metadata = owner["metadata"]
    reference = {
        "apiVersion": "apps/v1", "kind": "Deployment", "name": metadata["name"],
        "uid": metadata["uid"], "controller": True, "blockOwnerDeletion": True}
    return {
        "apiVersion": "apps/v1", "kind": "ReplicaSet",
        "metadata": {
            "name": metadata["name"] + "-5f6d", "namespace": metadata["namespace"],
            "labels": metadata["labels"], "uid": f"00000000-0000-4000-9000-{number:012}",
            "resourceVersion": str(number), "creationTimestamp": "2026-01-01T00:00:00Z",
            "ownerReferences": [reference]},
        "spec": owner["spec"]}


def objects():
    for number, found in enumerate(desired()):
        found = live(number, found)
        yield found
        if found["kind"] == "Deployment":
            yield replica_set(number, found)


def write(path, count):
    with open(path, "w") as file:
        file.write('{"apiVersion":"v1","kind":"List","items":[\n')
        for number, found in enumerate(itertools.islice(objects(), count)):
            file.write((",\n" if number else "") + json.dumps(found, separators=(",", ":")))
        file.write("\n]}\n")
