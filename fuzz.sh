#!/usr/bin/env bash
# Fuzzes every parser and state machine for longer than the tests do, from fresh seeds. A failure names its seed.
# Usage: ./fuzz.sh [SECONDS [NAME ...]]   for each fuzzer, 60 by default; only the projects whose names contain one of the NAMEs
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MIRAGEGEN_FUZZ_SECONDS=${1:-60}
[ $# -eq 0 ] || shift
status=0 ran=0
for project in $(grep -rlE --include='*FuzzTests.cs' 'class \w+FuzzTests' tests | cut -d/ -f2 | sort -u); do
  if [ $# -gt 0 ]; then
    wanted=false
    for word in "$@"; do [[ $project == *$word* ]] && wanted=true; done
    $wanted || continue
  fi
  echo "== $project"
  ran=$((ran + 1))
  dotnet run --project "tests/$project" -c Release -- -noColor -class '*FuzzTests' || status=1
done
[ $ran -gt 0 ] || { echo "fuzz.sh: no project with fuzzers has such a name" >&2; exit 2; }
exit $status
