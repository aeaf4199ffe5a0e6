import { failure, type Result, success } from '../../diagnostics/index.ts';
import type { Located, ReadPlanCode, UncheckedPlan } from '../plan.ts';
import { readBlocks } from './blocks.ts';
import { PhaseCollector } from './phases.ts';
import { plainText } from './plain_text.ts';
import { contextIn } from './plan_context.ts';
import { MAX_DEPENDENCIES, MAX_UNKNOWN, resolveReferences } from './references.ts';
import { verbatimIn } from './verbatim.ts';

/** Far above the largest plan that anybody means; a larger file is something else. */
const MAX_CHARACTERS = 128 * 1024 * 1024;
const MAX_PHASES = 500_000;

/**
 * Reads a plan: the contents of the document, without judging whether they make sense.
 *
 * The structure is the one found by markdown-it's block rules: headings, paragraphs and lists. Text in fences, tables, quotes and
 * HTML is never structure. Time and memory grow with the length of the document, and no faster.
 *
 * @param source - the document as it is, with any line ends and byte order mark it has
 * @param file - the name that problems carry
 * @param options.mostPhases - one with more is refused
 */
export function readPlan(
  source: string,
  file: string,
  { mostPhases = MAX_PHASES }: { readonly mostPhases?: number } = {},
): Result<UncheckedPlan, ReadPlanCode> {
  if (source.length > MAX_CHARACTERS)
    return refused(
      'plan-too-large',
      `A plan may have at most ${MAX_CHARACTERS / 2 ** 20} Mi characters; this file has more.`,
      {
        file,
        hint: 'Check that this is the right file, or split the plan.',
      },
    );
  const { text, from, title } = plainText(source);
  let collector = new PhaseCollector(mostPhases);
  const verbatim = verbatimIn(text);
  const read = () => collector.finish(readBlocks(text, from, (block) => collector.add(block, verbatim)) + 1);
  let phases = read();
  if (collector.meansBold) {
    collector = new PhaseCollector(mostPhases, { readsBold: true });
    phases = read();
  }
  if (phases === undefined)
    return refused(
      'plan-too-many-phases',
      `A plan may have at most ${mostPhases} phases; this one has more.`,
      {
        file,
        hint: 'Split the plan into several.',
      },
    );
  const tooMany = resolveReferences(phases);
  if (tooMany !== undefined) {
    const { line, column } = tooMany.line;
    const isUnknown = tooMany.what === 'unknown names';
    return refused(
      'plan-too-many-dependencies',
      isUnknown
        ? `A plan may name at most ${MAX_UNKNOWN} phases that do not exist; with this line it names more.`
        : `A plan may have at most ${MAX_DEPENDENCIES} dependencies; with this line it has more.`,
      {
        file,
        line,
        column,
        hint: isUnknown
          ? 'Check the names: a phase is identified by the label or title in its heading.'
          : 'Name only the phases that are needed directly.',
      },
    );
  }
  const heading: Located<string> | undefined = collector.title ?? title;
  const uncounted = collector.uncounted(phases);
  const context = contextIn(text, phases[0]?.phase.line ?? 0);
  return success({
    ...{ file, source, title: heading, phases: phases.map(({ phase }) => phase), uncounted },
    ...(context !== undefined && { context }),
  });
}

function refused(
  code: ReadPlanCode,
  message: string,
  where: { file: string; line?: number; column?: number; hint: string },
) {
  return failure<ReadPlanCode>('problems', { severity: 'error', code, message, ...where });
}
