# What check finds in C sources line by line; with code.awk. Prints PATH:LINE: RULE: what.
BEGIN {
	n = split("base io rec net aws secret vendor db text nlp show draw run health logs cost notify deploy web sandbox", names, " ")
	for (i = 1; i <= n; i++)
		layer[names[i]] = i
	# header (or the folder of headers) and where alone it may be included
	wall["cjson"] = "^lib/io/json\\.[ch]$"
	wall["yaml.h"] = "^lib/io/conf\\.c$"
	wall["expat.h"] = "^lib/io/xml\\.c$"
	wall["curl"] = "^lib/net/"
	wall["libpq-fe.h"] = "^lib/db/"
	wall["fcgiapp.h"] = "^lib/web/gateway\\.c$"
	wall["libwebsockets.h"] = "^lib/net/ws\\.c$"
	wall["cairo.h"] = "^lib/draw/png\\.c$"
	wall["microhttpd.h"] = "^lib/sandbox/"
	n = split("strcpy strcat strncpy sprintf vsprintf strtok atoi atol atof sscanf gmtime localtime system popen gets alloca", names, " ")
	for (i = 1; i <= n; i++)
		banned[names[i]] = 1
}

function found(rule, text) {
	printf "%s:%d: %s: %s\n", FILENAME, FNR, rule, text
}

function ours(name, to, from) {
	to = name
	sub("/.*", "", to)
	if (name ~ /^cmd\// || name ~ /\.c$/)
		found("layers", "includes " name ": a command's file is included by nobody")
	if (FILENAME !~ /^lib\// || !(to in layer))
		return
	from = FILENAME
	sub("^lib/", "", from)
	sub("/.*", "", from)
	if (layer[to] > layer[from])
		found("layers", from "/ may not include " name " (lower layers come first: base io rec net aws secret vendor db text nlp show draw run health logs cost notify deploy web sandbox)")
	else if (from == "db" && (to == "net" || to == "aws" || to == "secret" || to == "vendor"))
		found("layers", "db/ may not include " name ": vendor and database meet in a pipe")
}

function theirs(name, key) {
	key = tolower(name)
	if (!(key in wall))
		sub("/.*", "", key)
	if (key in wall && FILENAME !~ wall[key] && FILENAME !~ /^tests\/bench\//)
		found("walls", "includes " name ", which belongs to " wall[key] " alone")
}

function include(line, name) {
	name = line
	sub(/^[ \t]*#[ \t]*include[ \t]*/, "", name)
	if (name ~ /^"/) {
		split(name, parts, "\"")
		ours(parts[2])
	} else if (name ~ /^</) {
		split(name, parts, /[<>]/)
		theirs(parts[2])
	}
}

function calls(line, word) {
	while (match(line, /[A-Za-z_][A-Za-z_0-9]*[ \t]*\(/)) {
		word = substr(line, RSTART, RLENGTH - 1)
		sub(/[ \t]+$/, "", word)
		# a member of that name is called p->system() or p.system()
		if (word in banned && substr(line, 1, RSTART - 1) !~ /(->|\.)$/)
			found("banned", word "(): see HACKING.md for what to use")
		line = substr(line, RSTART + RLENGTH)
	}
}

FNR == 1 {
	in_comment = 0
	begun = 0
}

{
	raw = $0
	line = code(raw)
	if (line_comment)
		found("comments", "// comment; write /* */")
	if (line ~ /^[ \t]*#[ \t]*include/)
		include(raw)
	calls(line)
	if (line ~ /^[A-Za-z_][A-Za-z_0-9]*\(/ || line ~ /^[A-Za-z_][A-Za-z_0-9 *]*[ *][A-Za-z_][A-Za-z_0-9]*\([^;]*$/)
		named = FNR
	if (line ~ /^\{/)
		begun = named
	if (line ~ /^\}/ && begun) {
		if (FNR - begun + 1 > 60)
			printf "%s:%d: functions: %d lines; over 60 there is a second half that wants a name\n", FILENAME, begun, FNR - begun + 1
		begun = 0
	}
}
