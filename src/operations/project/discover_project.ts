import {
  type ContextBudget,
  contextFiles,
  contextText,
  discover,
  type KnownContext,
  type ProjectContext,
  projectRoot,
  readContext,
} from '../../context/index.ts';
import { type AnyCode, failure, type Problem, success } from '../../diagnostics/index.ts';
import { estimateTokens } from '../../lib/index.ts';
import {
  describeSystemError,
  displayPath,
  isWithin,
  makeFolders,
  readText,
  remedyFor,
  replaceFile,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';

/** Options of a discovery. */
export type DiscoverRequest = {
  readonly budget: ContextBudget;
  /** Discovers everything and writes nothing. */
  readonly dryRun?: boolean;
  /** Only reports whether the earlier discovery still holds. */
  readonly check?: boolean;
};

/** Events of a discovery. */
export type DiscoverEvent =
  | { readonly kind: 'discovered'; readonly discovery: Discovery }
  | { readonly kind: 'checked'; readonly root: string; readonly known: KnownContext };

/** The result of a discovery, and the files written. */
export type Discovery = {
  readonly root: string;
  readonly context: ProjectContext;
  readonly text: string;
  readonly tokens: number;
  /** The files that were written; none if nothing has changed. */
  readonly written: readonly string[];
  readonly isDryRun: boolean;
  readonly problems: readonly Problem[];
};

/** Discovers everything there is to know about the project, and keeps it. */
export async function discoverProject(
  context: OperationContext,
  request: DiscoverRequest,
  port: Port<DiscoverEvent>,
): Promise<VerbResult<'orchestrator.discover/1', AnyCode>> {
  const root = projectRoot(context.cwd);
  if (request.check) return checkContext(context, root, port);
  const found = await discover(root, context.env);
  const text = contextText(found, request.budget);
  const problems = found.problems.map(problemOf);
  const isDryRun = request.dryRun ?? false;
  const written: string[] = [];
  if (!isDryRun) {
    const files = contextFiles(root);
    const unwritten = await write(root, [
      [files.text, text],
      [files.json, `${JSON.stringify(found, null, 2)}\n`],
    ]);
    if ('problem' in unwritten) return failure('environment', unwritten.problem);
    written.push(...unwritten.written.map((file) => displayPath(context.cwd, file)));
  }
  const tokens = estimateTokens(text);
  await port.show({
    kind: 'discovered',
    discovery: { root, context: found, text, tokens, written, isDryRun, problems },
  });
  return success(
    makeDocument('orchestrator.discover/1', {
      ok: true,
      root: displayPath(context.cwd, root),
      state: 'fresh',
      tokens,
      written,
      text,
      changes: [],
      facts: found.facts,
      unread: found.unread,
      problems,
    }),
  );
}

async function checkContext(
  { cwd, env }: OperationContext,
  root: string,
  port: Port<DiscoverEvent>,
): Promise<VerbResult<'orchestrator.discover/1', never>> {
  const known = await readContext(root, env);
  await port.show({ kind: 'checked', root, known });
  const isKnown = known.kind === 'fresh' || known.kind === 'stale';
  const changes =
    known.kind === 'stale'
      ? [...known.changes.changed, ...known.changes.gone, ...known.changes.added].sort()
      : [];
  return success(
    makeDocument('orchestrator.discover/1', {
      ok: known.kind === 'fresh',
      root: displayPath(cwd, root),
      state: known.kind,
      tokens: 0,
      written: [],
      text: '',
      changes,
      facts: isKnown ? known.context.facts : [],
      unread: isKnown ? known.context.unread : [],
      problems: isKnown ? known.context.problems.map(problemOf) : [],
    }),
  );
}

/** Writes the files that differ from the existing ones. */
async function write(
  root: string,
  files: readonly (readonly [string, string])[],
): Promise<{ readonly written: readonly string[] } | { readonly problem: Problem }> {
  const written: string[] = [];
  for (const [file, text] of files) {
    if (!isWithin(root, file))
      return {
        problem: {
          severity: 'error',
          code: 'context-not-written',
          message: 'It is a link that leads out of the project, so nothing was written through it.',
          file,
          hint: 'Remove the link and run discover again.',
        },
      };
    const before = readText(file, 64 * 1024 * 1024);
    if (before.kind === 'text' && before.text === text) continue;
    try {
      makeFolders(`${root}/.orchestrator`);
      await replaceFile(file, text);
    } catch (error) {
      return {
        problem: {
          severity: 'error',
          code: 'context-not-written',
          message: `The file cannot be written: ${describeSystemError(error)}.`,
          file,
          hint: 'Use --dry-run to see what was found.',
          ...remedyFor(describeSystemError(error)),
        },
      };
    }
    written.push(file);
  }
  return { written };
}

function problemOf({
  severity,
  code,
  message,
  file,
  line,
  column,
  hint,
}: ProjectContext['problems'][number]): Problem {
  return {
    severity,
    code,
    message,
    ...(file === null ? {} : { file }),
    ...(line === null ? {} : { line }),
    ...(column === null ? {} : { column }),
    ...(hint === null ? {} : { hint }),
  };
}
