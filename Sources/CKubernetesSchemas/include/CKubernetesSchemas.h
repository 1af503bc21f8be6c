// The table of the built-in kinds: what `generate.py` writes and the module Kubernetes reads.
//
// Little-endian. Offsets count bytes from the start of the table. A string is a 16-bit length and
// its bytes; a list of strings is a 32-bit count and the offsets of the strings. Offset 0 is
// "none". A version set has bit 0 for the oldest Kubernetes version of the table, bit 1 for the
// next one, and so on; what differs between versions stands in the table once for each variant.
#pragma once
#include <stddef.h>
#include <stdint.h>

struct kubernetes_schema_header {
  uint32_t magic;
  uint16_t oldest_minor;
  uint16_t newest_minor;
  uint32_t kinds;
  uint32_t kind_count;
  uint32_t nodes;
  uint32_t node_count;
  uint32_t fields;
  uint32_t field_count;
};

// Sorted by group, kind, version.
struct kubernetes_schema_kind {
  uint32_t group;
  uint32_t version;
  uint32_t kind;
  uint32_t plural;
  // The index of the node, or UINT32_MAX for a kind of which only the identity is known.
  uint32_t node;
  // Versions of Kubernetes that have the kind, and those that serve it without being told to.
  uint16_t versions;
  uint16_t served;
  // 0 unknown, 1 namespaced, 2 cluster.
  uint8_t scope;
  // The minor version that removed it; 0 where none did.
  uint8_t removed_in;
  uint16_t reserved;
};

struct kubernetes_schema_node {
  // The fields of an object: index of the first.
  uint32_t fields;
  uint32_t field_count;
  // The node of a list's items or a map's values; UINT32_MAX for none.
  uint32_t element;
  // The name of the Go type, `v1.PodSpec`.
  uint32_t type_name;
  uint32_t map_keys;
  uint32_t enumeration;
  uint32_t merge_key;
  // JSON.
  uint32_t default_value;
  uint8_t shape;
  uint8_t format;
  // 0 not said, 1 atomic, 2 set or granular, 3 map.
  uint8_t list_type;
  uint8_t map_type;
  // 1 merge, 2 replace, 4 retainKeys.
  uint8_t patch_strategy;
  // 1 preserves unknown fields, 2 nullable, 4 embedded resource.
  uint8_t flags;
  uint16_t reserved;
};

// Sorted by name within an object.
struct kubernetes_schema_field {
  // The first eight bytes of the name, big-endian, padded with zeros.
  uint64_t prefix;
  uint32_t name;
  uint32_t node;
  uint16_t versions;
  // Those of the versions that require the field.
  uint16_t required;
  uint32_t reserved;
};

// The table of the built-in kinds; it starts with its header.
const void *_Nonnull kubernetes_schemas(void);
size_t kubernetes_schemas_size(void);
