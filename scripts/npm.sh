#!/bin/sh
# Run npm with the given arguments; $1 is the bin folder of our virtual environment.
# Where the machine has no npm, a pinned one is installed into that environment from the Python package index.
set -eu

bin=$1
shift
if command -v npm >/dev/null 2>&1 && npm --version >/dev/null 2>&1; then
    exec npm --no-progress "$@"
fi
if [ ! -x "$bin/npm" ]; then
    echo "npm is not installed here; getting it from the Python package index (about 60 MB) ..."
    "$bin/python" -m pip --disable-pip-version-check install --require-hashes --no-deps --only-binary :all: \
        --requirement requirements/node.lock
fi
PATH="$(cd "$bin" && pwd):$PATH" exec "$bin/npm" --no-progress "$@"
