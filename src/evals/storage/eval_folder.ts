import { join } from 'node:path';

/** The folders of evals below the project's `.orchestrator`. All absolute. */
export type EvalFolder = {
  /** `.orchestrator/evals` */
  readonly root: string;
  readonly cache: string;
};

/** The places of evals in a project. @param state - the project's `.orchestrator`, absolute */
export function evalFolder(state: string): EvalFolder {
  const root = join(state, 'evals');
  return { root, cache: join(root, 'cache') };
}

/** A file of one eval. */
export function evalFile(
  { root }: EvalFolder,
  id: string,
  file: 'setup.json' | 'results.json' | 'summary.json' | 'report.md' | 'export.json',
): string {
  return join(root, id, file);
}

/** Ignores all but the summary, because the rest holds texts of cases and answers: only a person can decide to version those. */
export const EVAL_IGNORES = `# Made by orchestrator, and yours to change: your changes are never overwritten.
# A summary.json has figures and no texts, so it may go into version control. All else holds answers, prompts and
# material, results.json and report.md too, and stays out of it.
/cache/
/*/*
!/*/summary.json
.orchestrator-staging-*
`;

/** A hash of the file that earlier versions wrote: it let results and reports into version control, with all their texts. */
export const EARLIER_IGNORES_HASH = 'a4b996a225c2a3c22cf9ce9c8fe59a660d712b4702420ea762d9aefcd955ce06';
