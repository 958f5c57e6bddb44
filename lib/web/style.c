/* The one style sheet of all pages: light and dark as the reader's system is, one column where it is narrow */
#include "draw/chart.h"
#include "web/page.h"
#include "web/reply.h"
#include "web/service.h"

/* clang-format off */
static const char sheet[] =
	":root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--text:#1a2027;--soft:#56616d;--line:#dde2e8;"
	"--link:#0b57b0;--good:#12703c;--bad:#b3261e;--so-so:#8a5300;--head:#14304f}\n"
	"@media (prefers-color-scheme:dark){:root{--bg:#11151a;--card:#1a2027;--text:#e6eaee;--soft:#a3aeb9;"
	"--line:#323b45;--link:#86b8ff;--good:#6bd49a;--bad:#ff9a92;--so-so:#f0bd6a;--head:#0b1016}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0;background:var(--bg);color:var(--text);font:16px/1.45 system-ui,-apple-system,\"Segoe UI\",Roboto,sans-serif}\n"
	"a{color:var(--link)}\n"
	":focus-visible{outline:3px solid var(--link);outline-offset:2px}\n"
	".skip{position:absolute;left:-99em}\n.skip:focus{left:1em;top:.5em;background:var(--card);padding:.4em .8em;z-index:1}\n"
	"header{background:var(--head);color:#fff;display:flex;flex-wrap:wrap;align-items:center;gap:0 1.2em;padding:.4em max(1em,calc(50vw - 36.5em))}\n"
	"header a{color:#fff;text-decoration:none;padding:.55em .7em;display:inline-block;border-bottom:3px solid transparent}\n"
	"header a:hover,header a[aria-current]{border-bottom-color:#86b8ff}\n"
	"header :focus-visible{outline-color:#fff}\n"
	".brand{font-weight:700;letter-spacing:.04em;font-size:1.15em}\n"
	"nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap}\n"
	"main{max-width:75rem;margin:0 auto;padding:.5em 1em 2em}\n"
	"h1{font-size:1.6em;margin:.6em 0 .5em}\nh2{font-size:1.15em;margin:1.6em 0 .5em}\n"
	"dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5em,1fr));gap:.7em;margin:0}\n"
	"dl div{background:var(--card);border:1px solid var(--line);border-radius:.5em;padding:.55em .8em;min-width:0}\n"
	"dt{color:var(--soft);font-size:.85em}\ndd{margin:0;font-variant-numeric:tabular-nums;font-weight:600;overflow-wrap:anywhere}\n"
	".sums div:first-child{grid-column:span 2}\n.sums div:first-child dd{font-size:1.7em;line-height:1.2}\n.sums dd{font-size:1.1em}\n"
	".box,figure,details,.login{background:var(--card);border:1px solid var(--line);border-radius:.5em}\n"
	".box{overflow-x:auto}\n"
	"table{border-collapse:collapse;width:100%;font-size:.94em}\n"
	"caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}\n"
	"th,td{padding:.45em .75em;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}\n"
	"tbody tr:last-child>*{border-bottom:0}\n"
	"thead th{color:var(--soft);font-weight:600;font-size:.88em;white-space:nowrap}\n"
	"tbody tr:hover{background:color-mix(in srgb,var(--link) 7%,transparent)}\n"
	"td,tbody th{overflow-wrap:anywhere}.t{min-width:7em}tbody th{min-width:5em}td.t{white-space:pre-line}\n"
	".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\ntime{font-variant-numeric:tabular-nums}tbody time,footer time,time span{white-space:nowrap}\n"
	".up,.good{color:var(--good)}\n.down,.bad{color:var(--bad)}\n.so-so{color:var(--so-so)}\n.none{color:var(--soft)}\n"
	".status{font-weight:600;border:1px solid currentColor;border-radius:1em;padding:0 .55em;font-size:.88em;white-space:nowrap}\n"
	".pair{display:grid;grid-template-columns:1fr 1fr;gap:0 1.2em}\n.pair section{min-width:0}\n"
	"figure{margin:0;padding:1em}\nfigcaption{color:var(--soft);font-size:.88em}\n.small{display:none}\n"
	"details{margin:.6em 0}\nsummary{padding:.6em .9em;cursor:pointer}\ndetails .box{border-width:1px 0 0;border-radius:0}\n"
	".choice{margin:.8em 0}\n.choice ul{gap:.2em 1em;align-items:center}\n.choice a{display:inline-block;padding:.35em 0}\n"
	".choice [aria-current]{font-weight:700;color:var(--text)}\n"
	".notice{border-left:4px solid var(--bad);background:var(--card);padding:.7em 1em}\n"
	".overall{font-size:1.15em}\n"
	".login{max-width:24em;padding:1.2em;display:grid;gap:.6em}\n"
	"input,button{font:inherit;padding:.5em .8em;border:1px solid var(--soft);border-radius:.35em;background:var(--bg);color:var(--text);min-width:0}\n"
	"button{cursor:pointer}\n.login button{background:var(--head);color:#fff;border-color:var(--line)}\n"
	"footer{max-width:75rem;margin:0 auto;padding:1rem;color:var(--soft);font-size:.9em;display:flex;flex-wrap:wrap;gap:.5em 1.5em;align-items:center;justify-content:space-between}\n"
	"footer p{margin:0}\n"
	"@media (max-width:700px){.wide,.large{display:none}.small{display:block}.pair{grid-template-columns:1fr}main{padding:.2em .6em 1.5em}"
	"figure{padding:.4em}header{padding:.3em .6em}header a{padding:.55em .5em}th,td{padding:.45em .5em}td.t{min-width:8em}table{font-size:.88em}tbody time{white-space:normal}"
	"dl{grid-template-columns:repeat(auto-fill,minmax(8em,1fr));gap:.5em}}\n"
	"@media print{header nav,footer form{display:none}}\n";
/* clang-format on */

void
answer_style(struct service *s, const struct web_request *q, struct web_reply *r)
{
	(void)s;
	(void)q;
	page_headers(r, "text/css; charset=utf-8");
	buf_str(&r->body, sheet);
	chart_css(&r->body);
}
