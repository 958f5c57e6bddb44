# C without its comments and without what is in its strings, a line at a time, columns kept: code(line). It keeps in_comment between
# lines (set it to 0 at the start of a file) and sets line_comment when the line has a // comment.
function code(line, out, i, c, two, quote) {
	out = ""
	quote = ""
	line_comment = 0
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		two = substr(line, i, 2)
		if (in_comment) {
			if (two == "*/") {
				in_comment = 0
				out = out " "
				i++
			}
			out = out " "
		} else if (quote != "") {
			if (c == "\\") {
				out = out " "
				i++
			}
			if (c == quote)
				quote = ""
			out = out (c == quote || quote == "" ? c : " ")
		} else if (two == "/*") {
			in_comment = 1
			out = out "  "
			i++
		} else if (two == "//") {
			line_comment = 1
			break
		} else {
			if (c == "\"" || c == "'")
				quote = c
			out = out c
		}
	}
	return out
}
