#!/usr/bin/env bash
# Runs a tool of the Grpc.Tools package (protoc, grpc_csharp_plugin) in the version that the build uses, so that buf
# generates with exactly the binaries that `dotnet build` generates with.
#
#     eng/grpc-tools.sh protoc --version
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
version=$(sed -n 's:.*<GrpcVersion>\(.*\)</GrpcVersion>.*:\1:p' "$root/Directory.Packages.props")
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) platform=linux_x64 ;;
  Linux-aarch64) platform=linux_arm64 ;;
  Darwin-*) platform=macosx_universal ;;
  *) platform=windows_x64 ;;
esac

tool="$packages/grpc.tools/$version/tools/$platform/$1"
if [ ! -e "$tool" ] && [ ! -e "$tool.exe" ]; then
  echo "eng/grpc-tools.sh: $tool is missing; run 'dotnet restore samples/Showcase.Contracts' first" >&2
  exit 1
fi
shift
exec "$tool" "$@"
