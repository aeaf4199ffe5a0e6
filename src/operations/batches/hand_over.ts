import { dirname } from 'node:path';
import {
  attemptFiles,
  type Handover,
  type HandoverFiles,
  MAX_LOG,
  type PhaseRecord,
  type WorktreeContext,
  writeBundle,
} from '../../batch/index.ts';
import { type Result, success } from '../../diagnostics/index.ts';
import {
  appendBytes,
  entryKind,
  makeFolders,
  readBytes,
  readEnd,
  removeFile,
  replaceFile,
  sha256,
} from '../../platform/index.ts';

/** Writes the outcome of an attempt, to be judged elsewhere: its bundle, the end of its log, and its result last. */
export async function handOver(
  context: WorktreeContext,
  {
    files,
    record: { phase, progress, attempts },
    origin,
    logs,
    of,
  }: {
    readonly files: HandoverFiles;
    readonly record: PhaseRecord;
    /** The commit that the other side has. */
    readonly origin: string;
    /** The batch's folder. */
    readonly logs: string;
    readonly of: Pick<Handover, 'batch' | 'manifest' | 'attempt' | 'token'>;
  },
): Promise<Result<Handover, 'bundle-not-written'>> {
  const last = attempts.at(-1);
  if (last === undefined) throw new Error('nothing was attempted');
  const { executor, base, pinned, ended, claimed, gates, failed } = last;
  makeFolders(dirname(files.result));
  let commit: string | null = null;
  let bundle: string | null = null;
  if (pinned !== undefined) {
    const made = await writeBundle(context, {
      prp: phase.prp,
      origin,
      base,
      commit: pinned.commit,
      file: files.bundle,
    });
    if (!made.ok) return made;
    const bytes = readBytes(files.bundle, Number.MAX_SAFE_INTEGER);
    commit = made.value;
    bundle = bytes.kind === 'bytes' ? sha256(bytes.bytes) : null;
  }
  if (entryKind(files.log) !== 'absent') removeFile(files.log);
  appendBytes(files.log, readEnd(attemptFiles(logs, phase, last.number).log, MAX_LOG));
  const isRead = claimed !== undefined && claimed.status !== 'unreadable';
  const handover: Handover = {
    schema: 'orchestrator.batch-handover/1',
    ...of,
    ...{ phase: phase.id, prp: phase.prp, executor, base, commit },
    outcome: progress.state === 'done' ? 'done' : 'failed',
    how: ended?.how ?? 'lost',
    code: ended?.code ?? null,
    why: failed === undefined ? null : failed.evidence.slice(0, MAX_WORDS),
    claim: isRead
      ? {
          status: claimed.status as 'done',
          summary: claimed.summary.slice(0, MAX_WORDS),
          tokens: claimed.tokens,
          problems: claimed.problems.slice(0, 1000).map((each) => each.slice(0, MAX_WORDS)),
        }
      : null,
    gates: gates
      .flatMap(({ command, tree, result, seconds }) =>
        command === null || tree === undefined || result === 'not-run'
          ? []
          : [{ command, tree, result, seconds }],
      )
      .slice(0, 1000),
    bundle,
  };
  await replaceFile(files.result, `${JSON.stringify(handover, undefined, 2)}\n`);
  return success(handover);
}

const MAX_WORDS = 65_536;
