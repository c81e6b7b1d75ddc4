#!/usr/bin/env bash
# Generates the C# of the protos with buf into artifacts/buf-generate. samples/Showcase.Tests runs it, compiles what
# comes out and compares it with what Grpc.Tools generated for samples/Showcase.Contracts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ -x node_modules/.bin/buf ] || npm ci --silent
rm -rf artifacts/buf-generate
node_modules/.bin/buf generate
