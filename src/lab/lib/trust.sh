# shellcheck shell=bash
# The Kubernetes CA and etcd's certificates, as the chapters before the guide leave them.

create_trust() {
  local trust=$LAB_HOME/seed/trust node
  install -d -m 0700 "$trust"
  create_ca "$trust"
  for node in "${ETCD_NODES[@]}"; do
    create_etcd_certificate "$trust" "$node" &
  done
  wait
  for node in "${ETCD_NODES[@]}"; do
    [[ -s $trust/$node.pem ]] || die "no etcd certificate for $node was made"
  done
}

# cfssl writes an RSA key as PKCS#1 ("BEGIN RSA PRIVATE KEY"), hence -traditional.
create_ca() {
  local trust=$1
  openssl genrsa -traditional -out "$trust/ca-key.pem" 2048 2>/dev/null
  openssl req -x509 -new -key "$trust/ca-key.pem" -sha256 -days 3650 -out "$trust/ca.pem" \
    -subj "/C=CN/ST=Fuzhou/L=Fujian/O=k8s/OU=System/CN=kubernetes" -config <(ca_extensions)
  cat >"$trust/ca-config.json" <<'JSON'
{
  "signing": {
    "default": {
      "expiry": "87600h"
    },
    "profiles": {
      "kubernetes": {
        "usages": [
          "signing",
          "key encipherment",
          "server auth",
          "client auth"
        ],
        "expiry": "87600h"
      }
    }
  }
}
JSON
}

ca_extensions() {
  cat <<'CONF'
[req]
distinguished_name = dn
x509_extensions = ca
[dn]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
CONF
}

# One certificate a member, for its clients (server), its peers (both sides) and etcdctl.
create_etcd_certificate() {
  local trust=$1 node=$2
  openssl genrsa -traditional -out "$trust/$node-key.pem" 2048 2>/dev/null
  openssl req -new -key "$trust/$node-key.pem" -subj "/C=CN/ST=Fuzhou/L=Fujian/O=k8s/OU=System/CN=etcd" |
    openssl x509 -req -CA "$trust/ca.pem" -CAkey "$trust/ca-key.pem" -set_serial "0x$(openssl rand -hex 16)" \
      -sha256 -days 3650 -out "$trust/$node.pem" 2>/dev/null -extfile <(
        echo "basicConstraints = critical, CA:FALSE"
        echo "keyUsage = critical, digitalSignature, keyEncipherment"
        echo "extendedKeyUsage = serverAuth, clientAuth"
        echo "subjectAltName = DNS:$node, IP:${NODE_IP[$node]}, IP:127.0.0.1"
      )
}
