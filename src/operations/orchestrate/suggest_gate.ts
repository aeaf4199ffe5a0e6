import { discover, projectRoot } from '../../context/index.ts';
import type { OperationContext } from '../context.ts';

/** A command that checks whether the project still works, and the place where it is declared. */
export type SuggestedGate = { readonly command: string; readonly from: string };

/**
 * The project's own test command, if discovery finds one that a file of the project declares or its build tool brings; nothing is
 * invented. A command that people type is preferred to one that only a server runs.
 */
export async function suggestGate({ cwd, env }: OperationContext): Promise<SuggestedGate | undefined> {
  const { facts } = await discover(projectRoot(cwd), env);
  const tests = facts.flatMap(({ kind, values: { role, run, folder }, evidence: [shown], certainty }) =>
    kind === 'command' && role === 'test' && run !== undefined && folder === undefined && shown !== undefined
      ? [{ command: run, from: shown.path, rank: rankOf(shown.path), isInferred: certainty === 'inferred' }]
      : [],
  );
  const [best] = tests.sort((a, b) => Number(a.isInferred) - Number(b.isInferred) || a.rank - b.rank);
  return best && { command: best.command, from: best.from };
}

/** The sources in the order a person would look into them. */
const SEARCHED: readonly RegExp[] = [
  /(?:^|\/)(?:package|composer|deno)\.jsonc?$/u,
  /(?:^|\/)(?:GNUm|[Mm])akefile$|(?:^|\/)[Jj]ustfile$|(?:^|\/)Taskfile\.ya?ml$|(?:^|\/)Rakefile$/u,
  /^(?!\.github\/|\.gitlab-ci|\.circleci\/|azure-pipelines|Jenkinsfile)/u,
];

function rankOf(path: string): number {
  const found = SEARCHED.findIndex((pattern) => pattern.test(path));
  return found === -1 ? SEARCHED.length : found;
}
