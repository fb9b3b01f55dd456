#!/bin/sh
# Renew every lock file: exact versions and hashes for all platforms, and no address that anything comes from.
# $1: bin folder of our virtual environment, which is given uv, the resolver, for this purpose only.
set -eu

bin=$1
"$bin/python" -m pip --disable-pip-version-check install --quiet uv==0.13.9
lock() {
    "$bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
        --no-emit-index-url --no-emit-find-links "$@"
}
lock --group build pyproject.toml --output-file requirements/run.lock
lock --group dev pyproject.toml --output-file requirements/dev.lock
lock requirements/node.in --output-file requirements/node.lock
sh scripts/npm.sh "$bin" install --package-lock-only
