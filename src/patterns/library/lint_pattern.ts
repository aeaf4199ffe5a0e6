import type { Problem } from '../../diagnostics/index.ts';
import { nearest } from '../../lib/index.ts';
import { placeholdersIn } from '../filling/placeholders.ts';
import type { PatternFile } from '../generated/pattern.ts';
import type { PatternProblemCode, PlaceOf } from './pattern.ts';

type PatternProblem = Problem<PatternProblemCode>;
type Path = readonly (string | number)[];

/** Finds problems of a pattern beyond its form, with places. */
export function lintPattern(
  pattern: PatternFile,
  from: { readonly file: string; readonly placeOf: PlaceOf; readonly stem: string | undefined },
): PatternProblem[] {
  const problem = (code: PatternProblemCode, path: Path, message: string, hint: string): PatternProblem => ({
    severity: 'error',
    code,
    message,
    file: from.file,
    ...from.placeOf(path),
    hint,
  });
  const { id, inputs = [], phases, issues = [] } = pattern;
  const problems: PatternProblem[] = [];
  if (from.stem !== undefined && from.stem !== id)
    problems.push(
      problem(
        'pattern-id',
        ['id'],
        `The file is called ${from.stem}, and the pattern ${id}.`,
        'Give both the same name.',
      ),
    );
  problems.push(
    ...repeated(
      inputs.map(({ name }) => name),
      'input',
      (at) => ['inputs', at, 'name'],
      problem,
      'pattern-input',
    ),
  );
  problems.push(
    ...repeated(
      phases.map((phase) => phase.id),
      'phase',
      (at) => ['phases', at, 'id'],
      problem,
      'pattern-phase',
    ),
  );
  problems.push(
    ...repeated(
      issues.map((issue) => issue.id),
      'issue',
      (at) => ['issues', at, 'id'],
      problem,
      'pattern-issue',
    ),
  );
  for (const [at, { name, required, default: standing }] of inputs.entries()) {
    if (required === true && standing !== undefined)
      problems.push(
        problem(
          'pattern-input',
          ['inputs', at],
          `The input "${name}" is required and has a default.`,
          'Remove one of the two.',
        ),
      );
  }
  const names = inputs.map(({ name }) => name);
  const used = new Set<string>();
  for (const { path, text } of textsOf(pattern)) {
    for (const name of placeholdersIn(text)) {
      used.add(name);
      if (names.includes(name)) continue;
      const meant = nearest(name, names);
      problems.push(
        problem(
          'pattern-input',
          path,
          `{{${name}}} is not an input of the pattern.`,
          meant === undefined ? 'Add it to inputs.' : `Did you mean {{${meant}}}?`,
        ),
      );
    }
    if (/\{\{|\}\}/u.test(text.replace(/\{\{[a-z][a-z0-9-]*\}\}/gu, '')))
      problems.push(
        problem(
          'pattern-input',
          path,
          'There are double braces here that name no input.',
          'An input is written {{its-name}}; single braces are text.',
        ),
      );
  }
  for (const [at, { name }] of inputs.entries()) {
    if (!used.has(name))
      problems.push({
        ...problem(
          'pattern-input',
          ['inputs', at],
          `Nothing uses the input "${name}".`,
          'Use it, or remove it.',
        ),
        severity: 'warning',
      });
  }
  const ids = phases.map((phase) => phase.id);
  for (const [at, { dependencies = [], id: own }] of phases.entries()) {
    for (const [place, on] of dependencies.entries()) {
      const path = ['phases', at, 'dependencies', place];
      const before = ids.indexOf(on);
      if (before === -1) {
        const meant = nearest(on, ids);
        problems.push(
          problem(
            'pattern-dependency',
            path,
            `Phase "${own}" depends on "${on}", which is not a phase.`,
            meant === undefined ? `There are: ${ids.join(', ')}.` : `Did you mean ${meant}?`,
          ),
        );
      } else if (before >= at)
        problems.push(
          problem(
            'pattern-dependency',
            path,
            `Phase "${own}" depends on "${on}", which is not above it.`,
            'Put phases below those that they depend on.',
          ),
        );
    }
  }
  for (const [at, { phases: seen = [], id: own }] of issues.entries()) {
    for (const [place, on] of seen.entries()) {
      if (!ids.includes(on))
        problems.push(
          problem(
            'pattern-issue',
            ['issues', at, 'phases', place],
            `The issue "${own}" names "${on}", which is not a phase.`,
            `There are: ${ids.join(', ')}.`,
          ),
        );
    }
  }
  return problems;
}

function repeated(
  names: readonly string[],
  what: string,
  pathOf: (at: number) => Path,
  problem: (code: PatternProblemCode, path: Path, message: string, hint: string) => PatternProblem,
  code: PatternProblemCode,
): PatternProblem[] {
  return names.flatMap((name, at) =>
    names.indexOf(name) === at
      ? []
      : [problem(code, pathOf(at), `There is another ${what} "${name}".`, 'Give each a name of its own.')],
  );
}

/** Every text that can contain an input, with its place. */
function textsOf({ phases }: PatternFile): { readonly path: Path; readonly text: string }[] {
  return phases.flatMap(
    ({ title, goal, files, steps, gates, executor, fallback, plugin, alternative, question }, at) => {
      const one = (path: Path, text: string | undefined) =>
        text === undefined ? [] : [{ path: ['phases', at, ...path], text }];
      return [
        ...one(['title'], title),
        ...one(['goal'], goal),
        ...one(['question', 'text'], question?.text),
        ...one(['question', 'default'], question?.default),
        ...one(['executor'], executor),
        ...one(['fallback'], fallback),
        ...one(['plugin'], plugin),
        ...one(['alternative'], alternative),
        ...files.flatMap((text, place) => one(['files', place], text)),
        ...steps.flatMap((text, place) => one(['steps', place], text)),
        ...gates.flatMap(({ text, command, without, alone }, place) => [
          ...one(['gates', place, 'text'], text),
          ...one(['gates', place, 'command'], command),
          ...one(['gates', place, 'without'], without),
          ...one(['gates', place, 'alone'], alone),
        ]),
      ];
    },
  );
}
