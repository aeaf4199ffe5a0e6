import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources, SourceText } from '../sources.ts';

/** GNU Autotools: the generated `configure`, its options, and the targets of Automake. */
export const autotools: Detector = {
  name: 'autotools',
  detect(sources) {
    const path = ['configure.ac', 'configure.in'].find((each) => sources.has(each));
    const text = path === undefined ? undefined : sources.read(path);
    const [init] = matchesIn(text, /^\s*AC_INIT\s*\(\s*\[?([\w .+-]*)/u);
    return text === undefined || init === undefined
      ? []
      : [...buildFacts(sources, text, init.line, init.groups[0] ?? ''), ...optionFacts(text)];
  },
};

/** Scripts that generate `configure` in projects that need more than `autoreconf`. */
export const GENERATORS: readonly string[] = ['autogen.sh', 'buildconf', 'bootstrap', 'bootstrap.sh'];

function buildFacts(sources: Sources, text: SourceText, line: number, name: string): Fact[] {
  const evidence = [{ path: text.path, line }];
  const generator = GENERATORS.find((each) => sources.has(each));
  const makefiles = sources.named('Makefile.am').filter((each) => depthOf(each) <= 1);
  const [makefile] = makefiles;
  const tests = makefiles.flatMap((path) =>
    matchesIn(sources.read(path), /^\s*(?:TESTS|check_PROGRAMS|check-local)\s*(?:\+?=|:)/u)
      .slice(0, 1)
      .map((found) => ({ path, line: found.line })),
  );
  return [
    makeFact({
      kind: 'package-manager',
      about: 'autotools',
      statement: `Built with Autotools${name.trim() === '' ? '' : ` (\`AC_INIT\` of ${plain(name.trim(), 60)})`}`,
      values: { manager: 'autotools' },
      evidence,
    }),
    commandFact({
      role: 'setup',
      run: generator === undefined ? 'autoreconf -i' : `./${generator}`,
      folder: '.',
      evidence: generator === undefined ? evidence : [{ path: generator, line: null }, ...evidence],
      certainty: 'inferred',
    }),
    commandFact({ role: 'build', run: './configure', folder: '.', evidence, certainty: 'inferred' }),
    commandFact({
      role: 'build',
      run: 'make',
      folder: '.',
      evidence: makefile === undefined ? evidence : [{ path: makefile, line: null }],
      certainty: 'inferred',
    }),
    ...(tests.length === 0
      ? []
      : [
          commandFact({
            role: 'test',
            run: 'make check',
            folder: '.',
            evidence: tests.slice(0, 3),
            certainty: 'inferred',
          }),
        ]),
  ];
}

/** The options of the project's own, in one fact. */
function optionFacts(text: SourceText): Fact[] {
  const options = matchesIn(text, /^\s*AC_ARG_(ENABLE|WITH)\s*\(\s*\[?([\w-]+)/u).map(
    ({ groups: [kind = '', name = ''], line }) => ({ option: `--${kind.toLowerCase()}-${name}`, line }),
  );
  if (options.length === 0) return [];
  return [
    makeFact({
      kind: 'convention',
      about: 'autotools:options',
      statement: `Options of \`./configure\`: ${listed(
        options.map(({ option }) => option),
        40,
      )}`,
      values: { options: options.map(({ option }) => option).join(', ') },
      evidence: options.slice(0, 3).map(({ line }) => ({ path: text.path, line })),
    }),
  ];
}
