/* call - call AWS: call SERVICE OPERATION [JSON]; the answer on stdout, "code: message" of a failure on stderr, its status ours */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/call.h"
#include "aws/service.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"

int
main(int argc, char **argv)
{
	const struct aws_service *s = argc > 2 ? aws_service_find(argv[1]) : NULL;
	const struct aws_options o = { .profile = getenv("PF_PROFILE") };
	struct buf out = { 0 };
	struct aws *a = NULL;
	struct err e = { 0 };
	int rc = -1;

	log_show(LOG_NOTE);
	if (s == NULL)
		return ERR_USAGE;
	if (aws_open(&a, &o, &e) == 0)
		rc = aws_call(a, s, argv[2], argc > 3 ? argv[3] : NULL, false, &out, &e);
	if (rc == 0)
		(void)printf("%s\n", out.p == NULL ? "" : out.p);
	else
		(void)fprintf(stderr, "[%s] %s\n", a == NULL ? "" : aws_code(a), e.msg);
	aws_close(a);
	buf_wipe(&out);
	return rc == 0 ? 0 : (int)e.code;
}
