import { type Problem, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { copyExample, type ExampleProblemCode } from './copy_example.ts';

/** Options for the example. */
export type ExampleRequest = {
  /** Its folder (default: a temporary one). */
  readonly folder?: string;
  /** Carries out its plan there, too. */
  readonly run?: boolean;
};

/** A command that carries out the plan, and its exit code; `null` if it was not run. */
export type ExampleCommand = { readonly command: string; readonly exitCode: number | null };

/** Events of {@link tryExample}. */
export type ExampleEvent =
  | { readonly kind: 'copied'; readonly folder: string }
  /** A command is run next. */
  | { readonly kind: 'command'; readonly command: string }
  | {
      readonly kind: 'ended';
      readonly folder: string;
      readonly commands: readonly ExampleCommand[];
      /** Whether the plan was carried out, stopped on the way, or is left to the user. */
      readonly outcome: 'done' | 'stopped' | 'left';
    };

/** A front end that can run its own commands in-process, as the user would. */
export type ExamplePort = Pick<Port<ExampleEvent>, 'show'> & {
  readonly call: (
    args: readonly string[],
    within: Pick<OperationContext, 'cwd' | 'userFolder'>,
  ) => Promise<{
    readonly exitCode: number;
    /** Its output, if nobody saw it. */
    readonly said: string;
  }>;
};

/** The codes with which the example can fail. */
type ExampleCode = ExampleProblemCode | 'example-stopped';

/** The commands that carry out the example's plan, each as arguments: from the plan to the user's branch. */
const COMMANDS: readonly (readonly string[])[] = [
  ['batch', 'generate', 'plan.md'],
  ['batch', 'run', '1', '--replay', 'tape', '--yes'],
  ['batch', 'merge', '1', '--yes'],
];

/** Copies the example, and on request carries out its plan from its recorded run, up to the first failure. */
export async function tryExample(
  context: OperationContext,
  { folder: wanted, run = false }: ExampleRequest,
  port: ExamplePort,
): Promise<VerbResult<'orchestrator.example/1', ExampleCode>> {
  const copied = await copyExample(context, wanted);
  if (!copied.ok) return copied;
  const folder = copied.value;
  await port.show({ kind: 'copied', folder });
  const commands: ExampleCommand[] = [];
  const problems: Problem<ExampleCode>[] = [];
  for (const args of COMMANDS) {
    const command = `orchestrator ${args.join(' ')}`;
    if (!run || problems.length > 0) {
      commands.push({ command, exitCode: null });
      continue;
    }
    await port.show({ kind: 'command', command });
    // Uses the example unchanged: the user's own configuration would give prompts other than those on the tape.
    const { exitCode, said } = await port.call(args, { cwd: folder, userFolder: null });
    commands.push({ command, exitCode });
    if (exitCode !== 0) problems.push(stopped(command, exitCode, said));
  }
  const ok = problems.length === 0;
  await port.show({ kind: 'ended', folder, commands, outcome: !run ? 'left' : ok ? 'done' : 'stopped' });
  return success(makeDocument('orchestrator.example/1', { ok, folder, commands, problems }));
}

const MAX_SAID = 4;

/** Reports the command that did not end with 0, and its last output. */
function stopped(command: string, exitCode: number, said: string): Problem<'example-stopped'> {
  const last = said.trimEnd().split('\n').slice(-MAX_SAID).map(printableLine).join(' / ');
  return {
    severity: 'error',
    code: 'example-stopped',
    message: `\`${command}\` ended with ${exitCode}${last === '' ? '' : `: ${last}`}.`,
    hint: 'Run it again in the folder, without --json, to see all of it.',
  };
}
