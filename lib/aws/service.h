/*
 * AWS's services as a table: where each is and how it is spoken to, and its operations (their
 * models, as botocore publishes them). Adding a service is a row, adding an operation is one, too;
 * services that speak JSON take operations that no row has as well.
 */
#ifndef PF_AWS_SERVICE_H
#define PF_AWS_SERVICE_H

#include <stdbool.h>
#include <stddef.h>

struct aws_shape;

enum aws_protocol {
	AWS_JSON_1_0, /* POST / with a JSON object, the operation in X-Amz-Target */
	AWS_JSON_1_1,
	AWS_QUERY,     /* POST / with a form, the operation in Action; answers are XML */
	AWS_EC2,       /* the same with other names of lists, and no wrapper around an answer */
	AWS_REST_JSON, /* method and path by operation, the rest of the fields as JSON */
	AWS_REST_XML,  /* the same with headers and XML, or with bytes */
};

/* Where a service is that has but one place in a partition. */
struct aws_home {
	const char *partition, *region;
};

/* How the next page of an answer is asked for. */
struct aws_paging {
	const char *token; /* the field of the request; NULL: there are no pages */
	const char *next;  /* the member of the answer that it is taken from */
	const char
	    *items;       /* members whose elements are what is listed, "Contents,CommonPrefixes" */
	const char *more; /* member that is false at the end; NULL: the token is then missing */
	bool same;        /* the token of the last page is that of the page before */
};

struct aws_operation {
	const char *name; /* "ListSchedules" */
	const char *line; /* of REST: "GET /schedules/{Name}?lifecycle"; else NULL */
	const char
	    *input; /* fields, in the language of aws/shape.h; of a JSON service the top ones */
	const char *output; /* of an answer that is XML */
	struct aws_paging pages;
	bool checksum;       /* S3 wants one of the body */
	const char *partial; /* the member of an answer that says which parts of it failed */
};

struct aws_service {
	const char *name;    /* "secretsmanager" */
	const char *id;      /* in the names of settings: "SECRETS_MANAGER" */
	const char *host;    /* first part of its host: "api.ecr" */
	const char *signing; /* the name that is signed: "ecr" */
	enum aws_protocol protocol;
	const char *target; /* in front of the operation in X-Amz-Target; of forms the version */
	const struct aws_operation *operations; /* ends with a row without a name */
	const struct aws_shape *shapes;         /* the structures they speak of; NULL: none */
	const struct aws_home *home; /* ends with a row without a name; NULL: in every region */
	bool lower;                  /* its fields begin with a lower case letter */
	bool query_mode; /* it spoke forms once and is asked to name errors as then, too */
};

/* Ends with a row without a name. */
extern const struct aws_service aws_services[];

/* The service of that name, or NULL. */
const struct aws_service *aws_service_find(const char *name);

/* Its row of "ListSecrets", also if the word is "list-secrets"; NULL: none. */
const struct aws_operation *aws_operation_find(const struct aws_service *s, const char *word);

/* Whether it takes operations that it has no row of. */
bool aws_service_open(const struct aws_service *s);

/* The region a service is called in and signed for; NULL: it is not known in that partition. */
const char *aws_service_region(const struct aws_service *s, const char *region);

/* Whether an operation changes nothing, by its name: it may be sent twice. */
bool aws_operation_reads(const char *operation);

#endif
