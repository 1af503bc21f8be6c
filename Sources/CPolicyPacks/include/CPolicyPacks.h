#pragma once

#include <stddef.h>

// The files of Policies/, as they stand in the repository, inside the binary.

typedef struct {
  const char *path;  // relative to Policies/, such as "change-safety/scale-down.yaml"
  const unsigned char *bytes;
  size_t size;
} policy_file;

size_t policy_file_count(void);
policy_file policy_file_at(size_t index);
