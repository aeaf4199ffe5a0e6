import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { discoverIn } from '../../src/context/discovery/discover.ts';
import { projectOf } from '../support/discovered.ts';
import { emptyFolder } from '../support/program.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

const cases: readonly { readonly name: string; readonly files: Readonly<Record<string, string>> }[] = parse(
  readFileSync(new URL('../cases/discovery.yaml', import.meta.url), 'utf8'),
);

/** What is told of a project, with the places. */
function told(files: Files, root = projectOf(files)): string[] {
  return discoverIn(root, Object.keys(files).sort(), 'git').facts.map(
    ({ kind, statement, evidence }) =>
      `${kind}: ${statement} [${evidence.map(({ path, line }) => `${path}:${line}`).join(', ')}]`,
  );
}

function changed(files: Files, change: (text: string) => string | Uint8Array): Files {
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [file, change(typeof text === 'string' ? text : '')]),
  );
}

describe('the files of every case of discovery', () => {
  test.each(cases)('$name: CRLF at the ends of lines and a byte order mark change nothing', ({ files }) => {
    const before = told(files);
    expect(told(changed(files, (text) => text.replace(/\r?\n/gu, '\r\n')))).toEqual(before);
    expect(told(changed(files, (text) => (text === '' ? text : `\u{FEFF}${text}`)))).toEqual(before);
  });

  test.each(cases)(
    '$name: files that are cut off are no fault, and no place is past their ends',
    ({ files }) => {
      for (const part of [0.25, 0.5, 0.75, 0.95]) {
        const cut = changed(files, (text) => text.slice(0, Math.floor(text.length * part)));
        for (const { statement, evidence } of discoverIn(projectOf(cut), Object.keys(cut).sort(), 'git')
          .facts)
          for (const { path, line } of evidence)
            expect(line ?? 1, statement).toBeLessThanOrEqual(String(cut[path] ?? '').split('\n').length);
      }
    },
  );

  test.each(cases)('$name: bytes that are no text declare nothing', ({ files }) => {
    const binary = changed(files, (text) =>
      Buffer.concat([Buffer.from([0, 255, 254, 0]), Buffer.from(text)]),
    );
    const lines = told(binary).filter((fact) => /:\d+[,\]]/u.test(fact));
    expect(lines).toEqual([]);
  });

  test.each(cases)('$name: links out of the project are not read', ({ files }) => {
    const outside = projectOf(files);
    const root = emptyFolder();
    for (const file of Object.keys(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      symlinkSync(join(outside, file), join(root, file));
    }
    expect(told(files, root).filter((fact) => /:\d+[,\]]/u.test(fact))).toEqual([]);
  });

  test.each(cases)('$name: what is commented out declares nothing', ({ files }) => {
    const commented = Object.fromEntries(
      Object.entries(files).map(([file, text]) => [file, asComment(file, text)]),
    );
    expect(told(commented).filter((fact) => /:\d+[,\]]/u.test(fact) && !BY_COMMENT.test(fact))).toEqual([]);
  });
});

/** A text with every line a comment, where files of that kind have comments; else nothing. */
function asComment(file: string, text: string): string {
  if (/\.(?:xml|\w\wproj|props|slnx?|config|runsettings|nuspec|html)(?:\.dist)?$/iu.test(file))
    return `<!--\n${text.replaceAll('--', '')}\n-->\n`;
  const mark = HASHED.test(file) ? '# ' : SLASHED.test(file) ? '// ' : undefined;
  return mark === undefined ? '' : text.replace(/^/gmu, mark);
}

const HASHED =
  /(?:^|\/)(?:[A-Za-z.]*file(?:\.\w+)?|\.(?:editorconfig|gitattributes|npmrc|envrc|flaskenv|tool-versions)|[\w.-]+\.(?:ya?ml|toml|py|rb|sh|bash|ps1|tf|gemspec|cfg|ini|cmake|bazel|neon|txt|properties))$/u;
const SLASHED = /\.(?:[cm]?[jt]sx?|gradle|kts|go|rs|java|cs|php|cc|cpp|hpp|h|c)$/u;

/** What comments do declare, and the commands of a build file that is there at all. */
const BY_COMMENT =
  /says? that (?:it is|they are) generated|licence notice|says: “(?:# )?(?:These two must|Note that these|Keep (?:this|the list)) [^”]*in sync\b|(?:CMakeLists\.txt|Cargo\.toml):1\]$/u;
