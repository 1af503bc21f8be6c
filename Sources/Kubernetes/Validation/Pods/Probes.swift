extension Pods {
  static func validateProbes(_ container: Field, _ context: PodContext) {
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
      let probe = container[name]
      guard probe.exists else { continue }
      validateProbe(probe, context)
      if name == "readinessProbe" {
        let grace = probe["terminationGracePeriodSeconds"]
        if grace.exists { grace.invalid("must not be set for readinessProbes") }
      } else if probe["successThreshold"].int != 1 {
        probe["successThreshold"].invalid("must be 1", absent: "0")
      }
    }
  }

  private static func validateProbe(_ probe: Field, _ context: PodContext) {
    validateHandler(probe, ["exec", "httpGet", "tcpSocket", "grpc"], context)
    for name in [
      "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold",
      "failureThreshold",
    ] {
      probe[name].nonNegative()
    }
    let grace = probe["terminationGracePeriodSeconds"]
    if grace.exists, grace.int <= 0 { grace.invalid("must be greater than 0") }
  }

  static func validateLifecycle(_ lifecycle: Field, _ context: PodContext) {
    guard lifecycle.exists else { return }
    for name in ["postStart", "preStop"] where lifecycle[name].exists {
      validateHandler(lifecycle[name], ["exec", "httpGet", "tcpSocket", "sleep"], context)
    }
  }

  /// A probe's or a hook's action: exactly one of those that it may have.
  private static func validateHandler(
    _ handler: Field, _ types: [String], _ context: PodContext
  ) {
    let present = types.filter { handler[$0].exists }
    for (index, type) in present.enumerated() {
      let action = handler[type]
      guard index == 0 else {
        action.forbidden("may not specify more than 1 handler type")
        continue
      }
      switch type {
      case "exec": if action["command"].isEmpty { action["command"].required() }
      case "httpGet": validateRequest(action)
      case "sleep": validateSleep(action, context)
      default: validatePort(action["port"])
      }
    }
    if present.isEmpty { handler.required("must specify a handler type") }
  }

  private static func validateRequest(_ request: Field) {
    if request["path"].isEmpty { request["path"].required() }
    validatePort(request["port"])
    if !request["scheme"].isOne(of: ["HTTP", "HTTPS"]) {
      request["scheme"].notSupported(["HTTP", "HTTPS"])
    }
    let headers = request["httpHeaders"]
    for header in headers.elements { headers.beside(header["name"].node).check(.headerName) }
  }

  private static func validateSleep(_ sleep: Field, _ context: PodContext) {
    guard let grace = context.gracePeriod else { return }
    let seconds = sleep["seconds"].int
    if seconds < 0 || seconds > grace {
      sleep.invalid(
        "must be non-negative and less than terminationGracePeriodSeconds (\(grace))",
        value: "\(seconds)")
    }
  }

  /// The number or the name of a port; absent is the number 0.
  static func validatePort(_ port: Field) {
    if port.isString { port.check(.portName) } else { port.range(1...65535) }
  }
}
