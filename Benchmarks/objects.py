"""The objects of the large repository, and how they are written as YAML."""

import json
import re

COMPONENTS = ("web", "api", "worker", "cache", "mail", "search", "jobs")
PLAIN = re.compile(r"[a-z][a-zA-Z0-9./:-]*[a-zA-Z0-9/-]|[A-Z][a-zA-Z]*|[./]+[a-z][a-zA-Z0-9./-]*")


def labels(application, component):
    return {
        "app.kubernetes.io/name": component, "app.kubernetes.io/part-of": application,
        "team": f"team-{int(application[4:]) % 40}"}


def deployment(application, component, tag="1.0", replicas=2):
    name = f"{application}-{component}"
    return {
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": name, "labels": labels(application, component)},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app.kubernetes.io/name": component}},
            "template": {
                "metadata": {"labels": labels(application, component)},
                "spec": {
                    "serviceAccountName": name,
                    "securityContext": {"runAsNonRoot": True},
                    "containers": [{
                        "name": component,
                        "image": f"registry.example.org/{application}/{component}:{tag}",
                        "envFrom": [{"configMapRef": {"name": name}}],
                        "ports": [{"name": "http", "containerPort": 8080}],
                        "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}},
                        "resources": {
                            "requests": {"cpu": "100m", "memory": "128Mi"},
                            "limits": {"memory": "256Mi"}}}]}}}}


def manifests(application, component, value="1"):
    """The five manifests of a component."""
    name = f"{application}-{component}"
    metadata = {"name": name, "labels": labels(application, component)}
    selector = {"app.kubernetes.io/name": component}
    return {
        "deployment": deployment(application, component, f"1.{value}"),
        "service": {
            "apiVersion": "v1", "kind": "Service", "metadata": metadata,
            "spec": {
                "selector": selector,
                "ports": [{"name": "http", "port": 80, "targetPort": "http"}]}},
        "configmap": {
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata,
            "data": {"LEVEL": "info", "WORKERS": value, "URL": f"https://{name}.example.org/"}},
        "serviceaccount": {
            "apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata,
            "automountServiceAccountToken": False},
        "disruption": {
            "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": metadata,
            "spec": {"maxUnavailable": 1, "selector": {"matchLabels": selector}}}}


def namespace(application, stage):
    return {
        "apiVersion": "v1", "kind": "Namespace",
        "metadata": {"name": f"{application}-{stage}", "labels": {"stage": stage}}}


def ingress(application, stage, value="1"):
    host = f"{application}.{stage}.example.org"
    backend = {"service": {"name": f"{application}-web", "port": {"name": "http"}}}
    return {
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
        "metadata": {"name": application, "annotations": {"example.org/timeout": f"{value}0s"}},
        "spec": {"rules": [{
            "host": host, "http": {"paths": [
                {"path": "/", "pathType": "Prefix", "backend": backend}]}}]}}


def quota(stage):
    return {
        "apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "quota"},
        "spec": {"hard": {"pods": "100" if stage == "prod" else "20"}}}


def isolation():
    return {
        "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
        "metadata": {"name": "isolation"},
        "spec": {
            "podSelector": {}, "policyTypes": ["Ingress"],
            "ingress": [{"from": [{"podSelector": {}}]}]}}


def patch(application, stage, value="1"):
    return {
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": f"{application}-web"},
        "spec": {
            "replicas": 4 if stage == "prod" else 1,
            "template": {"metadata": {"annotations": {"example.org/revision": value}}}}}


def scalar(value):
    if isinstance(value, str) and PLAIN.fullmatch(value) and value not in ("true", "false", "null"):
        return value
    return json.dumps(value)


def yaml(value, indent=0):
    """Block YAML, as people write it."""
    space = "  " * indent
    text = ""
    if isinstance(value, list):
        for item in value:
            if isinstance(item, (dict, list)) and item:
                text += f"{space}- {yaml(item, indent + 1).lstrip()}"
            else:
                text += f"{space}- {scalar(item)}\n"
        return text
    for key, item in value.items():
        if isinstance(item, (dict, list)) and item:
            text += f"{space}{key}:\n{yaml(item, indent + 1)}"
        else:
            text += f"{space}{key}: {scalar(item)}\n"
    return text
