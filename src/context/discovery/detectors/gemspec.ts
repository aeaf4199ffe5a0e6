import type { Detector } from '../detector.ts';
import { makeFact } from '../fact.ts';
import { folderOf, plain } from '../plain_text.ts';
import { libraryFact } from '../reading/library.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { listed } from '../reading/rule_facts.ts';
import type { SourceText } from '../sources.ts';

/** The gems that a project builds: their names, required Ruby and dependencies. Values that a gemspec computes are left out. */
export const gemspec: Detector = {
  name: 'gemspec',
  detect: (sources) =>
    sources
      .matching(/^[\w.-]+\.gemspec$/u)
      .filter((path) => path.split('/').length <= 3)
      .slice(0, MAX_GEMS)
      .flatMap((path) => {
        const text = sources.read(path);
        return text === undefined ? [] : factsOf(text);
      }),
};

const MAX_GEMS = 12;

function factsOf(text: SourceText) {
  const { path } = text;
  const folder = folderOf(path);
  const place = folder === '.' ? '' : ` in \`${folder}\``;
  const name = matchesIn(text, /^\s*\w+\.name\s*=\s*["']([\w.-]+)["']/u)[0];
  const ruby = matchesIn(text, /^\s*\w+\.required_ruby_version\s*=\s*["']([^"']+)["']/u)[0];
  const commands = matchesIn(
    text,
    /^\s*\w+\.executables\s*=\s*(?:\[((?:\s*["'][\w.-]+["']\s*,?)+)\]|%w[[({]([\w. -]+)[\])}])/u,
  ).map(({ groups: [quoted = '', words = ''], line }) => ({
    groups: [quoted === '' ? words : quoted],
    line,
  }));
  const asked = matchesIn(
    text,
    /^\s*\w+\.add_((?:runtime_|development_)?)dependency[\s(]+["']([\w.-]+)["'](?:\s*,\s*["']([^"']+)["'])?/u,
  );
  return [
    ...(name === undefined
      ? []
      : [
          makeFact({
            kind: 'layout',
            about: `gem:${name.groups[0]}`,
            statement: `The gem${place} is \`${plain(name.groups[0] ?? '', 80)}\``,
            values: { name: name.groups[0] ?? '' },
            evidence: [{ path, line: name.line }],
          }),
        ]),
    ...(ruby === undefined
      ? []
      : [
          makeFact({
            kind: 'package-manager',
            about: `ruby-needed:${folder}`,
            statement: `Needs Ruby ${plain(ruby.groups[0] ?? '', 30)}${place}`,
            values: { name: 'ruby', version: ruby.groups[0] ?? '' },
            evidence: [{ path, line: ruby.line }],
          }),
        ]),
    ...commands.slice(0, 1).map(({ groups: [names = ''], line }) =>
      makeFact({
        kind: 'layout',
        about: `gem-commands:${path}`,
        statement: `The gem${place} has the commands ${listed(names.match(/[\w.-]+/gu) ?? [])}`,
        values: { commands: (names.match(/[\w.-]+/gu) ?? []).join(', ') },
        evidence: [{ path, line }],
      }),
    ),
    ...asked.map(({ groups: [kind = '', library = '', range = ''], line }) =>
      libraryFact({ name: library, range, path, line, folder, isForDevelopment: kind === 'development_' }),
    ),
  ];
}
