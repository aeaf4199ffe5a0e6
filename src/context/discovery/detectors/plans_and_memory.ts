import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { folderOf, nameOf, plain } from '../plain_text.ts';

/** The project's existing plans and memory. */
export const plansAndMemory: Detector = {
  name: 'plans-and-memory',
  detect(sources) {
    const kept = sources.where({ endings: PAGES, folder: (folder) => FOLDERS.has(folder.slice(0, -1)) });
    return kept.flatMap((path): Fact[] => {
      const kind = FOLDERS.get(folderOf(path));
      if (kind === undefined) return [];
      const text = sources.read(path);
      const line = text?.lineOf(/^#\s+\S/u);
      const title =
        line === undefined ? nameOf(path) : plain((text?.lines[line - 1] ?? '').replace(/^#\s*/u, ''), 80);
      return [
        makeFact({
          kind,
          about: path,
          statement: kind === 'plan' ? `A plan: ${title}` : `Remembered: ${title}`,
          values: { path, title },
          evidence: [{ path, line: line ?? null }],
          certainty: 'shown',
        }),
      ];
    });
  },
};

const PAGES: ReadonlySet<string> = new Set(['md']);
const FOLDERS: ReadonlyMap<string, 'plan' | 'memory'> = new Map([
  ['.orchestrator/plans', 'plan'],
  ['.orchestrator/memory', 'memory'],
]);
