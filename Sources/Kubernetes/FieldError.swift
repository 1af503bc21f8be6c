package import Values

/// What the API server says of one field that it does not accept: a `StatusCause`, as
/// k8s.io/apimachinery/pkg/util/validation/field builds it.
package struct FieldError: Error, Hashable, Sendable {
  /// The server's words for why; the last three are for what strict decoding refuses, which it
  /// reports in one message for all fields.
  package enum Reason: String, Sendable {
    case required = "FieldValueRequired"
    case invalid = "FieldValueInvalid"
    case typeInvalid = "FieldValueTypeInvalid"
    case notSupported = "FieldValueNotSupported"
    case duplicate = "FieldValueDuplicate"
    case forbidden = "FieldValueForbidden"
    case notFound = "FieldValueNotFound"
    case tooLong = "FieldValueTooLong"
    case tooShort = "FieldValueTooShort"
    case tooMany = "FieldValueTooMany"
    case tooFew = "FieldValueTooFew"
    case internalError = "InternalError"
    case unknownField = "UnknownField"
    case duplicateField = "DuplicateField"
    case typeMismatch = "TypeMismatch"

    /// How a message of this reason begins.
    var opening: String {
      switch self {
      case .required: "Required value"
      case .invalid, .typeInvalid: "Invalid value"
      case .notSupported: "Unsupported value"
      case .duplicate: "Duplicate value"
      case .forbidden: "Forbidden"
      case .notFound: "Not found"
      case .tooLong: "Too long"
      case .tooShort: "Too short"
      case .tooMany: "Too many"
      case .tooFew: "Too few"
      case .internalError: "Internal error"
      case .unknownField: "Unknown field"
      case .duplicateField: "Duplicate field"
      case .typeMismatch: "Type mismatch"
      }
    }
  }

  package var reason: Reason
  package var field: FieldPath
  /// Without the field, as the cause has it: `Invalid value: 0: must be between 1 and 65535, inclusive`.
  package var message: String

  package init(_ reason: Reason, _ field: FieldPath, message: String) {
    self.reason = reason
    self.field = field
    self.message = message
  }

  /// - Parameter value: the offending value as Go prints it (see `GoText`); nil leaves it out.
  init(_ reason: Reason, _ field: FieldPath, value: String?, _ detail: String = "") {
    var message = reason.opening
    if let value { message += ": \(value)" }
    if !detail.isEmpty { message += ": \(detail)" }
    self.init(reason, field, message: message)
  }
}

extension FieldError {
  /// - Parameter value: as Go prints it, see `GoText`.
  package static func invalid(_ field: FieldPath, _ value: String, _ detail: String) -> FieldError {
    FieldError(.invalid, field, value: value, detail)
  }

  package static func typeInvalid(
    _ field: FieldPath, _ value: String, _ detail: String
  ) -> FieldError {
    FieldError(.typeInvalid, field, value: value, detail)
  }

  package static func required(_ field: FieldPath, _ detail: String = "") -> FieldError {
    FieldError(.required, field, value: nil, detail)
  }

  package static func forbidden(_ field: FieldPath, _ detail: String) -> FieldError {
    FieldError(.forbidden, field, value: nil, detail)
  }

  package static func duplicate(_ field: FieldPath, _ value: String) -> FieldError {
    FieldError(.duplicate, field, value: value)
  }

  package static func notFound(_ field: FieldPath, _ value: String) -> FieldError {
    FieldError(.notFound, field, value: value)
  }

  package static func notSupported(
    _ field: FieldPath, _ value: String, _ supported: [String]
  ) -> FieldError {
    let list = supported.map(GoText.quoted).joined(separator: ", ")
    return FieldError(
      .notSupported, field, value: value, list.isEmpty ? "" : "supported values: \(list)")
  }

  package static func tooLong(
    _ field: FieldPath, limit: Int, unit: String = "byte"
  ) -> FieldError {
    FieldError(
      .tooLong, field, value: nil, "may not be more than \(limit) \(unit)\(limit == 1 ? "" : "s")")
  }

  package static func tooMany(_ field: FieldPath, count: Int, limit: Int) -> FieldError {
    FieldError(
      .tooMany, field, value: "\(count)", "must have at most \(limit) item\(limit == 1 ? "" : "s")")
  }

  package static func internalError(_ field: FieldPath, _ detail: String) -> FieldError {
    FieldError(.internalError, field, value: nil, detail)
  }
}

extension FieldError: CustomStringConvertible {
  package var description: String { "\(field): \(message)" }
}
