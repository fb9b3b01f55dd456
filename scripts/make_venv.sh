#!/bin/sh
# Make the virtual environment named by $1 with the first Python that is new enough. $PYTHON, if set, names it.
set -eu

new_enough() {
    command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

chosen=
if [ -n "${PYTHON:-}" ]; then
    new_enough "$PYTHON" || { echo "PYTHON names $PYTHON, which is not Python 3.11 or newer." >&2; exit 1; }
    chosen=$PYTHON
else
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if new_enough "$candidate"; then
            chosen=$candidate
            break
        fi
    done
fi
if [ -z "$chosen" ]; then
    found=$(python3 --version 2>/dev/null) || found="no python3 at all"
    echo "clinicfinder needs Python 3.11 or newer; this machine has $found." >&2
    echo "Install one, or name it: make run PYTHON=/path/to/python3.11" >&2
    exit 1
fi

echo "Making $1 with $("$chosen" --version) ..."
if ! "$chosen" -m venv --clear "$1"; then
    echo "$chosen cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi
