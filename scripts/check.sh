#!/bin/sh
# Every check that needs no running program. All of them run, so that one visit shows every fault. $1: bin folder.
set -u

bin=$1
failed=

check() {
    echo "-- $*"
    "$bin/$@" || failed="$failed
  $*"
}

check ruff check .
check ruff format --check .
check mypy
check djlint templates --lint --quiet
# The rule tables have a checker of their own as soon as the command line offers it.
if "$bin/clinicfinder" --help | grep -q '^  rules '; then
    check clinicfinder rules check
fi

if [ -n "$failed" ]; then
    echo "These checks failed:$failed" >&2
    exit 1
fi
echo "All checks passed."
