import CEL

/// `k8s.io/apiserver/pkg/cel/library/ip.go` and `cidr.go`: CEL's own library, but for mapped
/// addresses and for what is said of a text that is no address.
enum AddressLibrary {
  static let library: Library = {
    var library = Library.network(refusesMapped: true)
    library.functions.append(
      Function(
        "containsIP",
        Overload(
          "cidr_contains_ip_string", isMember: true, NetworkPrefix.type, .string, .bool
        ) { prefix, text in
          guard let prefix = prefix.object(as: NetworkPrefix.self),
            let address = try? InternetAddress(text.string ?? ""), address.zone.isEmpty,
            !address.isMapped
          else { return .noSuchOverload }
          return .bool(prefix.prefix.contains(address))
        }))
    return library
  }()
}
