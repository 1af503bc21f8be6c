/// One reason why the live system would not take an object.
package struct Rejection: Hashable, Sendable {
  /// In the words of the system: `FieldValueInvalid`, `UnknownField`, `Conflict`.
  package var reason: String
  /// The field as the system writes it; empty where the whole object is meant.
  package var field: String
  package var message: String
  /// Where a manifest writes the field, if the system calls it otherwise.
  package var place: String?

  package init(reason: String, field: String, message: String, place: String? = nil) {
    self.reason = reason
    self.field = field
    self.message = message
    self.place = place
  }
}
