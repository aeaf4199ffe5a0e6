import { join } from 'node:path';

/** Where an eval keeps what it knows, below the project's `.orchestrator`. All absolute. */
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
  file: 'setup.json' | 'results.json' | 'report.md' | 'export.json',
): string {
  return join(root, id, file);
}

/** Answers and prompts hold the material of cases: whether results go into version control is for a person to decide. */
export const EVAL_IGNORES = `# Made by orchestrator, and yours to change: it is never written again.
# Results and reports may go into version control; answers, prompts and material stay out of it.
/cache/
/*/setup.json
/*/export.json
.orchestrator-staging-*
`;
