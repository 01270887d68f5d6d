# shellcheck shell=bash
# What lies on a node where the guide begins. Each function writes one matter into the node's tree, before it boots.

write_initial_state() {
  local node=$1 root
  root=$(node_root "$node")
  write_identity "$node" "$root"
  write_ssh "$node" "$root"
  write_kubernetes_ca "$node" "$root"
  ! is_etcd_node "$node" || write_etcd "$node" "$root"
  case $node in
    vm04) write_stock_docker "$root" ;;
    *) write_guide_docker "$root" ;;
  esac
  # vm01 and vm02 stand where the guide stands; vm03 and vm04 already run docker on its default network.
  case $node in
    vm03) chroot "$root" systemctl --quiet enable docker.service ;;
    vm04) chroot "$root" systemctl --quiet enable docker.service docker.socket containerd.service ;;
  esac
}

write_identity() {
  local node=$1 root=$2
  cat "$LAB_HOME/seed/$node/machine-id" >"$root/etc/machine-id"
  echo "$node" >"$root/etc/hostname"
  chmod 0644 "$root/etc/hostname"
  hosts_file "$node" >"$root/etc/hosts"
}

write_ssh() {
  local node=$1 root=$2 type home key=$LAB_HOME/published/keys/$1
  install -m 0600 "$LAB_HOME/seed/$node"/ssh/ssh_host_*_key "$root/etc/ssh/"
  install -m 0644 "$LAB_HOME/seed/$node"/ssh/ssh_host_*_key.pub "$root/etc/ssh/"
  {
    for type in ${HOST_KEYS[$node]}; do echo "HostKey /etc/ssh/ssh_host_${type}_key"; done
    echo 'KbdInteractiveAuthentication no'
    if [[ $node == vm02 ]]; then
      printf 'PasswordAuthentication yes\nPermitRootLogin no\n'
    else
      printf 'PasswordAuthentication no\nPermitRootLogin prohibit-password\n'
    fi
  } >"$root/etc/ssh/sshd_config.d/lab.conf"
  [[ $node != vm02 ]] || write_sudo_users "$root"
  home=$(awk -F: -v user="${NODE_USER[$node]}" '$1 == user { print $6 }' "$root/etc/passwd")
  install -d -m 0700 "$root$home/.ssh"
  cat "$key.pub" >"$root$home/.ssh/authorized_keys"
  [[ $node != vm04 ]] || cat "$LAB_HOME/published/keys/encrypted_ed25519.pub" >>"$root$home/.ssh/authorized_keys"
  chroot "$root" chown -R "${NODE_USER[$node]}:" "$home/.ssh"
}

# ops: a key, sudo without a password. opspw: a password for both.
write_sudo_users() {
  local root=$1
  chroot "$root" useradd -m -s /bin/bash ops
  chroot "$root" useradd -m -s /bin/bash -G sudo -p "$(openssl passwd -6 -salt flannelboard "$LAB_PASSWORD")" opspw
  echo 'ops ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/ops"
  chmod 0440 "$root/etc/sudoers.d/ops"
}

write_kubernetes_ca() {
  local node=$1 root=$2 trust=$LAB_HOME/seed/trust ssl=$2/etc/kubernetes/ssl
  install -d "$ssl"
  install -m 0644 "$trust/ca.pem" "$ssl/"
  [[ $node == vm01 ]] || return 0
  install -m 0600 "$trust/ca-key.pem" "$ssl/"
  install -m 0644 "$trust/ca-config.json" "$ssl/"
}

write_etcd() {
  local node=$1 root=$2 trust=$LAB_HOME/seed/trust
  install -d "$root/etc/etcd/ssl"
  install -m 0644 "$trust/$node.pem" "$root/etc/etcd/ssl/etcd.pem"
  install -m 0600 "$trust/$node-key.pem" "$root/etc/etcd/ssl/etcd-key.pem"
  chroot "$root" chown etcd:etcd /etc/etcd/ssl/etcd-key.pem
  etcd_environment "$node" >"$root/etc/default/etcd"
  chroot "$root" systemctl --quiet enable etcd.service
}

# Debian's etcd.service passes DAEMON_ARGS on; it names the member after the host and puts its data in /var/lib/etcd/default.
etcd_environment() {
  local node=$1 ip=${NODE_IP[$1]} member cluster=
  for member in "${ETCD_NODES[@]}"; do cluster+=${cluster:+,}$member=https://${NODE_IP[$member]}:2380; done
  cat <<CONF
DAEMON_ARGS="--enable-v2=true \\
 --listen-client-urls=https://$ip:2379,https://127.0.0.1:2379 --advertise-client-urls=https://$node:2379 \\
 --cert-file=/etc/etcd/ssl/etcd.pem --key-file=/etc/etcd/ssl/etcd-key.pem \\
 --client-cert-auth --trusted-ca-file=/etc/kubernetes/ssl/ca.pem \\
 --listen-peer-urls=https://$ip:2380 --initial-advertise-peer-urls=https://$ip:2380 \\
 --peer-cert-file=/etc/etcd/ssl/etcd.pem --peer-key-file=/etc/etcd/ssl/etcd-key.pem \\
 --peer-client-cert-auth --peer-trusted-ca-file=/etc/kubernetes/ssl/ca.pem \\
 --initial-cluster=$cluster --initial-cluster-token=$LAB_NAME --initial-cluster-state=new"
CONF
}

# The unit of CentOS 7 with the paths of Debian's docker. No docker.socket: dockerd makes its socket itself.
write_guide_docker() {
  local root=$1
  install -m 0644 "$LAB_SOURCE/base/docker.service" "$root/usr/lib/systemd/system/docker.service"
  rm "$root/usr/lib/systemd/system/docker.socket"
  install -d "$root/etc/sysconfig"
  echo "OPTIONS='--log-driver=journald'" >"$root/etc/sysconfig/docker"
  # overlay2 cannot lie on an overlay.
  echo 'DOCKER_STORAGE_OPTIONS="--storage-driver=vfs"' >"$root/etc/sysconfig/docker-storage"
  printf '# /etc/sysconfig/docker-network\nDOCKER_NETWORK_OPTIONS=\n' >"$root/etc/sysconfig/docker-network"
}

write_stock_docker() {
  local root=$1
  install -d "$root/etc/docker"
  printf '{\n  "storage-driver": "vfs"\n}\n' >"$root/etc/docker/daemon.json"
}
