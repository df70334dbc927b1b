#!/usr/bin/env bash
# Measures ours beside its peers in one run and writes docs/benchmarks, after installing the peers from Debian where missing.
# Usage: ./bench.sh [--quick] [TOPIC ...]   http dns dns-direct tcp relay compose boot image xen xen-dns micro, or all (the default)
#   --quick   one short round of less of each, and all are http dns tcp boot image: ten minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

everything=(http dns dns-direct tcp relay compose boot image xen xen-dns micro)
quick=() topics=() wants_all=
for word in "$@"; do
  case $word in
    --quick) quick=(--quick) ;;
    all) wants_all=yes ;;
    http | dns | dns-direct | tcp | relay | compose | boot | image | xen | xen-dns | micro) topics+=("$word") ;;
    *) echo "bench.sh: '$word' is nothing to measure; see its first lines" >&2; exit 2 ;;
  esac
done
[ ${#quick[@]} -eq 0 ] || everything=(http dns tcp boot image)
[ -z "$wants_all" ] && [ ${#topics[@]} -gt 0 ] || topics=("${everything[@]}")

need() { # command-or-file package
  command -v "$1" >/dev/null 2>&1 || [ -e "$1" ] || missing+=("$2")
}
missing=()
need gcc gcc
need ip iproute2
need ping iputils-ping
need nginx nginx-light
need wrk wrk
need iperf3 iperf3
need named bind9
need nsd nsd
need knotd knot
need dnsperf dnsperf
need qemu-system-x86_64 qemu-system-x86
need xz xz-utils
need lz4 lz4
need make make
need /usr/lib/x86_64-linux-musl/libc.a musl-dev
need /usr/include/xen/xen.h libxen-dev
need /usr/lib/x86_64-linux-gnu/liblzma.a liblzma-dev
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
if [ ${#missing[@]} -gt 0 ]; then
  "${as_root[@]}" apt-get update -qq
  # A server that a package would start has the port of one that is measured.
  "${as_root[@]}" env RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

# Analyzers look at the sources in ./test.sh: here they would be a quarter of the time of --quick.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 RunAnalyzers=false
declare -A minutes=([http]=18 [dns]=10 [dns-direct]=3 [tcp]=3 [relay]=15 [compose]=25 [boot]=18 [image]=7 [xen]=11 [xen-dns]=15 [micro]=10)
[ ${#quick[@]} -eq 0 ] || minutes=([http]=3 [dns]=1 [dns-direct]=1 [tcp]=1 [relay]=4 [compose]=4 [boot]=3 [image]=1 [xen]=5 [xen-dns]=5 [micro]=3)
total=0
for topic in "${topics[@]}"; do total=$((total + minutes[$topic])); done
echo "about $total minutes on two cores: ${topics[*]}"
dotnet build tests/Peers -c Release -v quiet
for topic in "${topics[@]}"; do
  echo "== $topic, about ${minutes[$topic]} minutes"
  began=$SECONDS
  dotnet run --project tests/Peers -c Release --no-build -- "$topic" "${quick[@]}" --write
  echo "== $topic took $(((SECONDS - began + 30) / 60)) minutes, $((SECONDS - began)) s"
done
