import { join } from 'node:path';
import { type BatchStore, isAway, type ReadBatchCode, type StoredBatch } from '../../src/batch/index.ts';
import { openJournal, readJournal } from '../../src/batch/store/journal/index.ts';
import { batchFold, foldBatch } from '../../src/batch/store/state/index.ts';
import { failure, type Problem, success } from '../../src/diagnostics/index.ts';
import { ownIdentity, sha256 } from '../../src/platform/index.ts';

/** A batch of {@link memoryStore}. */
type Kept = {
  readonly batch: StoredBatch;
  /** Its generated files, by name. */
  readonly files: ReadonlyMap<string, string>;
  readonly lines: string[];
  isArchived: boolean;
  isHeld: boolean;
  holds: number;
};

/**
 * A store that keeps manifests, plans, prompts, journals and owners in memory, for one process and one project.
 *
 * @param aside - the folder for what other programs read and write: prompts and logs of attempts
 */
export function memoryStore(aside: string): BatchStore {
  const all = new Map<number, Kept>();
  const folder = (_: unknown, number: number) => join(aside, `${number}`);
  const highest = () => Math.max(0, ...all.keys());
  const keptOf = ({ number }: Pick<StoredBatch, 'number'>): Kept => {
    const kept = all.get(number);
    if (kept === undefined) throw new Error(`there is no batch ${number}`);
    return kept;
  };
  const read: BatchStore['read'] = async (_, number, { isArchived = false } = {}) => {
    const kept = all.get(number);
    return kept?.isArchived === isArchived ? success(kept.batch) : failure('usage', absent(number));
  };
  const prompt: BatchStore['prompt'] = (batch, phase) => {
    const text = keptOf(batch).files.get(phase.prompt);
    if (text !== undefined && sha256(text) === phase.sha256) return success(text);
    return failure('problems', { severity: 'error', code: 'prompt-absent', message: 'No prompt is kept.' });
  };
  const history: BatchStore['history'] = async (batch) => {
    const journal = await readJournal(Buffer.from(textOf(keptOf(batch))), `journal of batch ${batch.number}`);
    if (!journal.ok) return journal;
    const { events } = journal.value;
    return success({ events, state: foldBatch(batch.manifest, events).state, warnings: [] });
  };
  return {
    numbers: (_, { isArchived = false } = {}) =>
      [...all].flatMap(([number, kept]) => (kept.isArchived === isArchived ? [number] : [])),
    async create(_, claims, render) {
      for (let number = highest() + 1; ; number += 1) {
        const rendered = render(number);
        if (!rendered.ok) return rendered;
        if (claims !== undefined && !(await claims.claim(number))) continue;
        const { manifest, files } = rendered.value;
        const batch = { number, folder: folder(_, number), manifest };
        const texts = new Map(files.map(({ name, text }) => [name, text]));
        all.set(number, { batch, files: texts, lines: [], isArchived: false, isHeld: false, holds: 0 });
        return success({ ...batch, files });
      }
    },
    nextNumber: () => highest() + 1,
    folder,
    read,
    prompt,
    plan(batch) {
      const { file } = batch.manifest.plan;
      const text = keptOf(batch).files.get(file);
      return text === undefined ? { kind: 'absent', file } : { kind: 'text', file, text };
    },
    files: (batch) => [...keptOf(batch).files].map(([name, text]) => ({ name, text })),
    isThere: ({ number }) => all.get(number)?.isArchived === false,
    mayHaveBeenAtPlaces: () => false,
    generatedAt: () => 0,
    archive(_, number) {
      keptOf({ number }).isArchived = true;
      return success(folder(_, number));
    },
    history,
    async knownHistory(batch) {
      const known = await history(batch);
      if (known.ok) return { ...known.value, problems: [] };
      return { events: [], state: foldBatch(batch.manifest, []).state, problems: known.problems };
    },
    journalSize: (batch) => keptOf(batch).lines.length,
    owner: (batch) => (keptOf(batch).isHeld ? ownIdentity() : undefined),
    async hold(project, number, { isBack = false } = {}) {
      const batch = await read(project, number);
      if (!batch.ok) return batch;
      const kept = keptOf({ number });
      if (kept.isHeld)
        return failure('problems', { severity: 'error', code: 'batch-held', message: 'It is in use.' });
      const before = await history(batch.value);
      if (!before.ok) return before;
      const { state, warnings } = before.value;
      if (state.away !== undefined && !isBack) return failure('problems', isAway(number, state.away));
      kept.isHeld = true;
      kept.holds += 1;
      const { record } = openJournal({
        log: { append: (line) => void kept.lines.push(line) },
        clock: { time: Date.now },
        seq: state.seq,
        file: `journal of batch ${number}`,
      });
      return success({
        ...batch.value,
        prompt: (phase) => prompt(batch.value, phase),
        ...{ state, warnings, record },
        fold: batchFold(batch.value.manifest),
        token: kept.holds,
        release: () => {
          kept.isHeld = false;
        },
      });
    },
  };
}

function textOf({ lines }: Kept): string {
  return lines.map((line) => `${line}\n`).join('');
}

function absent(number: number): Problem<ReadBatchCode> {
  return { severity: 'error', code: 'batch-absent', message: `There is no batch ${number}.` };
}
