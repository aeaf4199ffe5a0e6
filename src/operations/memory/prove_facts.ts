import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  isToHide,
  openApprovals,
  type Project,
  type RunCommand,
  runGate,
  writeIgnores,
} from '../../batch/index.ts';
import { type JudgedFact, type Proof, readProofs, writeProofs } from '../../context/index.ts';
import type { Failure, Problem } from '../../diagnostics/index.ts';
import { printableLine, splitShellWords } from '../../lib/index.ts';
import {
  describeSystemError,
  hideOwnEnvironment,
  realPath,
  systemClock,
  withTemporaryFolder,
} from '../../platform/index.ts';
import { approveCommands, type NotApprovedCode } from '../approve_commands.ts';
import type { OperationContext } from '../context.ts';
import type { DocumentOf } from '../document.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';

/** Events while facts are proven. */
export type ProveEvent =
  | { readonly kind: 'proofs'; readonly commands: readonly RunCommand[]; readonly limitSeconds: number }
  | { readonly kind: 'proving'; readonly command: RunCommand };

/** A command that ran, and the facts that it proves. */
export type ProvenCommand = DocumentOf<'orchestrator.memory-check/1'>['proven'][number];

/** The outcome of proving. */
export type Proving =
  | { readonly refused: Failure<NotApprovedCode> }
  | { readonly proven: readonly ProvenCommand[]; readonly problems: readonly Problem[] };

/** The default time limit of a gate. */
const LIMIT_SECONDS = 20 * 60;

/**
 * Runs the proof commands of facts whose cited lines still exist, each once, after a person has approved them, within the limits
 * of gates: no keys, a time limit, and an end to every process they leave running. The results are kept, and count until the next
 * run.
 */
export async function proveFacts(
  { env, userFolder, today }: OperationContext,
  { root, state }: Project,
  judged: readonly JudgedFact[],
  { yes, port }: { readonly yes: boolean; readonly port: Port<ProveEvent> },
): Promise<Proving> {
  const facts = judged.flatMap((one) =>
    one.fact.prove !== undefined && one.cites.every(({ standing }) => standing === 'fresh')
      ? [{ ...one.fact, prove: one.fact.prove }]
      : [],
  );
  const texts = [...new Set(facts.map(({ prove }) => prove))];
  const commands = texts.map((text) => ({ text, command: proofCommand(text) }));
  const approvals = openApprovals(userFolder, realPath(root), () => new Date(systemClock.time()));
  const pending = commands.map(({ command }) => command).filter((command) => !approvals.isApproved(command));
  if (pending.length > 0) await port.show({ kind: 'proofs', commands: pending, limitSeconds: LIMIT_SECONDS });
  const approved = await approveCommands(port, { pending, approvals, yes });
  if ('refused' in approved) return approved;
  const proofs = new Map<string, Proof>();
  // Drops proofs of facts that are gone, or have another command.
  for (const [sha256, proof] of readProofs(root))
    if (judged.some(({ fact }) => fact.sha256 === sha256 && fact.prove !== undefined))
      proofs.set(sha256, proof);
  const proven: ProvenCommand[] = [];
  hideOwnEnvironment(isToHide);
  for (const { text, command } of commands) {
    await port.show({ kind: 'proving', command });
    const ran = await runProof(text, root, { env, port });
    if (ran === undefined) return { refused: interrupted('Stopped; the proofs so far are not saved.') };
    const own = facts.filter(({ prove }) => prove === text);
    for (const { sha256 } of own) proofs.set(sha256, { held: ran.held, why: ran.why, day: today() });
    proven.push({ command: text, facts: own.map(({ id }) => id), ...ran });
  }
  return { proven, problems: [...approved.notes, ...(await keep(root, state, proofs))] };
}

async function keep(
  root: string,
  state: string,
  proofs: ReadonlyMap<string, Proof>,
): Promise<readonly Problem[]> {
  try {
    await writeIgnores(state);
  } catch (error) {
    return [
      {
        severity: 'error',
        code: 'proofs-not-kept',
        message: `The results of the proofs cannot be saved: ${describeSystemError(error)}. Prompts stay as before.`,
        hint: 'Fix that and prove them again.',
      },
    ];
  }
  return writeProofs(root, proofs);
}

function proofCommand(text: string): RunCommand {
  const split = splitShellWords(text);
  const common = { kind: 'proof', name: undefined, env: [], phases: [] } as const;
  return 'words' in split
    ? { ...common, argv: split.words, shell: undefined }
    : { ...common, argv: [text], shell: split.needsShell };
}

async function runProof(
  command: string,
  cwd: string,
  {
    env,
    port: { signal, force },
  }: { readonly env: OperationContext['env']; readonly port: Port<ProveEvent> },
): Promise<Pick<ProvenCommand, 'held' | 'why' | 'seconds'> | undefined> {
  return withTemporaryFolder(async (folder) => {
    const ran = await runGate({
      ...{ command, cwd, env, signal, ...(force && { force }) },
      mark: { name: 'ORCHESTRATOR_PROOF', value: randomUUID() },
      logFile: join(folder, 'proof.log'),
      limitMs: LIMIT_SECONDS * 1000,
    });
    if (ran.result === 'interrupted') return undefined;
    const { seconds, flags, code, signal: by, tail } = ran;
    if (ran.result === 'green') return { held: true, why: '', seconds };
    const last = printableLine(tail.trimEnd().split('\n').at(-1) ?? '').slice(0, LONGEST_LINE);
    const how = flags.includes('not-started')
      ? 'it could not be started'
      : flags.includes('timed-out')
        ? `it had not ended after ${LIMIT_SECONDS / 60} min`
        : by === null
          ? `it ended with ${code}`
          : `it was ended by ${by}`;
    return { held: false, why: last === '' ? how : `${how} (${last})`, seconds };
  });
}

const LONGEST_LINE = 200;
