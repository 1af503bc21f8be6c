#include "CKubernetesSchemas.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

_Alignas(8) static const unsigned char table[] = {
#embed "schemas.bin"
};

const void *kubernetes_schemas(void) { return table; }

size_t kubernetes_schemas_size(void) { return sizeof table; }
