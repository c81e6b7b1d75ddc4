#!/usr/bin/env bash
# Runs the README's two commands, the tour and the tests, on a clean clone as on a fresh machine: with the .NET SDK and
# Node, and without browser, database servers, clang and environment variables. HOME is new; only the caches of NuGet and
# npm are in it. All this is a mount namespace of its own (Linux, root); the machine itself is not changed.
#
#     eng/fresh-machine.sh [--user NAME] [--keep] [--flaky FILE]
#
#   --user NAME   the commands run as this user; `root` unless named. `nobody` is an ordinary user that every machine has
#   --keep        leaves the folder with the clone and the logs, and says where it is
#   --flaky FILE  failed tests get the second attempt of .ci/second-attempt, which names them in FILE
#
# It ends with a table of what passed, failed and was skipped; the exit code is 0 when nothing failed and nothing was skipped.
set -euo pipefail

# What a fresh machine lacks.
absent=(chromium chromium-browser google-chrome google-chrome-stable chromedriver postgres initdb pg_ctl psql
  redis-server redis-cli redis-check-rdb clang clang-14 clang++ clang++-14 docker)
absent_folders=(/usr/lib/postgresql /usr/lib/chromium)
# What the machine needs to reach its registries at all.
passed_through=(NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR NUGET_CERT_REVOCATION_MODE DOTNET_CLI_TELEMETRY_OPTOUT)

usage() {
  sed -n 's/^# \{0,1\}//p' "$0" | sed -n 2,12p
}

main() {
  local keep=false
  user=root flaky= status=0
  while [ $# -gt 0 ]; do
    case "$1" in
      --user) user=${2:?--user needs a name}; shift 2 ;;
      --keep) keep=true; shift ;;
      --flaky) flaky=${2:?--flaky needs a file}; shift 2 ;;
      -h | --help) usage; exit ;;
      *) usage >&2; exit 2 ;;
    esac
  done
  [ "$(id -u)" -eq 0 ] || { echo "eng/fresh-machine.sh: only root can make a mount namespace" >&2; exit 2; }
  id "$user" > /dev/null

  # Not below /tmp, which is replaced, and not below /root, where an ordinary user may not look.
  folder=$(mktemp -d /var/tmp/fresh-machine-XXXXXX)
  $keep && echo "folder: $folder" || trap 'rm -rf "$folder"' EXIT
  prepare
  # The process namespace ends whatever is still running in it when its first process ends.
  unshare --mount --pid --fork --kill-child --mount-proc --propagation private "$BASH" "$0" --inside "$folder" "$user" "$flaky" || status=$?
  [ -z "$flaky" ] || [ ! -s "$folder/tmp/flaky" ] || cat "$folder/tmp/flaky" >> "$flaky"
  exit $status
}

prepare() {
  chmod 755 "$folder"
  git clone --quiet "$(git -C "$(dirname "$0")" rev-parse --show-toplevel)" "$folder/clone"
  mkdir -p "$folder/home/.nuget" "$folder/tmp" "$folder/over"
  chmod 1777 "$folder/tmp"
  copy "${NUGET_PACKAGES:-$HOME/.nuget/packages}" "$folder/home/.nuget/packages"
  copy "$HOME/.nuget/NuGet" "$folder/home/.nuget/NuGet"
  copy "$HOME/.npm/_cacache" "$folder/home/.npm/_cacache"
  copy "$HOME/.npmrc" "$folder/home/.npmrc"
  chown -R "$user": "$folder/clone" "$folder/home"
}

copy() {
  [ -e "$1" ] || return 0
  mkdir -p "$(dirname "$2")"
  cp -r --reflink=auto "$1" "$2"
}

inside() {
  folder=$1 user=$2 flaky=$3
  programs=$(dirname "$(type -P dotnet)"):$(dirname "$(type -P node)")
  hide
  mount --bind "$folder/tmp" /tmp
  cd "$folder/clone"
  rows=$(mktemp) status=0
  tour
  tests
  table
  return $status
}

# An overlay over /usr, from which what a fresh machine lacks is taken away.
hide() {
  mount -t tmpfs tmpfs "$folder/over"
  mkdir "$folder/over/upper" "$folder/over/work"
  mount -t overlay overlay -o "lowerdir=/usr,upperdir=$folder/over/upper,workdir=$folder/over/work" /usr
  [ "$(stat -f -c %T /usr)" = overlayfs ] || { echo "eng/fresh-machine.sh: /usr could not be covered" >&2; exit 2; }
  rm -rf "${absent_folders[@]}"
  local program at
  for program in "${absent[@]}"; do
    while at=$(type -P "$program"); do
      rm "$at"
      hash -r
    done
  done
}

as_user() {
  local environment=(HOME="$folder/home" USER="$user" PATH="$programs:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin") name
  for name in "${passed_through[@]}"; do
    [ -z "${!name:-}" ] || environment+=("$name=${!name}")
  done
  setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env -i "${environment[@]}" "$@"
}

tour() {
  local log=$folder/tour.log started=$SECONDS
  as_user dotnet run --project samples/Showcase -- tour 2>&1 | tee "$log" || status=1
  # "73 ok, 0 failed in 23 s"
  read -r ok failed < <(sed -n 's/^\([0-9]*\) ok, \([0-9]*\) failed.*/\1 \2/p' "$log" | tail -n 1) || true
  row 'dotnet run --project samples/Showcase -- tour' "${ok:-0}" "${failed:-1}" 0 $((SECONDS - started))
}

tests() {
  local log=$folder/test.log started=$SECONDS code=0
  as_user dotnet test 2>&1 | tee "$log" || code=$?
  local passed failed
  passed=$(count succeeded) failed=$(count failed)
  # 2: tests failed, and nothing else went wrong.
  if [ "$code" -eq 2 ] && [ -n "$flaky" ] && as_user .ci/second-attempt "$log" /tmp/flaky; then
    passed=$((passed + failed)) failed=0 code=0
  fi
  [ "$code" -eq 0 ] || status=1
  row 'dotnet test' "$passed" "$failed" "$(count skipped)" $((SECONDS - started))
}

# "  succeeded: 3385" in the summary of dotnet test.
count() { sed -n "s/^ *$1: *\([0-9][0-9]*\) *$/\1/p" "$log" | tail -n 1; }

# Fails when nothing ran, something failed or something was skipped.
row() {
  echo "| \`$1\` | ${2:-0} | ${3:-?} | ${4:-?} | $5 |" >> "$rows"
  [ "${2:-0}" -gt 0 ] && [ "${3:-1}" -eq 0 ] && [ "${4:-1}" -eq 0 ] || status=1
}

table() {
  printf '\n| As user `%s` | Passed | Failed | Skipped | Seconds (build included) |\n|---|--:|--:|--:|--:|\n' "$user"
  cat "$rows"
}

if [ "${1:-}" = --inside ]; then
  inside "$2" "$3" "$4"
else
  main "$@"
fi
