/** Readable on a phone, in the dark and on paper. Contrasts are 4.5 and more. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --soft: #57606a; --line: #d0d7de; --bar: #0b62b8; --lost: #b3261e; --twice: #8a5a00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --paper: #0d1117; --soft: #9aa4af; --line: #30363d; --bar: #58a6ff; --lost: #ff7b72; --twice: #e3b341; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 48rem; padding: 1rem; font: 1rem/1.6 system-ui, sans-serif; color: var(--ink); background: var(--paper); word-break: keep-all; overflow-wrap: anywhere; }
input[name="lang"] { position: absolute; opacity: 0; }
label { display: inline-block; padding: .25rem .75rem; border: 1px solid var(--line); border-radius: 1rem; cursor: pointer; }
input:checked + label { border-color: var(--bar); color: var(--bar); font-weight: 600; }
input:focus-visible + label { outline: 2px solid var(--bar); outline-offset: 2px; }
#ko:checked ~ main [lang="en"], #en:checked ~ main [lang="ko"] { display: none; }
h1 { font-size: 1.4rem; line-height: 1.3; }
h1 time { display: block; font-size: 1rem; font-weight: 400; color: var(--soft); }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
blockquote { margin: 0; padding-left: 1rem; border-left: 3px solid var(--bar); white-space: pre-line; }
figure { margin: 1rem 0; }
figcaption { font-weight: 600; margin-bottom: .25rem; }
.wide { overflow-x: auto; }
.wide th:first-child, .wide td:first-child { min-width: 10rem; }
li { white-space: pre-line; }
li + li { margin-top: .35rem; }
table { overflow-wrap: normal; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .6rem .2rem 0; text-align: left; vertical-align: top; }
thead th { border-bottom: 1px solid var(--line); color: var(--soft); font-weight: 500; vertical-align: bottom; }
.figure { text-align: right; }
td.figure { white-space: nowrap; }
.notes, small, footer, .axis { color: var(--soft); font-size: .875rem; }
.drawing { width: 100%; table-layout: fixed; }
.drawing th { width: 32%; font-weight: 400; }
.drawing td:nth-child(2):not(:last-child) { width: 16%; text-align: right; white-space: nowrap; }
.picture svg { display: block; width: 100%; height: 1.2rem; }
.picture.tall svg { height: 3.5rem; }
.axis { display: flex; justify-content: space-between; }
rect.bar, rect.delivered { fill: var(--bar); }
polyline.line { fill: none; stroke: var(--bar); stroke-width: 2; vector-effect: non-scaling-stroke; }
.map { display: block; width: 100%; max-width: 24rem; }
.near { fill: var(--bar); }
.far, .gone, .unseen { fill: none; stroke: var(--soft); stroke-width: .5; }
.gone { stroke: var(--twice); }
.unseen { stroke: var(--lost); }
rect.reach { fill: var(--ink); }
rect.lost { fill: var(--lost); }
rect.duplicated { fill: var(--twice); }
pre { white-space: pre-wrap; padding: .5rem; border: 1px solid var(--line); font-size: .8125rem; }
.blank { min-height: 7rem; }
@media (max-width: 30rem) {
  table { font-size: .8125rem; }
  th, td { padding-right: .35rem; }
  .wide th:first-child, .wide td:first-child { min-width: 5rem; }
  .drawing td:nth-child(2):not(:last-child) { width: 22%; }
}
article + article { margin-top: 3rem; border-top: 3px double var(--line); }
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #444; --line: #999; --bar: #222; --lost: #777; --twice: #aaa; }
  body { max-width: none; font-size: 11pt; }
  input[name="lang"], label { display: none; }
  figure, .blank { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`;
