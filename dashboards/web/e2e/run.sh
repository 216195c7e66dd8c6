#!/bin/sh
# Runs the browser tests against a demo of their own: a free port, a folder that is thrown away.
#   e2e/run.sh /usr/bin/chromium
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
data=$(mktemp -d)
log=$data.log
port=$(node -e 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
url=http://127.0.0.1:$port

"$top/bin/tingfeng" demo --data "$data/demo" --listen "127.0.0.1:$port" >"$log" 2>&1 &
demo=$!
trap 'kill $demo 2>/dev/null; wait $demo 2>/dev/null; rm -rf "$data" "$log"' EXIT

tries=0
until node -e "fetch('$url/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"; do
	tries=$((tries + 1))
	if ! kill -0 $demo 2>/dev/null || [ $tries -gt 240 ]; then
		echo "browser tests: the demo did not come up:" >&2
		tail -20 "$log" >&2
		exit 1
	fi
	sleep 0.5
done

cd "$here/.." && TINGFENG_BIN="$top/bin/tingfeng" TINGFENG_DATA="$data/demo" TINGFENG_CONFIG="$top/configs" TINGFENG_URL=$url CHROMIUM=${1:-/usr/bin/chromium} npm run --silent e2e

"$here/access.sh" "${1:-/usr/bin/chromium}"
