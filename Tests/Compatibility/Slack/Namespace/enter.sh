#!/usr/bin/env bash
# Runs a scenario where slack.com is this machine: a mount, network and process namespace of its own, with loopback only.
# usage: unshare --mount --net --pid --fork --kill-child --mount-proc bash enter.sh FOLDER COMMAND [ARGUMENT...]
# FOLDER holds hosts and ca-bundle.pem. When this ends, so does every process that it started.
set -euo pipefail
folder=$1; shift

mount --make-rprivate /
ip link set lo up
mount --bind "$folder/hosts" /etc/hosts
mount --bind "$folder/ca-bundle.pem" /etc/ssl/certs/ca-certificates.crt

# Each client looks for its certificates elsewhere: OpenSSL, Node, Python's requests.
export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt NODE_EXTRA_CA_CERTS=$folder/ca.pem \
  REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt
status=0
"$@" || status=$?
exit "$status"
