/// A volume that several sources share.
enum ProjectedVolume {
  static func validate(_ volume: Field) {
    Paths.validateMode(volume["defaultMode"])
    var paths: Set<String> = []
    for source in volume["sources"].elements {
      var count = 0
      for name in ["secret", "configMap"] where source[name].exists {
        count += 1
        let part = source[name]
        if part["name"].isEmpty { part["name"].required() }
        for item in part["items"].elements {
          VolumeSource.validateItem(item)
          claim(item["path"].text, of: part["name"].text, in: volume, &paths)
        }
      }
      if source["downwardAPI"].exists {
        count += 1
        let part = source["downwardAPI"]
        for item in part["items"].elements {
          VolumeSource.validateDownwardFile(part.beside(item.node))
          claim(item["path"].text, of: item["path"].text, in: volume, &paths)
        }
      }
      if source["serviceAccountToken"].exists {
        count += 1
        validateToken(source["serviceAccountToken"], in: volume)
      }
      if source["clusterTrustBundle"].exists {
        count += 1
        validateBundle(source["clusterTrustBundle"])
        let path = source["clusterTrustBundle"]["path"].text
        if !paths.insert(path).inserted {
          volume.invalid("conflicting duplicate paths", value: GoText.quoted(path))
        }
      }
      if source["podCertificate"].exists { count += 1 }
      if count > 1 { source.forbidden("may not specify more than 1 volume type per source") }
    }
  }

  private static func claim(
    _ path: String, of owner: String, in volume: Field, _ paths: inout Set<String>
  ) {
    if !path.isEmpty, !paths.insert(path).inserted {
      volume.invalid("conflicting duplicate paths", value: GoText.quoted(owner))
    }
  }

  private static func validateToken(_ token: Field, in volume: Field) {
    let expiration = token["expirationSeconds"]
    if expiration.int < 600 {
      expiration.invalid("may not specify a duration less than 10 minutes", absent: "0")
    }
    if expiration.int > 1 << 32 {
      expiration.invalid("may not specify a duration larger than 2^32 seconds")
    }
    let path = tokenPath(token, in: volume)
    if path.isEmpty { path.required() }
  }

  /// The server reports the path at the volume, not at the source.
  private static func tokenPath(_ token: Field, in volume: Field) -> Field {
    volume["path"].beside(token["path"].node)
  }

  /// Where tokens are put, which was not looked at once.
  static func validateTokenPaths(_ volume: Field) {
    for source in volume["sources"].elements {
      Paths.validateUnreserved(tokenPath(source["serviceAccountToken"], in: volume))
    }
  }

  private static func validateBundle(_ bundle: Field) {
    let (name, signer) = (bundle["name"], bundle["signerName"])
    if name.exists, signer.exists {
      bundle.invalid("only one of name and signerName may be used")
    } else if name.exists {
      if name.isEmpty { name.required("must be a valid object name") }
      if bundle["labelSelector"].exists {
        bundle["labelSelector"].invalid("labelSelector must be unset if name is specified")
      }
    } else if signer.exists {
      if signer.isEmpty { signer.required("must be a valid signer name") }
      LabelSelector.validate(bundle["labelSelector"])
    } else {
      bundle.required("either name or signerName must be specified")
    }
    if bundle["path"].isEmpty { bundle["path"].required() }
    Paths.validateUnreserved(bundle["path"])
  }
}
