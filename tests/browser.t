#!/bin/sh
# The pages of pf-api in a browser, Chromium by playwright: nothing is said on the console, nothing asked elsewhere, nothing is wider than a phone, axe finds
# nothing; by keyboard, without scripts, enlarged, printed. PF_TEST_NODE names a folder whose node_modules has both; without it npm installs them.
# The pictures are in tests/pictures of the build folder.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need nginx
need node
need curl
PF_CHROMIUM=
for name in chromium chromium-browser google-chrome google-chrome-stable; do
	[ -n "$PF_CHROMIUM" ] || PF_CHROMIUM=$(command -v $name)
done
[ -n "$PF_CHROMIUM" ] || need chromium
packages=$(node -p 'Object.entries(require(process.argv[1]).dependencies).map((d) => d.join("@")).join(" ")' "$top/tests/browser/package.json") || exit 1
# shellcheck disable=SC2086 # a list of words
npm_client $packages
. "$top/tests/browser/desk.sh"
PF_DESKS=$scratch PF_PICTURES=$build/tests/pictures TMPDIR=$scratch
mkdir -p "$PF_PICTURES" 2>/dev/null && [ -w "$PF_PICTURES" ] || PF_PICTURES=
export PF_DESKS PF_CHROMIUM PF_PICTURES TMPDIR

browse() {
	timeout 300 node "$top/tests/browser/$1.cjs" "${2:-}" "${3:-}"
}

ok 'every page of a desk, in light and dark, wide and narrow' 'browse look desk'
ok 'every page without a row' 'browse look empty'
ok 'every page of hostile texts' 'browse look hostile'
ok 'by keyboard alone' 'browse keys'
ok 'without scripts' 'browse ways scripts desk && browse ways scripts hostile'
ok 'enlarged two and four times, with larger letters, without motion; the texts of charts can be read' 'browse ways sizes desk && browse ways sizes hostile'
ok 'in print' 'browse ways print desk'
ok 'the policy holds' 'browse ways policy'
ok 'without a database' 'pf-db stop && browse look gone; status=$?; pf-db start --fast && return $status'
ok 'no browser is left' '! pgrep -fl "chrom.*$scratch"'
done_testing
