#!/usr/bin/env bash
# The deployment guide as an administrator types it: one ssh or scp after the other, from the workstation to four nodes.
# The baseline that the benchmark pairs with `push --all` and a ping round. Run it inside the lab:
#   src/lab/lab run src/bench/guide.sh target/lab
# shellcheck disable=SC2016  # the nodes' shells expand what stands in single quotes
set -euo pipefail

LAB=$(cd "${1:?usage: guide.sh DIRECTORY-WITH-ssh_config}" && pwd -P)
FILES=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/files" && pwd -P)  # what the guide has one type into vi
NODES=(vm01 vm02 vm03 vm04)
ENDPOINTS=https://vm01:2379,https://vm02:2379,https://vm03:2379
PREFIX=/kubernetes/network
CIDR=10.253.0.0/16
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

# on NODE COMMAND: as root, by sudo where the login is another user's.
on() {
  local node=$1 command=$2
  [[ $node != vm02 ]] || command="sudo sh -c $(printf '%q' "$command")"
  ssh -F "$LAB/ssh_config" "$node" "$command"
}

# put NODE DIRECTORY FILE...: scp with the files' modes, by way of /tmp where the login may not write to the directory.
put() {
  local node=$1 directory=$2
  shift 2
  if [[ $node == vm02 ]]; then
    scp -q -p -F "$LAB/ssh_config" "$@" "$node:/tmp/"
    on "$node" "cd /tmp && chown root: ${*##*/} && mv ${*##*/} $directory/"
  else
    scp -q -p -F "$LAB/ssh_config" "$@" "$node:$directory/"
  fi
}

etcdctl_on_vm01() {
  on vm01 "ETCDCTL_API=2 etcdctl --endpoints=$ENDPOINTS --ca-file=/etc/kubernetes/ssl/ca.pem \
    --cert-file=/etc/flanneld/ssl/flannel.pem --key-file=/etc/flanneld/ssl/flannel-key.pem $1"
}

# 创建flannel证书和密钥
certificates() {
  local node
  on vm01 'mkdir -p ssl/flannel'
  put vm01 ssl/flannel "$FILES/flannel-csr.json"
  on vm01 'cd ssl/flannel && cfssl gencert -loglevel=2 -ca=/etc/kubernetes/ssl/ca.pem -ca-key=/etc/kubernetes/ssl/ca-key.pem \
    -config=/etc/kubernetes/ssl/ca-config.json -profile=kubernetes flannel-csr.json | cfssljson -bare flannel'
  scp -q -p -F "$LAB/ssh_config" vm01:ssl/flannel/flannel.pem vm01:ssl/flannel/flannel-key.pem "$WORK/"
  for node in "${NODES[@]}"; do
    on "$node" 'mkdir -p /etc/flanneld/ssl'
    put "$node" /etc/flanneld/ssl "$WORK/flannel.pem" "$WORK/flannel-key.pem"
  done
}

network_config() {
  etcdctl_on_vm01 "set $PREFIX/config '{\"Network\":\"$CIDR\", \"SubnetLen\": 24, \"Backend\": {\"Type\": \"vxlan\"}}'" >/dev/null
}

# 下载安装flannel. A running flanneld cannot be written over ("text file busy"), only replaced.
binaries() {
  local node
  tar -xzf "$LAB"/flannel-*.tar.gz -C "$WORK" flanneld mk-docker-opts.sh
  for node in "${NODES[@]}"; do
    scp -q -p -F "$LAB/ssh_config" "$WORK/flanneld" "$WORK/mk-docker-opts.sh" "$node:/tmp/"
    on "$node" 'cd /tmp && chown root: flanneld mk-docker-opts.sh && mv flanneld mk-docker-opts.sh /usr/bin/'
  done
}

# 配置flannel启动参数, 创建flannel systemd服务
service() {
  local node
  for node in "${NODES[@]}"; do
    put "$node" /etc/flanneld "$FILES/flanneld"
    put "$node" /usr/lib/systemd/system "$FILES/flanneld.service"
    on "$node" 'systemctl daemon-reload && systemctl --quiet enable flanneld.service && systemctl restart flanneld.service'
  done
}

# 修改Docker启动参数. vm04 has the distribution's unit, whose ExecStart knows no $DOCKER_NETWORK_OPTIONS: a drop-in adds it.
docker_options() {
  local node
  for node in "${NODES[@]}"; do
    if [[ $node == vm04 ]]; then
      on "$node" 'mkdir -p /etc/systemd/system/docker.service.d'
      put "$node" /etc/systemd/system/docker.service.d "$FILES/flannel.conf"
    else
      on "$node" "sed -i -e 's|^#EnvironmentFile=-/etc/sysconfig/docker-network|EnvironmentFile=-/run/flannel/docker|' \
        -e '/^After=/{/flanneld/!s/\$/ flanneld.service/}' /usr/lib/systemd/system/docker.service"
    fi
    on "$node" 'systemctl daemon-reload && systemctl --quiet enable docker && systemctl restart docker'
  done
}

# The docker0 address of each node is the first of its lease; each node pings those of the others.
ping_all_pairs() {
  local node reached=0
  declare -A docker0
  for node in "${NODES[@]}"; do
    docker0[$node]=$(on "$node" '. /run/flannel/subnet.env && echo "${FLANNEL_SUBNET%/*}"')
  done
  for node in "${NODES[@]}"; do
    reached=$((reached + $(on "$node" "for address in ${docker0[*]/#"${docker0[$node]}"/}; do
      ping -n -q -c 1 -W 2 \$address >/dev/null && echo \$address
    done" | wc -l)))
  done
  echo "$reached of 12 docker0 pings reached"
  ((reached == 12))
}

certificates
network_config
binaries
service
docker_options
ping_all_pairs
