# shellcheck shell=bash
# SSH keys of both sides: the admin's in the published directory, the nodes' host keys in the seed.

create_keys() {
  local node type
  local keys=$LAB_HOME/published/keys
  install -d -m 0700 "$keys"
  for node in "${NODES[@]}"; do
    # shellcheck disable=SC2086  # "rsa 3072" is a type and a size
    create_key "$keys/$node" '' "admin@$node" ${ADMIN_KEY[$node]} &
    install -d -m 0700 "$LAB_HOME/seed/$node/ssh"
    for type in ${HOST_KEYS[$node]}; do
      create_key "$LAB_HOME/seed/$node/ssh/ssh_host_${type}_key" '' "root@$node" "$type" &
    done
  done
  create_key "$keys/encrypted_ed25519" "$LAB_PASSPHRASE" admin@vm04 ed25519 &
  wait
  known_hosts >"$LAB_HOME/published/known_hosts"
}

# create_key FILE PASSPHRASE COMMENT TYPE [BITS]
create_key() {
  ssh-keygen -q -N "$2" -C "$3" -f "$1" -t "$4" ${5:+-b "$5"}
}

# From the keys themselves; nothing is learned by asking the network.
known_hosts() {
  local node key
  for node in "${NODES[@]}"; do
    for key in "$LAB_HOME/seed/$node"/ssh/*.pub; do
      printf '%s,%s %s\n' "$node" "${NODE_IP[$node]}" "$(cut -d' ' -f1,2 "$key")"
    done
  done
}
