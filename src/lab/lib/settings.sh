# shellcheck shell=bash disable=SC2034  # the names are used by the files that source this one
# What a lab consists of: its nodes, addresses and places on this machine.

# A second lab on the same machine gets a name of its own; everything below derives from it.
LAB_NAME=${FLANNELBOARD_LAB_NAME:-lab}
[[ $LAB_NAME =~ ^[a-z0-9]{1,16}$ ]] || { echo "lab: FLANNELBOARD_LAB_NAME must be 1 to 16 of a-z0-9" >&2; exit 2; }

LAB_SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
PROJECT=$(cd "$LAB_SOURCE/../.." && pwd -P)

LAB_CACHE=${FLANNELBOARD_LAB_DIR:-/var/lib/flannelboard-lab}  # survives `down`: base images, built tarballs
LAB_HOME=$LAB_CACHE/labs/$LAB_NAME                            # this lab: keys, certificates, overlays
LAB_RUN=/run/flannelboard-lab/$LAB_NAME                       # pids and marks of the running lab
LAB_OUT=${FLANNELBOARD_LAB_OUT:-$PROJECT/target/lab}          # what programs of the project read

WORKSTATION_NS=flb-$LAB_NAME
WORKSTATION_IP=172.16.16.1
SUBNET_LENGTH=24
BRIDGE=underlay

NODES=(vm01 vm02 vm03 vm04)
ETCD_NODES=(vm01 vm02 vm03)
declare -A NODE_IP=([vm01]=172.16.16.81 [vm02]=172.16.16.82 [vm03]=172.16.16.83 [vm04]=172.16.16.84)
declare -A NODE_USER=([vm01]=root [vm02]=ops [vm03]=root [vm04]=root)
declare -A ADMIN_KEY=([vm01]="ed25519" [vm02]="ecdsa 256" [vm03]="rsa 3072" [vm04]="ed25519")
declare -A HOST_KEYS=([vm01]="ed25519" [vm02]="ecdsa ed25519" [vm03]="rsa ed25519" [vm04]="rsa ecdsa ed25519")

# Passwords of a lab that nobody outside its namespaces can reach.
LAB_PASSWORD=lab-password      # of the user opspw on vm02
LAB_PASSPHRASE=lab-passphrase  # of the key encrypted_ed25519

# The id by which the machine knows a node: network namespace, nspawn machine, cgroup.
node_id() { printf 'flb-%s-%s' "$LAB_NAME" "$1"; }
node_home() { printf '%s/nodes/%s' "$LAB_HOME" "$1"; }
node_root() { printf '%s/nodes/%s/root' "$LAB_HOME" "$1"; }

is_node() { [[ -n ${NODE_IP[${1:-}]:-} ]]; }
is_etcd_node() { [[ " ${ETCD_NODES[*]} " == *" $1 "* ]]; }
