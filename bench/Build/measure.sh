#!/usr/bin/env bash
# What GrpcSdk adds to `dotnet build` of a project with 100 protos, compiler server on: without it, with the schema
# rules alone, and with the rules and every generator. Rounds take turns; the best of each counts.
#
#     dotnet build -c Release bench/Schema && dotnet build -c Release src/Testing && dotnet build -c Release src/CodeFixes
#     bench/Build/measure.sh [rounds]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
rounds=${1:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

dotnet "$root/bench/Schema/bin/Release/net10.0/GrpcSdk.Bench.Schema.dll" --write 100 "$work/protos"
version() { sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" Directory.Packages.props; }
off='<GrpcSdkMocks>false</GrpcSdkMocks><GrpcSdkRegistration>false</GrpcSdkRegistration><GrpcSdkPaging>false</GrpcSdkPaging><GrpcSdkBatching>false</GrpcSdkBatching><GrpcSdkOperations>false</GrpcSdkOperations><GrpcSdkUsageRules>false</GrpcSdkUsageRules>'

# project NAME PROPERTIES ANALYZERS
project() {
  mkdir -p "$work/$1"
  {
    echo '<Project Sdk="Microsoft.NET.Sdk">'
    # What a feed may lack (NU1603), and lower-case names of protos (CS8981), are not what is measured.
    echo "<PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable><NoWarn>\$(NoWarn);NU1603;CS8981</NoWarn>$2</PropertyGroup>"
    [ -z "$3" ] || echo "<Import Project=\"$root/src/Build/buildTransitive/GrpcSdk.props\" />"
    echo '<ItemGroup>'
    echo "<PackageReference Include=\"Grpc.Tools\" Version=\"$(version GrpcVersion)\" PrivateAssets=\"all\" />"
    echo "<PackageReference Include=\"Grpc.Net.ClientFactory\" Version=\"$(version GrpcVersion)\" />"
    echo "<PackageReference Include=\"Google.Protobuf\" Version=\"$(version ProtobufVersion)\" />"
    for library in Runtime Client Testing; do
      echo "<Reference Include=\"$root/src/$library/bin/Release/net10.0/GrpcSdk.$library.dll\" />"
    done
    for analyzer in $3; do echo "<Analyzer Include=\"$analyzer\" />"; done
    echo "<Protobuf Include=\"../protos/**/*.proto\" ProtoRoot=\"../protos\" GrpcServices=\"Both\" />"
    echo '<FrameworkReference Include="Microsoft.AspNetCore.App" />'
    echo '</ItemGroup>'
    [ -z "$3" ] || echo "<Import Project=\"$root/src/Build/buildTransitive/GrpcSdk.targets\" />"
    echo '</Project>'
  } > "$work/$1/$1.csproj"
  dotnet restore "$work/$1" -v q
}

active="<GrpcSdkTransitive>true</GrpcSdkTransitive><GrpcSdkTaskAssembly>$root/src/Build/bin/Release/netstandard2.0/GrpcSdk.Build.dll</GrpcSdkTaskAssembly><GrpcSdkToolAssembly>$root/src/Tool/bin/Release/net8.0/grpcsdk.dll</GrpcSdkToolAssembly>"
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
yaml=$(ls "$packages"/yamldotnet/*/lib/netstandard2.0/YamlDotNet.dll | tail -n 1)
protobuf=$(ls "$packages"/google.protobuf/"$(version ProtobufVersion)"/lib/netstandard2.0/Google.Protobuf.dll)
rules="$root/src/Analyzers/bin/Release/netstandard2.0/GrpcSdk.Analyzers.dll $root/src/Schema/bin/Release/netstandard2.0/GrpcSdk.Schema.dll $yaml $protobuf"
project without "" ""
project rules "$active$off" "$rules"
project everything "$active" "$rules $root/src/Generators/bin/Release/netstandard2.0/GrpcSdk.Generators.dll"

# seconds PROJECT ARGUMENTS...
seconds() {
  local name=$1 started
  shift
  started=$(date +%s%N)
  dotnet build "$work/$name" --no-restore -v q "$@" > "$work/log" || { cat "$work/log" >&2; return 1; }
  echo "$name $1 $((($(date +%s%N) - started) / 1000000))"
}

for name in without rules everything; do seconds $name --no-incremental > /dev/null; done
for ((round = 0; round < rounds; round++)); do
  for name in without rules everything; do seconds $name --no-incremental; done
  for name in without rules everything; do seconds $name -p:Nothing=changed; done
done | tee "$work/times"

echo
echo "| Build | Without GrpcSdk | Schema rules alone | Everything |"
echo "|---|---|---|---|"
awk '
  { kind = $2 == "--no-incremental" ? "clean" : "no change"; key = kind SUBSEP $1; if (!(key in best) || $3 < best[key]) best[key] = $3 }
  END {
    for (i = split("clean,no change", kinds, ","); i > 0; i--) {
      none = best[kinds[i], "without"]; rules = best[kinds[i], "rules"]; all = best[kinds[i], "everything"]
      printf "| %s | %d ms | %d ms (%+d ms, %+.1f%%) | %d ms (%+d ms, %+.1f%% over the rules) |\n", kinds[i], none, rules, rules - none, (rules / none - 1) * 100, all, all - rules, (all / rules - 1) * 100
    }
  }' "$work/times"
