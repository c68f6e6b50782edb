"""How the report looks: light and dark on a screen, light on paper. Every pair of text and ground is at least 4.5 : 1."""

LIGHT = {
    "page": "#f6f4ef", "paper": "#ffffff", "ink": "#1e2b2f", "quiet": "#55656a", "line": "#d9d8d0", "soft": "#eef1ee",
    "accent": "#1b6a70", "range": "#a9cfd0", "gap": "#ece9e1", "skin": "#f1ece4", "edge": "#8b8478",
    "pain1": "#f3c9b4", "pain2": "#e08f6c", "pain3": "#b9472e",
}  # fmt: skip
DARK = {
    "page": "#12181a", "paper": "#1a2225", "ink": "#e6ebe8", "quiet": "#a3b0b0", "line": "#354246", "soft": "#222c30",
    "accent": "#84cbce", "range": "#33656a", "gap": "#263034", "skin": "#2a3336", "edge": "#7f8b8b",
    "pain1": "#6b4335", "pain2": "#b0623f", "pain3": "#f0825c",
}  # fmt: skip


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())


STYLE = (
    f":root{{color-scheme:light dark;{_variables(LIGHT)}}}"
    f"@media screen and (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}"
    + """
*{box-sizing:border-box}
html{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--page);color:var(--ink)}
body{margin:0 auto;max-width:58rem;padding:2.5rem 1.25rem 4rem}
h1,h2,h3{line-height:1.2;font-weight:600;text-wrap:balance}
h1{font-size:2rem;margin:0}
h2{font-size:1.3rem;margin:0 0 .75rem}
h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
p,ul,ol,dl{margin:.5rem 0}
ul,ol{padding-left:1.4rem}
li{margin:.2rem 0}
section{background:var(--paper);border:1px solid var(--line);border-radius:.75rem;padding:1.5rem;margin:1.25rem 0}
.when{color:var(--quiet);font-size:1.05rem;margin:.35rem 0 0}
.quiet,.legend,.foot{color:var(--quiet);font-size:.9rem}
.about{border-left:.25rem solid var(--accent);padding:.25rem 0 .25rem 1rem;margin:1.25rem 0}
.verdict{font-size:1.15rem;font-weight:600;margin-bottom:0}
.fill{display:none}
.legend span{white-space:nowrap;margin-right:.9rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.93rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--quiet);font-size:.9rem;padding-bottom:.4rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}
thead th{font-weight:600;color:var(--quiet);font-size:.85rem;border-bottom:1.5px solid var(--edge);vertical-align:bottom}
tbody th{font-weight:500}
.short tbody th{white-space:nowrap}
.long thead th:first-child{width:45%}
tbody tr:last-child>*{border-bottom:0}
.n{text-align:right}
td.none{color:var(--quiet)}
.two{display:grid;grid-template-columns:minmax(14rem,20rem) 1fr;gap:1.5rem;align-items:center}
svg{display:block}
svg.chart{width:100%;min-width:36rem;height:auto;margin:.25rem 0}
svg.body{width:100%;height:auto}
svg.key{display:inline-block;width:.875rem;height:.875rem;vertical-align:-.1rem;margin-right:.35rem}
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.label{fill:var(--quiet)}
.label.head{font-weight:600;fill:var(--ink)}
.label.strong{font-weight:600;fill:var(--ink)}
.grid{stroke:var(--line)}
.gap{fill:var(--gap)}
.range{fill:var(--range)}
.mean{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.dot{fill:var(--accent)}
.thin{fill:var(--paper);stroke:var(--accent);stroke-width:2}
.sat{fill:var(--quiet)}
.skin{fill:var(--skin)}
.outline{fill:none;stroke:var(--edge);stroke-width:1.5;stroke-linejoin:round}
.detail{fill:none;stroke:var(--edge);stroke-linecap:round;opacity:.7}
.pain-1{fill:var(--pain1)}.pain-2{fill:var(--pain2)}.pain-3{fill:var(--pain3)}
.number{fill:var(--paper);stroke:var(--edge)}
dt{font-weight:600;float:left;clear:left;width:4rem}
dd{margin:0 0 .3rem 4rem}
@media (max-width:40rem){.two{grid-template-columns:1fr}.two svg{max-width:18rem;margin:auto}section{padding:1.1rem}}
@page{margin:15mm 14mm 17mm;@bottom-left{content:"Pain diary, self-reported";font:9pt system-ui,sans-serif;color:#55656a}
@bottom-right{content:counter(page) " / " counter(pages);font:9pt system-ui,sans-serif;color:#55656a}}
@media print{
html{font-size:10.5pt;background:none}
body{max-width:none;padding:0}
section{border:0;border-top:1px solid var(--line);border-radius:0;padding:1rem 0 0;margin:1rem 0 0}
.fill{display:block;margin:.9rem 0 0}
.fill span{display:inline-block;border-bottom:1px solid var(--edge);width:14rem;margin-right:1.5rem}
.wide{overflow:visible}
svg.chart{min-width:0}
.two{grid-template-columns:6.5cm 1fr}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
h2,h3,caption,.verdict{break-after:avoid}
thead{display:table-header-group;break-inside:avoid;break-after:avoid}
tbody tr:first-child{break-before:avoid}
tr,svg,dt,dd,li,.about,.two,.drawn{break-inside:avoid}
p{orphans:3;widows:3}
}
"""
)
