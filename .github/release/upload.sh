#!/usr/bin/env bash
# Adds the packages that were built here to the draft of a release: upload.sh v1.2.3
set -euo pipefail
gh release upload "$1" target/installer/packages/*
