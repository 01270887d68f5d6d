#!/bin/sh
# Makes the golden files anew. Needs cfssl, cfssljson and openssl.
set -eu
cd "$(dirname "$0")"
bare() { cfssljson -bare "$1"; }
sign() { cfssl gencert -loglevel=5 -ca="$1.pem" -ca-key="$1-key.pem" -config=ca-config.json -profile="$2" "$3-csr.json" | bare "$3"; }
cfssl gencert -loglevel=5 -initca ca-csr.json | bare ca
cfssl gencert -loglevel=5 -initca ca-csr.json | bare other-ca
cfssl gencert -loglevel=5 -initca ec-ca-csr.json | bare ec-ca
sign ca kubernetes flannel
sign ca kubernetes rich
sign ca servers server
sign ec-ca kubernetes ec-leaf
pass='correct horse'
openssl pkcs8 -topk8 -nocrypt -in ca-key.pem -out ca-key-pkcs8.pem
openssl pkcs8 -topk8 -passout "pass:$pass" -in ca-key.pem -out ca-key-pkcs8-aes.pem
openssl pkcs8 -topk8 -v2 des3 -passout "pass:$pass" -in ca-key.pem -out ca-key-pkcs8-des3.pem
openssl rsa -traditional -aes128 -passout "pass:$pass" -in ca-key.pem -out ca-key-traditional-aes.pem
openssl pkcs8 -topk8 -nocrypt -in ec-ca-key.pem -out ec-ca-key-pkcs8.pem
openssl ec -aes256 -passout "pass:$pass" -in ec-ca-key.pem -out ec-ca-key-traditional-aes.pem
{ openssl ecparam -name prime256v1; cat ec-ca-key.pem; } > ec-ca-key-parameters.pem
