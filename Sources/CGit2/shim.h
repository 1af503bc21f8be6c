#pragma once

#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <spawn.h>
#include <zlib.h>

// Swift does not import variadic functions: each option that the Git module sets has a wrapper.

static inline int git2_set_strict_hash_verification(int enabled) {
  return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, enabled);
}

static inline int git2_set_owner_validation(int enabled) {
  return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, enabled);
}

static inline int git2_set_extensions(const char **extensions, size_t count) {
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, count);
}

// So are macros that call a function.
static inline int git2_inflate_start(z_stream *stream) { return inflateInit(stream); }

// The C library declares it under _GNU_SOURCE only, without which modules are built.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
