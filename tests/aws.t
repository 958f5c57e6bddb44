#!/bin/sh
# What we sign, beside the signer of AWS's own library for Python. Skipped aloud where that is not installed.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
python=/usr/bin/python3

ok '2,000 requests by chance are signed as botocore signs them' '
	"$python" -c "import botocore" 2>/dev/null || skip "python3-botocore is not installed"
	"$python" "$top/tests/aws/sign.py" 2000 1 requests signatures && "$build/tests/aws/sign" <requests >ours &&
	[ "$(wc -l <ours)" -eq 2000 ] && same signatures ours
'
done_testing
