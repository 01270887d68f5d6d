# shellcheck shell=bash
# The published directory: profile, keys, known_hosts and tarball, copied to target/lab for the project's programs.

write_profile() {
  local out=$LAB_HOME/published tarball=$1 node
  {
    cat <<YAML
version: 1
name: $LAB_NAME
ssh:
  known-hosts: known_hosts
nodes:
YAML
    for node in "${NODES[@]}"; do
      printf '  - name: %s\n    ip: %s\n    ssh: { address: %s, port: 22, user: %s, identity: keys/%s%s }\n' \
        "$node" "${NODE_IP[$node]}" "${NODE_IP[$node]}" "${NODE_USER[$node]}" "$node" "$(sudo_mode "$node")"
    done
    cat <<YAML
etcd:
  api: auto
  endpoints: [ "https://vm01:2379", "https://vm02:2379", "https://vm03:2379" ]
  prefix: /kubernetes/network
network:
  cidr: 10.253.0.0/16
  subnet-length: 24
  backend: { type: vxlan }
flannel:
  version: 0.10.0
  tarball: { file: $tarball, sha256: "$(sha256sum "$out/$tarball" | cut -d' ' -f1)" }
certificates:
  ca: { node: vm01, certificate: /etc/kubernetes/ssl/ca.pem, key: /etc/kubernetes/ssl/ca-key.pem, config: /etc/kubernetes/ssl/ca-config.json }
  profile: kubernetes
  request: { cn: flanneld, hosts: [], key: { algo: rsa, size: 2048 }, names: [ { C: CN, ST: Fuzhou, L: Fujian, O: k8s, OU: System } ] }
YAML
  } >"$out/cluster.yaml"
  ssh_config >"$out/ssh_config"
}

sudo_mode() { [[ ${NODE_USER[$1]} == root ]] || printf ', sudo: always'; }

# For people and scripts: `lab run ssh -F target/lab/ssh_config vm02`. ssh resolves no path relative to the file itself,
# so the copy in target/lab gets its own directory filled in.
ssh_config() {
  local node
  for node in "${NODES[@]}"; do
    printf 'Host %s\n  HostName %s\n  User %s\n  IdentityFile @DIRECTORY@/keys/%s\n' \
      "$node" "${NODE_IP[$node]}" "${NODE_USER[$node]}" "$node"
  done
  cat <<'CONF'
Host *
  UserKnownHostsFile @DIRECTORY@/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  IdentitiesOnly yes
  BatchMode yes
CONF
}

publish() {
  install -d "$LAB_OUT"
  rm -rf "$LAB_OUT"/keys "$LAB_OUT"/flannel-*.tar.gz  # of an earlier lab
  cp -a "$LAB_HOME/published/." "$LAB_OUT/"
  sed -i "s|@DIRECTORY@|$LAB_OUT|" "$LAB_OUT/ssh_config"
}
