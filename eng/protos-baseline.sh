#!/usr/bin/env bash
# Takes the protos as they are for the new baseline that breaking changes are measured against. Run it when a version
# of the protos has been released, never to silence a breaking change.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ -x node_modules/.bin/buf ] || npm ci --silent
rm -rf protos-baseline
node_modules/.bin/buf export . --output protos-baseline
