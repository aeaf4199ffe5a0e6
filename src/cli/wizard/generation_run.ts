import { type Failure, failure, type Problem } from '../../diagnostics/index.ts';
import { inSentence, nearest } from '../../lib/index.ts';
import {
  checkDescription,
  type IncompleteFramework,
  isOfAnotherKind,
  isSwitchedOn,
  type OpenModel,
  type OperationContext,
  openModel,
  readSecretFile,
  type Workspace,
} from '../../operations/index.ts';
import { problemsText, type Terminal } from '../terminal/index.ts';
import { missingText, similarTo } from '../terminal/missing.ts';
import type { Asker } from './answer.ts';
import { generateMissing, inOneLine, type Unmet } from './generation.ts';

/** What having the missing components of a framework generated needs. */
export type GenerationRun = {
  readonly context: OperationContext;
  readonly workspace: Workspace;
  readonly framework: IncompleteFramework;
  readonly terminal: Terminal;
  readonly flags: GenerationFlags;
  /** `undefined` where nobody can be asked. */
  readonly ask: Asker | undefined;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  readonly onSaved: () => void;
};

/** The flags that say how. */
export type GenerationFlags = ModelFlags & {
  readonly generate: boolean;
  readonly describe?: readonly string[];
  readonly yes?: true;
};

/** The flags that say which model is asked, and where. */
export type ModelFlags = {
  readonly model?: string;
  readonly baseUrl?: string;
  readonly apiKeyFile?: string;
};

/**
 * Has the missing components of a framework generated where there is a model to do it, and says what is missing either way.
 *
 * @returns those that are still missing, what is wrong with the flags, or `closed` when a person or a signal ended it
 */
export async function haveGenerated(run: GenerationRun): Promise<readonly Unmet[] | Failure | 'closed'> {
  const { context, workspace, framework, terminal, flags, ask, say, onSaved, signal } = run;
  const files = framework.todos.map(({ file }) => file);
  const allUnmet = (reason: string, remedy: string) => {
    say(`${missingText(framework)}INFO: Nothing is generated: ${inOneLine({ reason, remedy })}\n`);
    return framework.todos.map(({ kind, file }) => ({ kind, file, reason, remedy }));
  };
  if (!flags.generate) return allUnmet('--no-generate was given', 'Leave that out to have it generated.');
  const described = describedBy(
    flags.describe ?? [],
    files,
    framework.components.map(({ file }) => file),
  );
  if ('problems' in described) return described;
  const open = await openFlaggedModel(context, flags);
  if ('cause' in open) return open;
  if (signal.aborted) return 'closed';
  say(problemsText(open.problems, terminal.colours));
  if (open.kind === 'none') return allUnmet(open.reason, open.remedy);
  const isAsked = ask !== undefined && !flags.yes;
  const doubtful = isAsked ? [] : framework.todos.filter((todo) => isDoubtful(todo, run, described));
  const sure = { ...framework, todos: framework.todos.filter((todo) => !doubtful.includes(todo)) };
  const left = { ...framework, todos: doubtful };
  if (doubtful.length > 0) say(missingText(left));
  const unmet = doubtful.map(({ kind, file }) => ({ kind, file, ...NOT_ASKED }));
  for (const { reason, remedy } of unmet.slice(0, 1))
    say(
      `INFO: ${inSentence(unmet.map(({ file }) => file))}: not generated: ${inOneLine({ reason, remedy })}\n`,
    );
  if (sure.todos.length === 0) return unmet;
  say(missingText(sure, 'We will now generate it.'));
  const still = await generateMissing({
    context,
    workspace,
    framework: sure,
    model: open,
    described,
    terminal,
    say,
    onSaved,
    ask: flags.yes ? undefined : ask,
    spinner: isSwitchedOn(context, 'spinner'),
    signal,
  });
  return still === 'closed' ? still : [...unmet, ...still];
}

/** Whether a name may be a slip: one that is close to it is there, or one of another kind. Who describes it means it. */
function isDoubtful(
  { kind, file }: IncompleteFramework['todos'][number],
  { framework, workspace }: GenerationRun,
  described: ReadonlyMap<string, string>,
): boolean {
  if (described.has(file)) return false;
  return similarTo(framework, kind, file) !== undefined || isOfAnotherKind(workspace, { kind, file });
}

const NOT_ASKED = {
  reason:
    'its name is close to one that is there, or is that of another kind, and nobody was asked whether it is meant',
  remedy: 'Where it is, say what it is with --describe FILE="one line".',
};

/** The model that flags, environment and settings name, or what is wrong with them. */
export async function openFlaggedModel(
  context: OperationContext,
  { model, baseUrl, apiKeyFile }: ModelFlags,
): Promise<OpenModel | Failure> {
  const apiKey = apiKeyFile === undefined ? undefined : readSecretFile(context.cwd, apiKeyFile);
  if (typeof apiKey === 'object') return apiKey;
  const open = await openModel(context, {
    ...(model === undefined ? {} : { model }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  const wrong = open.problems.filter(({ severity }) => severity === 'error');
  return wrong.length > 0 ? failure('usage', ...wrong) : open;
}

/** `--describe FILE="one line"`, for files that are missing. */
function describedBy(
  given: readonly string[],
  files: readonly string[],
  known: readonly string[],
): ReadonlyMap<string, string> | Failure {
  const described = new Map<string, string>();
  const problems: Problem[] = [];
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

/** A component that is there already may be described: the same command works before and after it was generated. */
function unknownFile(file: string, known: readonly string[]): Problem {
  const suggestion = nearest(file, known);
  return {
    severity: 'error',
    code: 'bad-description',
    message: `--describe names ${JSON.stringify(file.slice(0, 100))}, which is no component of this framework.`,
    hint: suggestion ? `Did you mean ${suggestion}?` : `Its components are: ${known.join(', ')}.`,
  };
}
