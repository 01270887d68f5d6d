#!/usr/bin/env bash
# The deployment guide as an administrator types it: one ssh or scp after the other, from the workstation to four nodes.
# The baseline that the benchmark pairs with `push --all` and a ping round. Run it inside the lab:
#   src/lab/lab run src/bench/guide.sh target/lab
set -euo pipefail

LAB=$(cd "${1:?usage: guide.sh DIRECTORY-WITH-ssh_config}" && pwd -P)
NODES=(vm01 vm02 vm03 vm04)
ENDPOINTS=https://vm01:2379,https://vm02:2379,https://vm03:2379
PREFIX=/kubernetes/network
CIDR=10.253.0.0/16
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
PINGS_LOST=0

# on NODE COMMAND: as root, by sudo where the login is another user's.
on() {
  local node=$1 command=$2
  [[ $node != vm02 ]] || command="sudo sh -c $(printf '%q' "$command")"
  ssh -F "$LAB/ssh_config" "$node" "$command"
}

# put NODE MODE DIRECTORY FILE...: scp, with a stop in /tmp where the login may not write to the directory.
put() {
  local node=$1 mode=$2 directory=$3 file
  shift 3
  if [[ $node == vm02 ]]; then
    scp -q -F "$LAB/ssh_config" "$@" "$node:/tmp/"
    for file in "$@"; do
      on "$node" "install -m $mode /tmp/${file##*/} $directory/ && rm /tmp/${file##*/}"
    done
  else
    scp -q -F "$LAB/ssh_config" "$@" "$node:$directory/"
    for file in "$@"; do on "$node" "chmod $mode $directory/${file##*/}"; done
  fi
}

etcdctl_on_vm01() {
  on vm01 "ETCDCTL_API=2 etcdctl --endpoints=$ENDPOINTS --ca-file=/etc/kubernetes/ssl/ca.pem \
    --cert-file=/etc/flanneld/ssl/flannel.pem --key-file=/etc/flanneld/ssl/flannel-key.pem $1"
}

# 创建flannel证书和密钥
certificates() {
  local node
  cat >"$WORK/flannel-csr.json" <<'JSON'
{
  "CN": "flanneld",
  "hosts": [],
  "key": { "algo": "rsa", "size": 2048 },
  "names": [ { "C": "CN", "L": "Fujian", "ST": "Fuzhou", "O": "k8s", "OU": "System" } ]
}
JSON
  on vm01 'mkdir -p ssl/flannel'
  put vm01 0644 ssl/flannel "$WORK/flannel-csr.json"
  on vm01 'cd ssl/flannel && cfssl gencert -loglevel=2 -ca=/etc/kubernetes/ssl/ca.pem -ca-key=/etc/kubernetes/ssl/ca-key.pem \
    -config=/etc/kubernetes/ssl/ca-config.json -profile=kubernetes flannel-csr.json | cfssljson -bare flannel'
  scp -q -F "$LAB/ssh_config" vm01:ssl/flannel/flannel.pem vm01:ssl/flannel/flannel-key.pem "$WORK/"
  for node in "${NODES[@]}"; do
    on "$node" 'mkdir -p /etc/flanneld/ssl'
    put "$node" 0600 /etc/flanneld/ssl "$WORK/flannel.pem" "$WORK/flannel-key.pem"
    on "$node" 'chmod 0644 /etc/flanneld/ssl/flannel.pem'
  done
}

network_config() {
  etcdctl_on_vm01 "set $PREFIX/config '{\"Network\":\"$CIDR\", \"SubnetLen\": 24, \"Backend\": {\"Type\": \"vxlan\"}}'" >/dev/null
}

# 下载安装flannel. Over a running flanneld only a rename works ("text file busy"), hence install.
binaries() {
  local node file
  tar -xzf "$LAB"/flannel-*.tar.gz -C "$WORK" flanneld mk-docker-opts.sh
  for node in "${NODES[@]}"; do
    scp -q -F "$LAB/ssh_config" "$WORK/flanneld" "$WORK/mk-docker-opts.sh" "$node:/tmp/"
    for file in flanneld mk-docker-opts.sh; do on "$node" "install -m 0755 /tmp/$file /usr/bin/$file && rm /tmp/$file"; done
  done
}

# 配置flannel启动参数, 创建flannel systemd服务
service() {
  local node
  cat >"$WORK/flanneld.options" <<CONF
FLANNEL_ETCD_ENDPOINTS="$ENDPOINTS"
FLANNEL_ETCD_PREFIX="$PREFIX"
FLANNEL_OPTIONS=" -etcd-cafile=/etc/kubernetes/ssl/ca.pem -etcd-certfile=/etc/flanneld/ssl/flannel.pem -etcd-keyfile=/etc/flanneld/ssl/flannel-key.pem"
CONF
  cat >"$WORK/flanneld.service" <<'UNIT'
[Unit]
Description=Flanneld overlay address etcd agent
After=network.target
After=network-online.target
Wants=network-online.target
After=etcd.service
Before=docker.service

[Service]
Type=notify
EnvironmentFile=/etc/flanneld/flanneld
EnvironmentFile=-/etc/sysconfig/docker-network
ExecStart=/usr/bin/flanneld -etcd-endpoints=${FLANNEL_ETCD_ENDPOINTS} -etcd-prefix=${FLANNEL_ETCD_PREFIX} $FLANNEL_OPTIONS
ExecStartPost=/usr/bin/mk-docker-opts.sh -k DOCKER_NETWORK_OPTIONS -d /run/flannel/docker
Restart=on-failure

[Install]
WantedBy=multi-user.target
RequiredBy=docker.service
UNIT
  for node in "${NODES[@]}"; do
    put "$node" 0644 /etc/flanneld "$WORK/flanneld.options"
    on "$node" 'mv /etc/flanneld/flanneld.options /etc/flanneld/flanneld'
    put "$node" 0644 /usr/lib/systemd/system "$WORK/flanneld.service"
    on "$node" 'systemctl daemon-reload'
    on "$node" 'systemctl --quiet enable flanneld.service'
    on "$node" 'systemctl restart flanneld.service'
  done
}

# 修改Docker启动参数. vm04 has the distribution's unit, whose ExecStart knows no $DOCKER_NETWORK_OPTIONS: a drop-in adds it.
docker_options() {
  local node
  cat >"$WORK/flannel.conf" <<'UNIT'
[Unit]
After=flanneld.service

[Service]
EnvironmentFile=-/run/flannel/docker
ExecStart=
ExecStart=/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock $DOCKER_NETWORK_OPTIONS
UNIT
  for node in "${NODES[@]}"; do
    if [[ $node == vm04 ]]; then
      on "$node" 'mkdir -p /etc/systemd/system/docker.service.d'
      put "$node" 0644 /etc/systemd/system/docker.service.d "$WORK/flannel.conf"
    else
      on "$node" "sed -i -e 's|^#EnvironmentFile=-/etc/sysconfig/docker-network|EnvironmentFile=-/run/flannel/docker|' \
        -e '/^After=/{/flanneld/!s/\$/ flanneld.service/}' /usr/lib/systemd/system/docker.service"
    fi
    on "$node" 'systemctl daemon-reload'
    on "$node" 'systemctl --quiet enable docker'
    on "$node" 'systemctl restart docker'
  done
}

# The docker0 address of each node is the first of its lease; each node pings those of the others.
ping_all_pairs() {
  local node peer reached=0
  declare -A docker0
  for node in "${NODES[@]}"; do
    docker0[$node]=$(on "$node" '. /run/flannel/subnet.env && echo "${FLANNEL_SUBNET%/*}"')
  done
  for node in "${NODES[@]}"; do
    for peer in "${NODES[@]}"; do
      [[ $node != "$peer" ]] || continue
      if on "$node" "ping -n -q -c 1 -W 2 ${docker0[$peer]}" >/dev/null; then
        reached=$((reached + 1))
      else
        echo "lost: $node -> $peer (${docker0[$peer]})"
        PINGS_LOST=$((PINGS_LOST + 1))
      fi
    done
  done
  echo "$reached of $((${#NODES[@]} * (${#NODES[@]} - 1))) docker0 pings reached"
}

certificates
network_config
binaries
service
docker_options
ping_all_pairs
((PINGS_LOST == 0))
