import { type Failure, failure, type Problem } from '../../diagnostics/index.ts';
import { checkDescription } from '../../framework/index.ts';
import { nearest } from '../../lib/index.ts';
import { type ModelRequestCode, openFlaggedModel } from '../flagged_model.ts';
import { generateMissing } from './generate_missing.ts';
import type { Generation } from './generation.ts';
import { intendedComponent, type UnmetComponent } from './missing_component.ts';
import type { IncompleteFramework } from './prepare_framework.ts';

/**
 * Has the missing components of a framework generated if there is a model to do it, and reports what is missing either way.
 *
 * @returns the components still missing, a failure for wrong flags, or `closed` when a person or a signal ended it
 */
export async function writeMissingComponents(
  generation: Generation,
): Promise<readonly UnmetComponent[] | Failure<ModelRequestCode | 'bad-description'> | 'closed'> {
  const { context, framework, request, port } = generation;
  const { signal } = port;
  const files = framework.todos.map(({ file }) => file);
  const allUnmet = async (reason: string, remedy: string) => {
    await port.show({ kind: 'not-generated', framework, isAll: true, why: { reason, remedy } });
    return framework.todos.map(({ kind, file }) => ({ kind, file, reason, remedy }));
  };
  if (!request.generate)
    return allUnmet(
      `${request.forbidding ?? '--no-generate'} was given`,
      'Remove that flag to have it generated.',
    );
  const described = describedBy(
    request.describe ?? [],
    files,
    framework.components.map(({ file }) => file),
  );
  if ('problems' in described) return described;
  const open = await openFlaggedModel(context, request);
  if ('cause' in open) return open;
  if (signal.aborted) return 'closed';
  await port.show({ kind: 'problems', problems: open.problems });
  if (open.kind === 'none') return allUnmet(open.reason, open.remedy);
  const isAsked = !request.yes && (await port.canAsk());
  const doubtful = isAsked ? [] : framework.todos.filter((todo) => isDoubtful(todo, generation, described));
  const sure = { ...framework, todos: framework.todos.filter((todo) => !doubtful.includes(todo)) };
  const left = { ...framework, todos: doubtful };
  if (doubtful.length > 0)
    await port.show({ kind: 'not-generated', framework: left, isAll: false, why: NOT_ASKED });
  const unmet = doubtful.map(({ kind, file }) => ({ kind, file, ...NOT_ASKED }));
  if (sure.todos.length === 0) return unmet;
  await port.show({ kind: 'generating', framework: sure });
  const still = await generateMissing({
    ...generation,
    framework: sure,
    model: open,
    described,
    isAsked,
    signal,
  });
  return still === 'closed' ? still : [...unmet, ...still];
}

/** Whether a name may be a typo: a similar one exists, or one of another kind. A description shows that the name is meant. */
function isDoubtful(
  { kind, file }: IncompleteFramework['todos'][number],
  { framework }: Generation,
  described: ReadonlyMap<string, string>,
): boolean {
  if (described.has(file)) return false;
  const { similar, otherKind } = intendedComponent(framework, { kind, file });
  return similar !== undefined || otherKind !== undefined;
}

const NOT_ASKED = {
  reason:
    'the name is close to an existing one, or belongs to another kind, so it may be a typo, and nobody could be asked',
  remedy: 'If it is intended, describe it with --describe FILE="one line".',
};

/** Parses `--describe FILE="one line"` for missing files. */
function describedBy(
  given: readonly string[],
  files: readonly string[],
  known: readonly string[],
): ReadonlyMap<string, string> | Failure<'bad-description'> {
  const described = new Map<string, string>();
  const problems: Problem<'bad-description'>[] = [];
  for (const text of given) {
    const [, file = '', description = ''] = /^([^=]+)=(.*)$/su.exec(text) ?? [];
    const line = checkDescription(description);
    if (line !== undefined && file !== '' && !known.includes(file)) problems.push(unknownFile(file, known));
    else if (line !== undefined && file !== '') described.set(file, line);
    else {
      problems.push({
        severity: 'error',
        code: 'bad-description',
        message: `--describe ${JSON.stringify(text.slice(0, 60))} is not of the form FILE="one line".`,
        hint: `For example: --describe ${files[0] ?? 'my_persona.txt'}="An auditor of database models."`,
      });
    }
  }
  return problems.length === 0 ? described : failure('usage', ...problems);
}

/** The problem for an unknown file. An existing component may be described, so that the same command can be run again. */
function unknownFile(file: string, known: readonly string[]): Problem<'bad-description'> {
  const suggestion = nearest(file, known);
  return {
    severity: 'error',
    code: 'bad-description',
    message: `--describe names ${JSON.stringify(file.slice(0, 100))}, which this framework does not use.`,
    hint: suggestion ? `Did you mean ${suggestion}?` : `Its components are: ${known.join(', ')}.`,
  };
}
