import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { tagsIn, withoutTags } from '../reading/markup.ts';
import type { Sources } from '../sources.ts';

/** Settings of a Maven project: its version, its default goal, the rules of Checkstyle, and its record of changes. */
export const mavenSettings: Detector = {
  name: 'maven-settings',
  detect: (sources) => [...pomFacts(sources), ...changeFacts(sources)],
};

/** The parts of a project file that name other things' versions and goals. */
const OTHERS = [
  'parent',
  'dependencies',
  'dependencyManagement',
  'build',
  'profiles',
  'reporting',
  'properties',
  'modules',
];

function pomFacts(sources: Sources): Fact[] {
  const path = 'pom.xml';
  const text = sources.has(path) ? sources.read(path)?.text : undefined;
  if (text === undefined) return [];
  const [version] = tagsIn(withoutTags(text, OTHERS), 'version');
  const call = sources.has('mvnw') ? './mvnw' : 'mvn';
  const [goal] = tagsIn(withoutTags(text, ['profiles']), 'defaultGoal');
  return [
    ...(version === undefined || version.text.includes('$')
      ? []
      : [
          makeFact({
            kind: 'layout',
            about: 'maven-version',
            statement: `The project has the version ${plain(version.text, 40)}`,
            values: { version: version.text },
            evidence: [{ path, line: version.line }],
          }),
        ]),
    ...(goal === undefined || goal.text === ''
      ? []
      : [
          commandFact({
            role: /\b(?:test|verify|install)\b/u.test(goal.text) ? 'check' : 'build',
            run: call,
            folder: '.',
            evidence: [{ path, line: goal.line }],
            does: plain(goal.text.replace(/\s+/gu, ' '), 160),
          }),
        ]),
    ...checkstyleFacts(sources, path, text),
    ...skipFacts(sources, path, text),
  ];
}

/** The file of Checkstyle's rules, if the project has it. */
function checkstyleFacts(sources: Sources, path: string, text: string): Fact[] {
  return ['configLocation', 'checkstyle.config.file', 'checkstyle.config.location']
    .flatMap((name) => tagsIn(text, name))
    .flatMap(({ text: given, line }) => {
      const file = given.replace(/^\$\{(?:project\.)?basedir\}\//u, '');
      return sources.has(file)
        ? [
            makeFact({
              kind: 'convention',
              about: 'tool:checkstyle-rules',
              statement: `Checkstyle has its rules in \`${plain(file)}\``,
              values: { tool: 'Checkstyle', file },
              evidence: [{ path, line }],
            }),
          ]
        : [];
    })
    .slice(0, 1);
}

function changeFacts(sources: Sources): Fact[] {
  const path = 'src/changes/changes.xml';
  return sources.has(path)
    ? [
        makeFact({
          kind: 'layout',
          about: `changes:${path}`,
          statement: `Changes are recorded in \`${path}\``,
          values: { path },
          evidence: [{ path, line: null }],
          certainty: 'shown',
        }),
      ]
    : [];
}

/** Properties that say which tests are left out, and which run only if asked for. */
function skipFacts(sources: Sources, path: string, text: string): Fact[] {
  const names = new Set(
    matchesIn(sources.read(path), /^\s*<(skip\w*Tests?|\w*[Ee]xcludedGroups\w*)>/u).map(
      ({ groups: [name = ''] }) => name,
    ),
  );
  return [...names].slice(0, 6).flatMap((name) =>
    tagsIn(text, name)
      .slice(0, 1)
      .filter((tag) => /^(?!false$)[\w,|&!. -]{1,60}$/u.test(tag.text))
      .map((tag) =>
        makeFact({
          kind: 'convention',
          about: `maven-tests:${name}`,
          statement: `\`${path}\` sets \`${plain(name, 60)}\` to ${plain(tag.text, 60)}`,
          values: { setting: name, value: tag.text },
          evidence: [{ path, line: tag.line }],
        }),
      ),
  );
}
