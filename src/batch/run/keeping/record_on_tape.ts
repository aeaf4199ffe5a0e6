import { basename, join } from 'node:path';
import { printableLine } from '../../../lib/index.ts';
import { entryKind, readEnd, readText } from '../../../platform/index.ts';
import type { Recorder } from '../../../tape/index.ts';
import type { JobEnd } from '../../executors/executor.ts';
import { attemptRequest, attemptTitle, LARGEST_PROMPT, TOKEN_WORD } from '../../executors/replay.ts';
import { reportFiles } from '../../store/folder/index.ts';
import { type Snapshot, takePatch } from '../../verify/index.ts';
import { type Attempt, recordOf } from '../parts/attempt.ts';
import { withoutResumption } from '../parts/resume_session.ts';
import type { RunJournal, RunRepository, RunTape } from '../parts/run.ts';

/** Keeps an attempt's prompt and results, if a tape is being recorded. It is judged either way. */
export async function recordOnTape(
  run: RunRepository & RunJournal & RunTape,
  attempt: Attempt,
  end: Pick<JobEnd, 'how' | 'code' | 'signal' | 'why'>,
  pinned: Snapshot,
): Promise<void> {
  const { recorder } = run;
  if (recorder === undefined) return;
  const { phase, number, worktree, files, token } = attempt;
  const { how, code, signal, why } = end;
  if (how === 'stopped' || how === 'lost' || how === 'not-prepared' || how === 'cancelled') return;
  const prompt = readText(files.prompt, LARGEST_PROMPT);
  if (prompt.kind !== 'text') return leaveOffTape(run, attempt, 'its prompt cannot be read');
  const changes = await changesOf(run, attempt, { recorder, commit: pinned.commit });
  if (changes === 'left-out') return;
  const resultFile = join(worktree.project, reportFiles(phase).result);
  const result = entryKind(resultFile) === 'file' ? readText(resultFile, MAX_SAID) : undefined;
  const { request, evidence } = attemptRequest(withoutResumption(prompt.text));
  const own = (text: string) => text.replaceAll(token, TOKEN_WORD);
  const recorded = recordOf(run, phase.id).attempts[number - 1];
  const program = recorded?.argv[0];
  await recorder.keep({
    kind: 'attempt',
    title: attemptTitle(phase.id, number),
    request,
    facts: {
      outcome: 'attempt',
      phase: phase.id,
      attempt: number,
      executor: recorded?.executor ?? '',
      program: program === undefined ? null : basename(program),
      ...(recorded?.protocol && { protocol: recorded.protocol }),
      how,
      code,
      signal,
      seconds: recorded?.ended?.seconds ?? 0,
      ...(why === undefined ? {} : { why }),
    },
    files: {
      ...(changes === undefined ? {} : { changes }),
      ...(result?.kind === 'text' ? { result: own(result.text) } : {}),
      output: Buffer.from(own(readEnd(files.log, MAX_SAID).toString('latin1')), 'latin1'),
      ...(evidence === '' ? {} : { evidence: own(evidence) }),
    },
  });
}

/**
 * The limit for an executor's output, of which the end is kept, and for its result, which is kept whole or not at all. In bytes.
 */
const MAX_SAID = 4 * 1024 * 1024;

/**
 * Returns the patch of an attempt; `undefined` if it changed nothing, `left-out` if it cannot be on a tape, which is reported.
 */
async function changesOf(
  run: RunRepository & RunTape,
  attempt: Attempt,
  { recorder, commit }: { readonly recorder: Recorder; readonly commit: string | null },
): Promise<Buffer | undefined | 'left-out'> {
  if (commit === null) return undefined;
  const { git, repository } = run;
  const { worktree, base } = attempt;
  const { signal } = new AbortController();
  const taken = await takePatch({ git, repository, worktree, signal }, { from: base, to: commit });
  if (taken.kind === 'none') return undefined;
  if (taken.kind === 'fault') {
    leaveOffTape(run, attempt, taken.why);
    return 'left-out';
  }
  const { secrets } = recorder;
  for (const [path, bytes] of taken.binaries) {
    if (secrets.find(bytes.toString('latin1')) === undefined) continue;
    leaveOffTape(run, attempt, `there is a key in ${printableLine(path)}, which is not text`);
    return 'left-out';
  }
  if (secrets.find(taken.patch.toString('latin1')) !== undefined) {
    const title = attemptTitle(attempt.phase.id, attempt.number);
    recorder.leaveOut(
      `The changes of ${title} contained a key, which was removed: on replay, its files differ.`,
    );
  }
  return taken.patch;
}

/** Reports that an attempt is not on the tape being recorded. */
export function leaveOffTape({ recorder }: RunTape, { phase, number }: Attempt, why: string): void {
  recorder?.leaveOut(
    `Not on the tape: ${attemptTitle(phase.id, number)}: ${why.replace(/[.]$/u, '')}. On replay, the run departs there.`,
  );
}
