/** The page's own style; the page's policy contains its hash, so that no other applies. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--soft:#57606a;--line:#d0d7de;--card:#f6f8fa;--good:#116329;--goodbg:#dafbe1;--bad:#a40e26;--badbg:#ffebe9;--warn:#7a4b00;--warnbg:#fff1c9;--info:#0550ae;--infobg:#ddf4ff;--bar:#0969da;--plan:#8c959f}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--soft:#9da7b3;--line:#363e48;--card:#161b22;--good:#7ee787;--goodbg:#12361f;--bad:#ffa198;--badbg:#4b1217;--warn:#f2cc60;--warnbg:#3b2e00;--info:#a5d6ff;--infobg:#0c2d57;--bar:#58a6ff;--plan:#768390}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main,header,nav,footer{max-width:1200px;margin:0 auto;padding:0 16px}
h1{font-size:1.6rem;line-height:1.25;margin:24px 0 4px}
h2{font-size:1.25rem;margin:36px 0 8px;padding-bottom:4px;border-bottom:1px solid var(--line)}
h3{font-size:.95rem;margin:12px 0 2px}
p{margin:6px 0}
.soft{color:var(--soft)}
a{color:var(--info)}
nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;margin:12px 0;list-style:none}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:8px;margin:16px 0;padding:0}
.facts div{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:8px 12px}
.facts dt{color:var(--soft);font-size:.8rem}
.facts dd{margin:0;font-size:1.1rem;font-weight:600}
.wide{overflow-x:auto;max-width:100%;margin:8px 0;border:1px solid var(--line);border-radius:8px}
.wide:focus-visible{outline:2px solid var(--bar)}
table{border-collapse:collapse;width:100%;font-size:.9rem;overflow-wrap:normal}
th,td{text-align:left;vertical-align:top;padding:6px 10px;border-bottom:1px solid var(--line)}
td{max-width:26em;overflow-wrap:break-word}
td:nth-child(2){min-width:9em}
td:first-child,th{white-space:nowrap}
thead th{background:var(--card);font-weight:600}
tbody tr:last-child>*{border-bottom:0}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
code{font:.86em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--card);padding:1px 4px;border-radius:4px}
@media screen and (max-width:700px){.row{white-space:nowrap}}
.tag{display:inline-block;padding:0 7px;border-radius:9px;font-size:.78rem;font-weight:600;background:var(--card);color:var(--soft);border:1px solid currentColor;white-space:nowrap}
.good{color:var(--good);background:var(--goodbg)}
.bad{color:var(--bad);background:var(--badbg)}
.warn{color:var(--warn);background:var(--warnbg)}
.info{color:var(--info);background:var(--infobg)}
details{border:1px solid var(--line);border-radius:8px;margin:6px 0;padding:0 12px}
details[open]{padding-bottom:10px}
summary{cursor:pointer;padding:6px 0;margin:0 -4px}
summary:focus-visible{outline:2px solid var(--bar)}
.list{list-style:none;margin:4px 0;padding:0}
.list li{margin:4px 0;padding-left:2px}
.ev{display:block;font-size:.84rem;color:var(--soft)}
svg{display:block;max-width:none}
svg text{font:11px system-ui,sans-serif;fill:var(--fg)}
svg .s{fill:var(--soft)}
.node{fill:var(--card);stroke:var(--line)}
.node.good{fill:var(--goodbg);stroke:var(--good)}
.node.bad{fill:var(--badbg);stroke:var(--bad)}
.node.warn{fill:var(--warnbg);stroke:var(--warn)}
.node.info{fill:var(--infobg);stroke:var(--info)}
.edge{fill:none;stroke:var(--plan);stroke-width:1}
.edge.crit{stroke:var(--fg);stroke-width:2}
.plan{fill:none;stroke:var(--plan);stroke-width:1.2}
.act{fill:var(--bar)}
.act.bad{fill:var(--bad)}
.act.info{fill:var(--warn)}
.grid{stroke:var(--line);stroke-width:1}
.cut{stroke:var(--fg);stroke-dasharray:3 3}
footer{padding:24px 16px 40px;color:var(--soft);font-size:.86rem}
@media print{:root{color-scheme:light;--bg:#fff;--fg:#000;--soft:#333;--line:#999;--card:#f4f4f4;--good:#116329;--goodbg:#fff;--bad:#a40e26;--badbg:#fff;--warn:#7a4b00;--warnbg:#fff;--info:#0550ae;--infobg:#fff;--bar:#0969da;--plan:#555}
body{font-size:10.5pt}nav{display:none}main,header,footer{max-width:none;padding:0}.wide{overflow:visible;border:0}svg{max-width:100%;height:auto}h2,h3,summary{break-after:avoid}tr,li,.facts div{break-inside:avoid}thead{display:table-header-group}details{border:0;padding:0}details::details-content{content-visibility:visible;height:auto;display:block}a{color:inherit;text-decoration:none}}
`;
