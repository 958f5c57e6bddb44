/*
 * records - print pf-records(5) from the tables of fields that the tools themselves go by; for a
 * test to hold against a catalog, with "columns" a line "table column name type" for each stored field,
 * with "keys" a line "table column,column" for each stored kind
 */
#include <stdio.h>
#include <string.h>

#include "rec/field.h"

static const char head[] = ".Dd November 26, 2026\n"
			   ".Dt PF-RECORDS 5\n"
			   ".Os\n"
			   ".Sh NAME\n"
			   ".Nm pf-records\n"
			   ".Nd the kinds of records that the pf tools read and write\n"
			   ".Sh DESCRIPTION\n"
			   "A record is a JSON object in a line of its own, see STREAMS in\n"
			   ".Xr pf 7 .\n"
			   "Its first key,\n"
			   ".Li kind ,\n"
			   "names one of the kinds below.\n"
			   "A kind with a table is put into it by\n"
			   ".Xr pf-load 1 ;\n"
			   "one without is counted as ignored there.\n"
			   "Keys that are not named here are ignored, and named once.\n"
			   ".Pp\n"
			   "The types are:\n"
			   ".Bl -tag -width \"list of text\" -compact\n"
			   ".It text\n"
			   "a string\n"
			   ".It date\n"
			   "a string,\n"
			   ".Ar YYYY-MM-DD\n"
			   ".It time\n"
			   "a string, RFC 3339 in UTC, up to nine digits behind the second\n"
			   ".It price , amount , decimal\n"
			   "a number with exact decimal text\n"
			   ".It integer , count\n"
			   "a number without a fraction; a count is never negative\n"
			   ".It id\n"
			   "a string of digits, for whole numbers that other programs would round\n"
			   ".It boolean\n"
			   ".Li true\n"
			   "or\n"
			   ".Li false\n"
			   ".It list of text\n"
			   "an array of strings\n"
			   ".El\n"
			   ".Pp\n"
			   "What is not needed may be absent, which says nothing, or\n"
			   ".Li null ,\n"
			   "which says that there is none.\n"
			   "A stamp tells when a record was read: a row is not written for a\n"
			   "difference in it alone.\n"
			   "This page is printed from the same tables that the tools go by.\n"
			   ".Sh RECORDS\n";

static const char tail[] = ".Sh EXAMPLES\n"
			   ".Dl {\"kind\":\"bar\",\"symbol\":\"GOOG\",\"date\":\"2008-10-14\","
			   "\"open\":393.53,\"high\":394.5,\"low\":357,\"close\":362.71,"
			   "\"volume\":7784800}\n"
			   ".Sh SEE ALSO\n"
			   ".Xr pf-load 1 ,\n"
			   ".Xr pf-query 1 ,\n"
			   ".Xr pf 7\n";

/* Words of a table as mdoc text: nothing in them is markup. */
static void
print_text(const char *s)
{
	if (*s == '.' || *s == '\'')
		(void)fputs("\\&", stdout); /* errors show in the flush at the end */
	for (; *s != '\0'; s++)
		if (*s == '\\')
			(void)fputs("\\e", stdout);
		else
			(void)putchar(*s);
	(void)putchar('\n');
}

static void
print_key(const struct kind *kind)
{
	const struct field *f;
	const char *lead = "its key is ";

	for (f = kind->fields; f->name != NULL; f++)
		if (f->flags & FIELD_KEY) {
			(void)printf("%s%s", lead, f->column);
			lead = ", ";
		}
	(void)puts(".");
}

static void
print_kind(const struct kind *kind)
{
	const struct field *f;

	(void)printf(".Ss %s\n", kind->name);
	print_text(kind->help);
	(void)puts(".Pp");
	if (kind->table != NULL) {
		(void)printf("Table\n.Li %s ;\n", kind->table);
		print_key(kind);
		if (kind->once)
			(void)puts("A row that is there is never changed by this kind.");
		if (kind->unit != NULL)
			(void)printf(
			    "Loaded as a whole with what has the same\n.Li %s\nand follows it.\n",
			    kind->unit);
	} else {
		(void)puts("No table.");
	}
	(void)puts(".Bl -tag -width \"unchanged\" -compact");
	for (f = kind->fields; f->name != NULL; f++) {
		(void)printf(".It Li %s\n", f->name);
		if (kind->table != NULL && f->column != NULL && strcmp(f->name, f->column) != 0)
			(void)printf("column %s,\n", f->column);
		(void)printf("%s%s%s%s%s%s%s:\n", field_type_name(f->type),
		    f->unit != NULL ? " (" : "", f->unit != NULL ? f->unit : "",
		    f->unit != NULL ? ")" : "", f->flags & FIELD_NEEDED ? ", needed" : "",
		    f->flags & FIELD_KEY ? ", key" : "", f->flags & FIELD_STAMP ? ", stamp" : "");
		print_text(f->help);
	}
	(void)puts(".El");
}

static void
print_columns(const struct kind *kind)
{
	const struct field *f;

	for (f = kind->fields; f->name != NULL && kind->table != NULL; f++)
		if (f->column != NULL)
			(void)printf("%s %s %s %s\n", kind->table, f->column, f->name,
			    field_type_name(f->type));
}

static void
print_keys(const struct kind *kind)
{
	const struct field *f;
	char between = ' ';

	if (kind->table == NULL)
		return;
	(void)fputs(kind->table, stdout);
	for (f = kind->fields; f->name != NULL; f++)
		if (f->flags & FIELD_KEY) {
			(void)printf("%c%s", between, f->column);
			between = ',';
		}
	(void)putchar('\n');
}

int
main(int argc, char **argv)
{
	size_t i;

	if (argc == 2) {
		for (i = 0; kinds[i] != NULL; i++)
			(strcmp(argv[1], "keys") == 0 ? print_keys : print_columns)(kinds[i]);
		return fflush(stdout) != 0 || ferror(stdout);
	}
	(void)fputs(head, stdout);
	for (i = 0; kinds[i] != NULL; i++)
		print_kind(kinds[i]);
	(void)fputs(tail, stdout);
	return fflush(stdout) != 0 || ferror(stdout);
}
