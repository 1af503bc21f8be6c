"""Policies, by turns a ChangePolicy and a ValidatingAdmissionPolicy with its binding."""


def policy(number):
    """The documents of the policy with a number: rules that hold, in the words that teams use."""
    if number % 2 == 0:
        kind = ("apps/Deployment", "core/ConfigMap", "core/Service", "*/*")[number // 2 % 4]
        rule = {
            "apps/Deployment":
                "predicted.?spec.?replicas.orValue(1) * 2 >= before.?spec.?replicas.orValue(1)",
            "core/ConfigMap": f"!('FORBIDDEN_{number}' in predicted.?data.orValue({{}}))",
            "core/Service": f"predicted.?spec.?type.orValue('ClusterIP') != 'Type{number}'",
            "*/*": f"!('forbidden-{number}' in predicted.metadata.?labels.orValue({{}}))",
        }[kind].replace("before", "variables.before")
        spec = {
            "description": "A rule of the benchmark.", "severity": "warning",
            "match": {"kinds": [kind], "actions": ["update"]},
            "variables": [{"name": "before", "expression": "live != null ? live : base"}],
            "rules": [{"id": "rule", "expression": rule, "message": "breaks the rule"}]}
        return [{
            "apiVersion": "git-vet/v1", "kind": "ChangePolicy",
            "metadata": {"name": f"change-{number}"}, "spec": spec}]
    rules, expression = (
        (("apps", "deployments"),
         "object.spec.template.spec.containers.all(c, c.image.startsWith('registry.example.org/') "
         f"&& !c.image.endsWith(':latest-{number}'))"),
        (("", "services"),
         f"!has(object.spec.externalName) || object.spec.externalName != 'x{number}'"),
        (("networking.k8s.io", "ingresses"),
         f"object.spec.rules.all(r, !r.host.endsWith('.forbidden-{number}.org'))"),
        (("*", "*"), f"object.metadata.name.size() < {200 + number}"),
    )[number // 2 % 4]
    group, resources = rules
    version = ["*"] if group == "*" else ["v1"]
    return [
        {
            "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
            "metadata": {"name": f"admission-{number}"},
            "spec": {
                "matchConstraints": {"resourceRules": [{
                    "apiGroups": [group], "apiVersions": version, "resources": [resources],
                    "operations": ["CREATE", "UPDATE"]}]},
                "validations": [{"expression": expression, "message": "breaks the rule"}]}},
        {
            "apiVersion": "admissionregistration.k8s.io/v1",
            "kind": "ValidatingAdmissionPolicyBinding",
            "metadata": {"name": f"admission-{number}"},
            "spec": {"policyName": f"admission-{number}", "validationActions": ["Deny"]}}]
