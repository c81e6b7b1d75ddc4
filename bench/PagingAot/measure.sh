#!/usr/bin/env bash
# What the generated pagers add to a NativeAOT program: a client of 200 lists, published without and with them. Fails above
# the limit of 4 KB per RPC. Needs clang or gcc, as NativeAOT does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rpcs=200 limit=4096 out=artifacts/aot-size
mkdir -p "$out"

{
  echo 'syntax = "proto3"; package grpcsdk.bench.pagingaot.v1; option csharp_namespace = "GrpcSdk.Bench.PagingAot.V1"; service Lists {'
  for i in $(seq $rpcs); do echo "rpc ListThings$i(ListThings${i}Request) returns (ListThings${i}Response);"; done
  echo '}'
  for i in $(seq $rpcs); do
    echo "message Thing$i { int32 id = 1; string name = 2; }"
    echo "message ListThings${i}Request { string parent = 1; int32 page_size = 2; string page_token = 3; }"
    echo "message ListThings${i}Response { repeated Thing$i things = 1; string next_page_token = 2; int32 total_size = 3; }"
  done
} > "$out/lists.proto"

{
  echo 'using GrpcSdk.Bench.PagingAot.V1; internal static partial class Calls { public static async System.Threading.Tasks.Task<long> CountAsync(Lists.ListsClient client) { long count = 0;'
  echo '#if HELPERS'
  for i in $(seq $rpcs); do echo "count += await CountAsync(client.ListThings${i}Paged(new ListThings${i}Request()));"; done
  echo '#else'
  for i in $(seq $rpcs); do echo "count += await CountAsync(client.ListThings${i}Async(new ListThings${i}Request()), static response => response.Things.Count);"; done
  echo '#endif'
  echo 'return count; } }'
} > "$out/Calls.cs"

size() {
  dotnet publish bench/PagingAot -c Release -r linux-x64 -p:Helpers="$1" -o "$out/helpers-$1/publish" --nologo -v quiet 1>&2
  stat -c %s "$out/helpers-$1/publish/GrpcSdk.Bench.PagingAot"
}

without=$(size false)
with=$(size true)
each=$(((with - without) / rpcs))
echo "$rpcs paged RPCs: $without bytes without helpers, $with with them: $each bytes per RPC (at most $limit)"
[ "$each" -le "$limit" ]
