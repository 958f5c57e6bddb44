#!/bin/sh
# What we sign and read, beside AWS's own library for Python. Skipped aloud where that is not installed.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
python=/usr/bin/python3

ok '2,000 requests by chance are signed as botocore signs them' '
	"$python" -c "import botocore" 2>/dev/null || skip "python3-botocore is not installed"
	"$python" "$top/tests/aws/sign.py" 2000 1 requests signatures && "$build/tests/aws/sign" <requests >ours &&
	[ "$(wc -l <ours)" -eq 2000 ] && same signatures ours
'

ok 'the values in 100 shared files by chance are those that botocore reads there' '
	"$python" -c "import botocore" 2>/dev/null || skip "python3-botocore is not installed"
	mkdir files && PYTHONUTF8=1 "$python" "$top/tests/aws/profile.py" 100 1 files questions answers &&
	env -u AWS_PROFILE -u AWS_DEFAULT_PROFILE "$build/tests/aws/profile" <questions >ours &&
	[ "$(grep -cv "^error\$\|^null\$" ours)" -gt 500 ] && grep -q "^error" ours && same answers ours
'
done_testing
