#!/bin/sh
# Fetches the embedded engine (libchdb, ClickHouse as a library) once and links it into bin/, beside
# the binary. Run it again as often as you like: it does nothing when the pinned release is there.
#
# The release is pinned by version in package.json for every platform. package-lock.json also pins
# the content (integrity) for Linux on amd64; the packages of the other platforms could not be read
# when the lock was made, so npm checks them against what the registry says of them.
#
#   TINGFENG_NO_ENGINE=1   fetch nothing: for those who use a ClickHouse server (store.dsn)
set -eu

here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$here/../../.." && pwd)/bin
download=178 # MB on the wire
unpacked=566 # MB on the disk

die() {
	printf 'engine: %s\n' "$1" >&2
	exit 1
}

if [ "${TINGFENG_NO_ENGINE:-}" = 1 ]; then
	echo "engine: not fetched (TINGFENG_NO_ENGINE=1): set store.dsn to the address of a ClickHouse server"
	exit 0
fi

case $(uname -s)/$(uname -m) in
Linux/x86_64) package=lib-linux-x64-gnu ;;
Linux/aarch64 | Linux/arm64) package=lib-linux-arm64-gnu ;;
Darwin/arm64) package=lib-darwin-arm64 ;;
Darwin/x86_64) package=lib-darwin-x64 ;;
*) die "there is no embedded engine for $(uname -s) on $(uname -m): run with TINGFENG_NO_ENGINE=1 and set store.dsn to the address of a ClickHouse server" ;;
esac
case $(ldd --version 2>&1 || true) in
*musl*) die "the embedded engine needs glibc, this system has musl (Alpine?): build on Debian or Ubuntu, or run with TINGFENG_NO_ENGINE=1 and set store.dsn to the address of a ClickHouse server" ;;
esac

library=$here/node_modules/@chdb/$package/libchdb.so
stamp=$here/node_modules/.fetched
pinned=$(cksum <"$here/package-lock.json")

link() {
	mkdir -p "$bin"
	ln -sf "../store/engine/lib/node_modules/@chdb/$package/libchdb.so" "$bin/libchdb.so"
}

if [ -s "$library" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$pinned" ]; then
	link
	exit 0
fi

command -v npm >/dev/null 2>&1 || die "npm is needed to fetch the engine once: install Node.js 18 or newer (Debian: apt-get install npm), then run make again"
free=$(df -Pk "$here" | awk 'NR == 2 { print int($4 / 1024) }')
[ "$free" -ge $((unpacked + download + 50)) ] || die "$free MB are free here and about $((unpacked + download + 50)) MB are needed: free some space, then run make again"

echo "engine: fetching ClickHouse as a library, once: $download MB to download, $unpacked MB unpacked"
log=$(mktemp)
(cd "$here" && exec npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >"$log" 2>&1 &
npm=$!
trap 'kill $npm 2>/dev/null; rm -rf "$here/node_modules"; exit 130' INT TERM

# npm unpacks while it downloads, so what lies on the disk is how far it is.
seconds=0
while kill -0 $npm 2>/dev/null; do
	have=$(du -sk "$here/node_modules" 2>/dev/null | awk '{ print int($1 / 1024) }')
	have=${have:-0}
	percent=$((have * 100 / unpacked))
	[ $percent -le 100 ] || percent=100
	if [ -t 1 ]; then
		printf '\rengine: %3d %%  %d of %d MB, %d s ' $percent "$have" $unpacked $seconds
	elif [ $((seconds % 10)) -eq 9 ]; then
		printf 'engine: %3d %%  %d of %d MB, %d s\n' $percent "$have" $unpacked $seconds
	fi
	sleep 1
	seconds=$((seconds + 1))
done
[ ! -t 1 ] || printf '\n'
trap - INT TERM

if ! wait $npm; then
	cat "$log" >&2
	rm -rf "$here/node_modules" "$log"
	die "the download failed (above is npm's answer): look at the network or npm's registry setting and run make again; or run with TINGFENG_NO_ENGINE=1 and set store.dsn to the address of a ClickHouse server"
fi
rm -f "$log"
# The packages are optional to npm, so it leaves one out without a word when it cannot be had.
[ -s "$library" ] || die "npm could not get @chdb/$package: the network is down, or npm's registry (npm config get registry) does not serve it. Mend that and run make again; or name a clickhouse binary (26.7 or newer) with engine.library; or run with TINGFENG_NO_ENGINE=1 and set store.dsn to the address of a ClickHouse server"
printf '%s' "$pinned" >"$stamp"
link
echo "engine: ready in $seconds s, linked as bin/libchdb.so"
