#!/usr/bin/env bash
# Runs every test of the project, after installing what they need from Debian where it is missing.
# Usage: ./test.sh [NAME ...]   only the test projects whose names contain one of the NAMEs, e.g. ./test.sh Http
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# What the tests run beside .NET: a linker and the C library for NativeAOT, real clients, a server to compare with, a browser.
need() { # command-or-file package
  command -v "$1" >/dev/null 2>&1 || [ -e "$1" ] || missing+=("$2")
}
missing=()
need gcc gcc
need /usr/include/stdio.h libc6-dev
need nm binutils
need curl curl
need wrk wrk
need ab apache2-utils
need h2load nghttp2-client
need slowhttptest slowhttptest
need strace strace
# Network namespaces, and who lives in them beside our own TCP/IP.
need ip iproute2
need /usr/bin/kill procps
need ping iputils-ping
need iperf3 iperf3
need nmap nmap
need tcpdump tcpdump
need dnsmasq dnsmasq-base
need dhcpd isc-dhcp-server
need udhcpc udhcpc
need /usr/bin/python3 python3
need /usr/lib/python3/dist-packages/scapy python3-scapy
need chromium chromium
# Another reader and writer of zones, and another maker of signed messages.
need named-compilezone bind9-utils
need /usr/lib/python3/dist-packages/dns python3-dnspython
# Other name servers, whose answers are held beside ours.
need nsd nsd
need knotd knot
need named bind9
need unbound unbound
# Who asks name servers, fetches their zones and changes them.
need dig bind9-dnsutils
need nsupdate bind9-dnsutils
need kdig knot-dnsutils
need drill ldnsutils
need dnsperf dnsperf
# The native shim of the xen target: its build, its style, and a machine to boot it on.
need make make
need /usr/lib/x86_64-linux-musl/libc.a musl-dev
need /usr/include/xen/xen.h libxen-dev
need /usr/lib/x86_64-linux-gnu/liblzma.a liblzma-dev
need clang-format clang-format
need clang-tidy clang-tidy
need qemu-system-x86_64 qemu-system-x86
# A disk that boots an image, and the GRUB that a cloud has for a domain with one.
need grub-mkimage grub-common
need /usr/lib/grub/i386-pc/boot.img grub-pc-bin
need mcopy mtools
need /usr/lib/grub-xen/grub-i386-xen_pvh.bin grub-xen-host
# The schema of libvirt's domains.
need virt-xml-validate libvirt-clients
need xmllint libxml2-utils
# A real Xen for that machine. The hypervisor and its dom0 are downloaded into a cache, not installed: apt must know them.
need xz xz-utils
need lz4 lz4
need setpriv util-linux
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
if [ ${#missing[@]} -gt 0 ] || ! apt-cache show xen-system-amd64 >/dev/null 2>&1; then
  "${as_root[@]}" apt-get update -qq
fi
if [ ${#missing[@]} -gt 0 ]; then
  echo "test.sh: installing from Debian: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet build MirageGen.sln -c Release -v quiet
# What dotnet run builds for the README's reader: without optimisation the compiler refuses some code that it else takes.
for example in examples/*/*.csproj; do
  dotnet build "$example" -c Debug -v quiet -p:RunAnalyzers=false
done

passed=0 failed=0 broken=()
for project in tests/*.Tests; do
  name=$(basename "$project")
  if [ $# -gt 0 ]; then
    wanted=false
    for word in "$@"; do [[ $name == *$word* ]] && wanted=true; done
    $wanted || continue
  fi
  echo "== $name"
  log=$(mktemp)
  status=0
  timeout --kill-after=10 2700 dotnet run --project "$project" -c Release --no-build -- -noColor 2>&1 | tee "$log" || status=$?
  # The runner's summary: "Total: 13, Errors: 0, Failed: 1, Skipped: 0, Not Run: 0, Time: 0.279s"; none when it died.
  count() {
    local number
    number=$(sed -nE "s/.*Total: [0-9]+.* $1: ([0-9]+),.*/\1/p" "$log" | tail -n 1)
    echo "${number:-0}"
  }
  total=$(sed -nE 's/.*Total: ([0-9]+), Errors.*/\1/p' "$log" | tail -n 1)
  fell=$(($(count Errors) + $(count Failed)))
  succeeded=$((${total:-0} - $(count Failed) - $(count Skipped) - $(count "Not Run")))
  rm -f "$log"
  passed=$((passed + succeeded)) failed=$((failed + fell))
  # A project that ran nothing, or that died without counting a failure, has failed.
  if [ "$status" -ne 0 ] || [ "$succeeded" -eq 0 ]; then
    broken+=("$name")
    [ "$fell" -gt 0 ] || failed=$((failed + 1))
  fi
done

[ ${#broken[@]} -eq 0 ] || echo "failed: ${broken[*]}"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
