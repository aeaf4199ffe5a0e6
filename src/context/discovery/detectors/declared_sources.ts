import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { libraryFact } from '../reading/library.ts';
import { matchesIn } from '../reading/line_matches.ts';
import type { Sources } from '../sources.ts';

/** Code and libraries from declarations of their own: submodules of git, and Pipenv's file. */
export const declaredSources: Detector = {
  name: 'declared-sources',
  detect: (sources) => [...submoduleFacts(sources), ...pipenvFacts(sources)],
};

function submoduleFacts(sources: Sources): Fact[] {
  const path = '.gitmodules';
  const text = sources.has(path) ? sources.read(path) : undefined;
  const heads = matchesIn(text, /^\s*\[/u).map(({ line }) => line);
  const urls = matchesIn(text, /^\s*url\s*=\s*(\S+)\s*$/u);
  return matchesIn(text, /^\s*path\s*=\s*(\S+)\s*$/u)
    .slice(0, 8)
    .map(({ groups: [folder = ''], line }) => {
      const start = heads.findLast((head) => head < line) ?? 0;
      const end = heads.find((head) => head > line) ?? Number.POSITIVE_INFINITY;
      const from = urls.find((url) => url.line > start && url.line < end)?.groups[0];
      return makeFact({
        kind: 'layout',
        about: `submodule:${folder}`,
        statement: `\`${plain(folder, 80)}\` is a git submodule${from === undefined ? '' : `, from \`${plain(from, 100)}\``}: a clone needs \`git submodule update --init\``,
        values: { folder, ...(from === undefined ? {} : { from }) },
        evidence: [{ path, line }],
      });
    });
}

function pipenvFacts(sources: Sources): Fact[] {
  const path = 'Pipfile';
  const file = sources.has(path) ? sources.toml(path) : undefined;
  const version = file?.text('requires', 'python_version');
  return [
    ...(version === undefined
      ? []
      : [
          makeFact({
            kind: 'package-manager',
            about: 'pipenv:python',
            statement: `Pipenv needs Python ${plain(version.value, 20)}`,
            values: { name: 'python', version: version.value },
            evidence: [{ path, line: version.line }],
          }),
        ]),
    ...(['packages', 'dev-packages'] as const).flatMap((table) =>
      (file?.entries(table) ?? []).slice(0, 60).map(({ key, value, line }) =>
        libraryFact({
          name: key,
          range: typeof value === 'string' && value !== '*' ? value : '',
          path,
          line,
          folder: '.',
          isForDevelopment: table === 'dev-packages',
        }),
      ),
    ),
  ];
}
