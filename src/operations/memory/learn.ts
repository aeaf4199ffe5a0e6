import { join, relative, resolve, sep } from 'node:path';
import { findProject, type ProjectProblemCode } from '../../batch/index.ts';
import {
  type Citation,
  FACT_KINDS,
  type FactKind,
  instructionIn,
  judgeFacts,
  LONGEST_PROOF_COMMAND,
  LONGEST_SOURCE,
  LONGEST_SPAN,
  MAX_CITATIONS,
  type MemoryProblemCode,
  markSpan,
  nonBlankLines,
  textFaults,
  writeFact,
} from '../../context/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { countOf, printableLine } from '../../lib/index.ts';
import { createReadOnlyGit, entryKind, isWithin, readStandardInput, readText } from '../../platform/index.ts';
import { createSecrets } from '../../tape/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { secretSign } from '../filling/secrets.ts';
import type { Port } from '../port.ts';
import { factReport, type MemoryEvent } from './memory_operations.ts';

/** A fact to keep. */
export type LearnRequest = {
  /** `-` is standard input. */
  readonly text: string;
  readonly kind?: string;
  /** `path`, `path:12` or `path:12-20`, relative to the working directory or else to the root. */
  readonly cite?: readonly string[];
  readonly prove?: string;
  readonly source?: string;
};

type LearnCode =
  | MemoryProblemCode
  | ProjectProblemCode
  | 'bad-citation'
  | 'bad-kind'
  | 'bad-value'
  | 'secret-in-fact'
  | 'too-many-citations';

/** Keeps a fact, and reads it back before reporting success. No model is asked. */
export async function learn(
  context: OperationContext,
  request: LearnRequest,
  port: Port<MemoryEvent>,
): Promise<VerbResult<'orchestrator.learn/1', LearnCode>> {
  const { kind = 'lesson', cite = [], prove, source } = request;
  const read = request.text === '-' ? textFromInput() : success(request.text);
  if (!read.ok) return read;
  const text = read.value;
  const project = findProject(context.cwd);
  if (!project.ok) return project;
  const { root } = project.value;
  const problems: Problem<LearnCode>[] = [...textFaults(text)];
  if (!isKind(kind))
    problems.push(
      bad('bad-kind', `${JSON.stringify(kind)} is not a kind of fact.`, `One of ${FACT_KINDS.join(', ')}.`),
    );
  if (cite.length > MAX_CITATIONS)
    problems.push(
      bad(
        'too-many-citations',
        `A fact cites at most ${MAX_CITATIONS} places.`,
        'Put one thing in each fact.',
      ),
    );
  for (const [name, value, most] of [
    ['--prove', prove, LONGEST_PROOF_COMMAND],
    ['--source', source, LONGEST_SOURCE],
  ] as const) {
    if (value === undefined) continue;
    if (value.trim() === '' || value.length > most)
      problems.push(
        bad('bad-value', `${name} takes 1 to ${most} characters.`, `Make it shorter, or leave ${name} out.`),
      );
    else problems.push(...textFaults(value.slice(0, most)));
  }
  if ([text, prove, source].some((said) => said !== undefined && createSecrets().find(said) !== undefined))
    problems.push(
      bad(
        'secret-in-fact',
        'It contains what looks like a key or a password; nothing was saved.',
        'Say where the key is stored, not what it is.',
      ),
    );
  const cites: Citation[] = [];
  for (const one of cite) {
    const read = await readCitation(context, root, one);
    if (read.ok) cites.push(read.value);
    else problems.push(...read.problems);
  }
  if (problems.length > 0 || !isKind(kind)) return failure('usage', ...problems);
  const written = await writeFact(root, {
    kind,
    text: text.trim(),
    cites,
    prove,
    source,
    created: context.today(),
  });
  if (!written.ok) return written;
  const { fact, isNew } = written.value;
  const facts = (await judgeFacts(root, [fact], context.env)).map(factReport);
  const warnings = orderIn(text);
  await port.show({ kind: 'learned', facts, isNew, problems: warnings });
  return success(makeDocument('orchestrator.learn/1', { ok: true, facts, isNew, problems: warnings }));
}

/** Warns of a fact that reads like an instruction to a model: it may be an example, but the user should know. */
function orderIn(text: string): Problem<MemoryProblemCode>[] {
  const order = instructionIn(text);
  return order === undefined
    ? []
    : [
        {
          severity: 'warning',
          code: 'fact-order',
          message: `The fact reads like an order to a model: ${JSON.stringify(printableLine(order).slice(0, 80))}.`,
          hint: 'Nothing here follows it, and `memory publish` leaves it out; state what is true, not what to do.',
        },
      ];
}

/** More than a fact may have, so that the length of one that is too long can be reported. */
const LARGEST_INPUT = 1_048_576;

function textFromInput(): Result<string, LearnCode> {
  const read = readStandardInput(LARGEST_INPUT);
  if (read.kind === 'text') return success(read.text);
  const why =
    read.kind === 'too-large'
      ? `it has more than ${LARGEST_INPUT} bytes`
      : read.kind === 'not-text'
        ? read.why
        : 'it cannot be read';
  return failure(
    'usage',
    bad(
      'bad-value',
      `Standard input is not the text of a fact: ${why}.`,
      'State in a sentence what was learned.',
    ),
  );
}

function isKind(kind: string): kind is FactKind {
  return FACT_KINDS.some((one) => one === kind);
}

async function readCitation(
  { cwd, env }: OperationContext,
  root: string,
  cite: string,
): Promise<Result<Citation, 'bad-citation'>> {
  const [, named = cite, first, last = first] = /^(.+?)(?::(\d{1,7})(?:-(\d{1,7}))?)?$/u.exec(cite) ?? [];
  const no = (why: string, hint: string) =>
    failure('usage', bad('bad-citation', `${JSON.stringify(cite)} cannot be cited: ${why}.`, hint));
  const whole =
    [resolve(cwd, named), join(root, named)].find((path) => entryKind(path) !== 'absent') ??
    resolve(cwd, named);
  if (!isWithin(root, whole)) return no('it is outside the project', 'Cite files of this project.');
  const path = relative(root, whole).split(sep).join('/');
  if (path.startsWith('../') || /^(?:\.git|\.orchestrator)(?:\/|$)/u.test(path))
    return no('it is not a file of the project itself', 'Cite files of this project.');
  const read = readText(whole, 2 * 1024 * 1024);
  if (read.kind !== 'text') return no('there is no readable text file', 'Name it as path:from-to.');
  const sign = secretSign(path, read.text);
  if (sign) return no(`it looks like a file of secrets: ${sign.why}`, 'Cite what uses it.');
  const git = createReadOnlyGit(env);
  const ignored = await git.run(root, ['check-ignore', '-q', '--', path]);
  if (ignored.kind === 'ended' && ignored.code === 0)
    return no('git ignores it, so other people do not have it', 'Cite a file in the repository.');
  const lines = nonBlankLines(read.text, path);
  const place = { from: Number(first ?? 1), to: Number(last ?? lines.count) };
  if (place.from >= 1 && place.to < place.from)
    return no('its last line is before its first', 'Give the first line, then the last, as path:from-to.');
  if (place.from < 1) return no('lines count from 1', 'Give lines that exist, as path:from-to.');
  if (place.to > lines.count)
    return no(`it has ${countOf(lines.count, 'line')}`, 'Give lines that exist, as path:from-to.');
  if (place.to - place.from >= LONGEST_SPAN)
    return no(`these are more than ${LONGEST_SPAN} lines`, 'Name the lines that matter.');
  const mark = markSpan(lines, place);
  if (mark === undefined) return no('these lines are blank', 'Give lines with text.');
  const head = await git.run(root, ['rev-parse', '--verify', '-q', 'HEAD^{commit}']);
  const commit = head.kind === 'ended' && head.code === 0 ? head.stdout.toString('utf8').trim() : undefined;
  return success({ path, ...place, mark, commit });
}

function bad<Code extends string>(code: Code, message: string, hint: string): Problem<Code> {
  return { severity: 'error', code, message, hint };
}
