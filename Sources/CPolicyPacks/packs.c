#include "CPolicyPacks.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char change_safety_claim_deleted[] = {
#embed "../../Policies/change-safety/claim-deleted.yaml"
};
static const unsigned char change_safety_crd_deleted[] = {
#embed "../../Policies/change-safety/crd-deleted.yaml"
};
static const unsigned char change_safety_disruption_budget_removed[] = {
#embed "../../Policies/change-safety/disruption-budget-removed.yaml"
};
static const unsigned char change_safety_host_access[] = {
#embed "../../Policies/change-safety/host-access.yaml"
};
static const unsigned char change_safety_image_tag_moves[] = {
#embed "../../Policies/change-safety/image-tag-moves.yaml"
};
static const unsigned char change_safety_memory_limit_removed[] = {
#embed "../../Policies/change-safety/memory-limit-removed.yaml"
};
static const unsigned char change_safety_namespace_deleted[] = {
#embed "../../Policies/change-safety/namespace-deleted.yaml"
};
static const unsigned char change_safety_network_policy_removed[] = {
#embed "../../Policies/change-safety/network-policy-removed.yaml"
};
static const unsigned char change_safety_probe_removed[] = {
#embed "../../Policies/change-safety/probe-removed.yaml"
};
static const unsigned char change_safety_rbac_widened[] = {
#embed "../../Policies/change-safety/rbac-widened.yaml"
};
static const unsigned char change_safety_scale_down[] = {
#embed "../../Policies/change-safety/scale-down.yaml"
};
static const unsigned char change_safety_service_exposed[] = {
#embed "../../Policies/change-safety/service-exposed.yaml"
};
static const unsigned char change_safety_sync_switched_off[] = {
#embed "../../Policies/change-safety/sync-switched-off.yaml"
};
static const unsigned char change_safety_tls_removed[] = {
#embed "../../Policies/change-safety/tls-removed.yaml"
};

static const policy_file files[] = {
    {"change-safety/claim-deleted.yaml", change_safety_claim_deleted, sizeof change_safety_claim_deleted},
    {"change-safety/crd-deleted.yaml", change_safety_crd_deleted, sizeof change_safety_crd_deleted},
    {"change-safety/disruption-budget-removed.yaml", change_safety_disruption_budget_removed, sizeof change_safety_disruption_budget_removed},
    {"change-safety/host-access.yaml", change_safety_host_access, sizeof change_safety_host_access},
    {"change-safety/image-tag-moves.yaml", change_safety_image_tag_moves, sizeof change_safety_image_tag_moves},
    {"change-safety/memory-limit-removed.yaml", change_safety_memory_limit_removed, sizeof change_safety_memory_limit_removed},
    {"change-safety/namespace-deleted.yaml", change_safety_namespace_deleted, sizeof change_safety_namespace_deleted},
    {"change-safety/network-policy-removed.yaml", change_safety_network_policy_removed, sizeof change_safety_network_policy_removed},
    {"change-safety/probe-removed.yaml", change_safety_probe_removed, sizeof change_safety_probe_removed},
    {"change-safety/rbac-widened.yaml", change_safety_rbac_widened, sizeof change_safety_rbac_widened},
    {"change-safety/scale-down.yaml", change_safety_scale_down, sizeof change_safety_scale_down},
    {"change-safety/service-exposed.yaml", change_safety_service_exposed, sizeof change_safety_service_exposed},
    {"change-safety/sync-switched-off.yaml", change_safety_sync_switched_off, sizeof change_safety_sync_switched_off},
    {"change-safety/tls-removed.yaml", change_safety_tls_removed, sizeof change_safety_tls_removed},
};

size_t policy_file_count(void) { return sizeof files / sizeof files[0]; }

policy_file policy_file_at(size_t index) {
  policy_file none = {"", files[0].bytes, 0};
  return index < policy_file_count() ? files[index] : none;
}
