#!/bin/sh
# Runs the browser tests of the door against a house of its own: everybody signs in, nobody is there yet.
#   e2e/access.sh /usr/bin/chromium
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
tingfeng=${TINGFENG_BIN:-$top/bin/tingfeng}
work=$(mktemp -d)
port=$(node -e 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
url=http://127.0.0.1:$port
mkdir "$work/conf"
cp "$top"/configs/*.yaml "$work/conf/"
printf '\naccess: sign-in\n' >>"$work/conf/tingfeng.yaml"
cat >"$work/conf/org.yaml" <<ORG
units:
  - {id: group, title: 集团}
  - {id: east, title: 华东区, parent: group, regions: [上海]}
ORG

"$tingfeng" serve --config "$work/conf" --data "$work/data" --listen "127.0.0.1:$port" >"$work/log" 2>&1 &
house=$!
trap 'kill $house 2>/dev/null; wait $house 2>/dev/null; rm -rf "$work"' EXIT

tries=0
until node -e "fetch('$url/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"; do
	tries=$((tries + 1))
	if ! kill -0 $house 2>/dev/null || [ $tries -gt 120 ]; then
		echo "browser tests of the door: the house did not come up:" >&2
		tail -20 "$work/log" >&2
		exit 1
	fi
	sleep 0.5
done

cd "$here/.." && TINGFENG_URL=$url CHROMIUM=${1:-/usr/bin/chromium} LOG=$work/log node e2e/access.mjs
