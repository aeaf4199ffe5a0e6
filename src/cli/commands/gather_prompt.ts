import { type Failure, failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import {
  editText,
  type FillableFramework,
  type FilledPrompt,
  fillFramework,
  missingFor,
  openFillable,
  type Part,
  readFolderValues,
  readInputValues,
  severalProblems,
  takesStandardInput,
  withinTokens,
} from '../../operations/index.ts';
import type { Conversation } from '../wizard/index.ts';
import type { CommandSetting } from './declare.ts';
import type { FillingFlags } from './framework/filling_flags.ts';

/** A prompt that is ready, with the framework that it came from. */
export type GatheredPrompt = { readonly fillable: FillableFramework; readonly prompt: FilledPrompt };

/** A failure; where a signal ended it, the exit code of that. */
export type GatherFailure = Failure & { readonly exitCode?: number };

type Values = Readonly<Record<string, string>>;
type MissingInput = ReturnType<typeof missingFor>[number];

/** Fills a framework with what the flags give, and asks for what is still missing where somebody can be asked. */
export async function gatherPrompt(
  wanted: string,
  {
    flags,
    part,
    setting,
  }: { readonly flags: FillingFlags; readonly part: Part; readonly setting: CommandSetting },
): Promise<Result<GatheredPrompt> | GatherFailure> {
  const { context } = setting;
  const limit = tokenLimit(flags.maxTokens);
  if (typeof limit === 'object') return limit;
  const opened = await openFillable(context, wanted);
  if (!opened.ok) return opened;
  const given = await givenValues(flags, opened.value, setting);
  if (!given.ok) return given;
  const { values, notes } = given.value;
  const first = fillFramework(opened.value, values);
  const isOnlyMissing = !first.ok && first.problems.every(({ code }) => code === 'input-missing');
  if (!first.ok && !(isOnlyMissing && (await mayAsk(flags, setting))))
    return { ...first, problems: [...notes, ...first.problems] };
  const asked = first.ok ? success({}) : await askFor(missingFor(opened.value, values), setting);
  if (!asked.ok) return asked;
  const filled = first.ok ? first : fillFramework(opened.value, { ...values, ...asked.value });
  if (!filled.ok) return filled;
  const within = withinTokens(filled.value.tokens[part], limit);
  if (!within.ok) return within;
  const prompt = { ...filled.value, problems: [...notes, ...filled.value.problems] };
  return success({ fillable: opened.value, prompt });
}

function tokenLimit(given: string | undefined): number | Failure {
  if (given === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,8}$/u.test(given)) return Number(given);
  return failure('usage', {
    severity: 'error',
    code: 'bad-max-tokens',
    message: `--max-tokens ${JSON.stringify(given.slice(0, 40))} is not a whole number above 0.`,
    hint: 'For example: --max-tokens 100000',
  });
}

/** All that is wrong with the flags, together. */
async function givenValues(
  { set = [], setDir = [], glob = [], includeSecrets }: FillingFlags,
  { survey }: FillableFramework,
  { context }: CommandSetting,
): Promise<Result<{ values: Values; notes: readonly Problem[] }>> {
  const single = readInputValues(context.cwd, set);
  const folders = await readFolderValues(context, setDir, {
    globs: glob,
    includeSecrets: includeSecrets ?? false,
  });
  const problems: Problem[] = [
    ...(single.ok
      ? severalProblems(
          survey.slots.map(({ input }) => input),
          single.value.several,
        )
      : single.problems),
    ...(folders.ok ? [] : folders.problems),
  ];
  if (setDir.length === 0 && glob.length > 0) problems.push(GLOB_ALONE);
  if (!single.ok || !folders.ok || problems.length > 0) return failure('usage', ...problems);
  const twice = Object.keys(folders.value.values).filter((name) => Object.hasOwn(single.value.values, name));
  if (twice.length > 0) return failure('usage', ...twice.map(setTwice));
  const { values, notes } = folders.value;
  return success({ values: { ...single.value.values, ...values }, notes });
}

const GLOB_ALONE: Problem = {
  severity: 'error',
  code: 'glob-alone',
  message: '--glob says which files of a folder are taken, and no folder is given.',
  hint: "For example: --set-dir material=src --glob '**/*.ts'",
};

function setTwice(name: string): Problem {
  return { severity: 'error', code: 'input-given-twice', message: `"${name}" is set twice.` };
}

/** Whether a person can be asked, has not switched that off for good, and standard input carries no value. */
async function mayAsk(flags: FillingFlags, { terminal, context }: CommandSetting): Promise<boolean> {
  if (!terminal.interactive || takesStandardInput(flags)) return false;
  const { isSwitchedOn } = await import('../wizard/index.ts');
  return isSwitchedOn(context, 'prompts');
}

async function askFor(
  missing: readonly MissingInput[],
  setting: CommandSetting,
): Promise<Result<Values> | GatherFailure> {
  const { startConversation } = await import('../wizard/index.ts');
  const conversation = await startConversation(setting.terminal);
  const values: Record<string, string> = {};
  try {
    for (let place = 0; place < missing.length; ) {
      const input = missing[place];
      if (input === undefined) break;
      const answer = await askOne(input, conversation, setting);
      if (typeof answer === 'object') {
        const exitCode = conversation.endedBy();
        return exitCode === undefined ? answer : { ...answer, exitCode };
      }
      if (answer === undefined) place = Math.max(0, place - 1);
      else {
        values[input.name] = answer;
        place += 1;
      }
    }
    return success(values);
  } finally {
    conversation.end();
  }
}

/** One input's value; `undefined` for a step back. */
async function askOne(
  input: MissingInput,
  { ask }: Conversation,
  setting: CommandSetting,
): Promise<string | undefined | Failure> {
  const what = printableLine(`${input.name} (${input.kind}): ${input.describe}`);
  const way =
    input.kind === 'setting'
      ? 'line'
      : await ask.choice({ message: what, choices: WAYS, harmlessFirst: true });
  if (typeof way === 'object' && way.kind !== 'answer') return way.kind === 'back' ? undefined : STOPPED;
  const chosen = typeof way === 'string' ? way : way.value;
  if (chosen === 'editor') return inEditor(input, setting);
  const answer = await ask.text({
    message: chosen === 'file' ? `The file for ${input.name}:` : `${what}:`,
    default: '',
    severalLines: chosen === 'line' && input.kind !== 'setting',
    check: (text) => faultOf(typedValue(input.name, chosen, text, setting)),
  });
  if (answer.kind === 'closed') return STOPPED;
  if (answer.kind === 'back') return undefined;
  const value = typedValue(input.name, chosen, answer.value, setting);
  return value.ok ? value.value : value;
}

const WAYS = [
  { value: 'editor', label: 'editor', description: 'Write or paste it in your editor.' },
  { value: 'file', label: 'file', description: 'Name a file that holds it.' },
  { value: 'line', label: 'line', description: 'Type it here in one line, or paste it.' },
];

async function inEditor(
  { name }: MissingInput,
  { context, terminal }: CommandSetting,
): Promise<string | undefined> {
  const edited = await editText(context, '', `${name.replace(/\W/gu, '_')}.txt`);
  if (edited.ok && edited.value.trim() !== '') return edited.value;
  const why = edited.ok ? 'Nothing was written.' : (edited.problems[0]?.message ?? '');
  terminal.say(`INFO: ${why}\n`);
  return undefined;
}

function typedValue(name: string, way: string, text: string, { context }: CommandSetting): Result<string> {
  if (text.trim() === '') {
    return failure('usage', { severity: 'error', code: 'input-empty', message: 'Something is needed here.' });
  }
  if (way === 'line') return success(text);
  const read = readInputValues(context.cwd, [`${name}=@${text}`]);
  return read.ok ? success(read.value.values[name] ?? '') : read;
}

function faultOf(result: Result<string>): string | undefined {
  return result.ok ? undefined : result.problems[0]?.message;
}

const STOPPED: Failure = failure('interrupted', {
  severity: 'note',
  code: 'interrupted',
  message: 'Stopped; nothing was printed or sent.',
});
