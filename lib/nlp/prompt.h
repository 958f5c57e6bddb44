/*
 * What a model is asked, as data: share/prompts/VERSION.yaml, or any file of that form. It has the words and
 * the form of the answer (a strict JSON schema) of the triage and of the ideas, how many tokens an answer may
 * take, and the models that it was tried with.
 */
#ifndef PF_NLP_PROMPT_H
#define PF_NLP_PROMPT_H

#include <stdint.h>

struct err;

#define PROMPT_DEFAULT "ideas-1"

struct prompt_part {
	char *words;    /* owned: the instruction */
	char *hint;     /* owned: what stands before the candidates; NULL: they are not told */
	char *name;     /* owned: of the schema */
	char *schema;   /* owned: JSON without blanks around its parts */
	int64_t tokens; /* of an answer, at most */
};

enum prompt_role { PROMPT_TRIAGE, PROMPT_MAIN, PROMPT_ESCALATION, PROMPT_LONG, PROMPT_ROLES };

/* "triage", "main", "escalation", "long". */
const char *prompt_role_name(enum prompt_role role);

struct prompt {
	char *version; /* owned: "ideas-1+3f2a9c1b", the name and a hash of what is asked */
	struct prompt_part triage, ideas;
	char *models[PROMPT_ROLES]; /* owned */
};

/*
 * Read it; what names a version, or a path (it holds a '/'); NULL: PROMPT_DEFAULT. The models are those of
 * OPENAI_MODEL_TRIAGE, _MAIN, _ESCALATION and _LONG where these are set; main_model, where it is not NULL, instead
 * of _MAIN. Where the main one alone is named, it is asked for what escalates and is long, too. ERR_CONFIG with the place, ERR_NOINPUT. Release in any case.
 */
int prompt_load(struct prompt *p, const char *what, const char *main_model, struct err *e);
void prompt_release(struct prompt *p);

#endif
