import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Text formatting and line ends, according to .editorconfig and .gitattributes at the root. */
export const textForm: Detector = {
  name: 'text-form',
  detect: (sources) => [
    ...formFacts(sources),
    ...partFacts(sources),
    ...lineEndFacts(sources),
    ...largeFileFacts(sources),
  ],
};

/** The line ends that .gitattributes sets for all files and for some. */
function lineEndFacts(sources: Sources): Fact[] {
  const path = '.gitattributes';
  const text = sources.has(path) ? sources.read(path) : undefined;
  const found = matchesIn(text, /^([^\s#"[]\S*)\s(?:.*\s)?eol=(lf|crlf)(?:\s|$)/u);
  const all = found.filter(({ groups: [pattern] }) => pattern === '*').slice(-1);
  const some = found.filter(({ groups: [pattern] }) => pattern !== '*').slice(0, 6);
  return [...all, ...some].map(({ groups: [pattern = '', end = ''], line }) =>
    makeFact({
      kind: 'convention',
      about: pattern === '*' ? 'line-ends' : `line-ends:${pattern}`,
      statement: `Lines of ${pattern === '*' ? 'text files' : `\`${plain(pattern, 60)}\``} end with ${end.toUpperCase()}`,
      values: { eol: end, ...(pattern === '*' ? {} : { pattern }) },
      evidence: [{ path, line }],
    }),
  );
}

/** The files that are kept outside of git's own objects. */
function largeFileFacts(sources: Sources): Fact[] {
  const path = '.gitattributes';
  const found = matchesIn(
    sources.has(path) ? sources.read(path) : undefined,
    /^([^\s#"[]\S*)\s(?:.*\s)?filter=lfs(?:\s|$)/u,
  );
  const [first] = found;
  return first === undefined
    ? []
    : [
        makeFact({
          kind: 'convention',
          about: 'git-lfs',
          statement: `Git LFS keeps ${listed(found.map(({ groups: [pattern = ''] }) => pattern))}`,
          values: { patterns: found.map(({ groups: [pattern = ''] }) => pattern).join(', ') },
          evidence: [{ path, line: first.line }],
        }),
      ];
}

/** Text formatting that .editorconfig sets for all files. */
function formFacts(sources: Sources): Fact[] {
  const path = '.editorconfig';
  const text = sources.has(path) ? sources.read(path) : undefined;
  let section = '';
  const exceptions = new Map<string, string>();
  const otherwise = (setting: string): string => {
    const known = exceptions.get(setting) ?? otherwiseIn(setting);
    exceptions.set(setting, known);
    return known;
  };
  const otherwiseIn = (setting: string): string => {
    let within = '';
    const found = new Set<string>();
    for (const line of text?.lines ?? []) {
      within = /^\s*\[(.+)\]\s*$/u.exec(line)?.[1] ?? within;
      if (within !== '*' && line.trim().toLowerCase().startsWith(setting)) found.add(within);
    }
    return found.size === 0 ? '' : ` except those of ${listed([...found], 60, 3)}`;
  };
  return (text?.lines ?? []).flatMap((line, place): Fact[] => {
    const header = /^\s*\[(.+)\]\s*$/u.exec(line)?.[1];
    if (header !== undefined) section = header;
    const [, key, value] = /^\s*(indent_style|indent_size|max_line_length)\s*=\s*(\w+)/u.exec(line) ?? [];
    if (section !== '*' || key === undefined || value === undefined || value === 'unset') return [];
    return [
      makeFact({
        kind: 'convention',
        about: `editorconfig:${key}`,
        statement: `\`${key}\` is ${plain(value, 20)} for all files${otherwise(key)}`,
        values: { setting: key, value },
        evidence: [{ path, line: place + 1 }],
      }),
    ];
  });
}

/** Text formatting of some files only, and the style of C#. */
function partFacts(sources: Sources): Fact[] {
  const path = '.editorconfig';
  const text = sources.has(path) ? sources.read(path) : undefined;
  let section = '';
  const found = (text?.lines ?? []).flatMap((line, place): Fact[] => {
    section = /^\s*\[(.+)\]\s*$/u.exec(line)?.[1] ?? section;
    const [, key, value] = /^\s*([a-z_]+)\s*=\s*(\w+)/u.exec(line) ?? [];
    if (key === undefined || value === undefined || value === 'unset' || section === '') return [];
    const isForm = /^(?:indent_style|indent_size|max_line_length|end_of_line)$/u.test(key);
    if (section === '*' ? !CSHARP.test(key) && key !== 'end_of_line' : !isForm && !CSHARP.test(key))
      return [];
    const where = section === '*' ? 'all files' : `\`${plain(section, 60)}\``;
    return [
      makeFact({
        kind: 'convention',
        about: `editorconfig:${section}:${key}`,
        statement: `\`${key}\` is ${plain(value, 30)} for ${where}`,
        values: { setting: key, value, ...(section === '*' ? {} : { files: section }) },
        evidence: [{ path, line: place + 1 }],
      }),
    ];
  });
  return found.slice(0, 16);
}

/** Settings that affect every file of C#. */
const CSHARP = /^csharp_(?:new_line_before_open_brace|using_directive_placement)$/u;
