import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  type Approvals,
  isToHide,
  openApprovals,
  type RunCommand,
  runGate,
  shellText,
} from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import {
  type CheckFile,
  type CheckLookup,
  type CheckResult,
  checkFiles,
  type EvalCase,
  type EvalSetup,
  evaluate,
  type KnownAnswers,
  knownAnswers,
  readAnswer,
  saveAnswer,
} from '../../evals/index.ts';
import { ownValue } from '../../lib/index.ts';
import {
  createFile,
  displayPath,
  hideOwnEnvironment,
  realPath,
  sha256,
  systemClock,
  withTemporaryFolder,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { PreparedEval } from './prepare_eval.ts';

/** The program of a case, with the exact bytes that are run. */
export type CaseCheck = {
  readonly testCase: EvalCase;
  readonly command: RunCommand;
  readonly files: readonly CheckFile[];
};

/** The programs of an eval's cases, and which of them a person has approved. */
export type CaseChecks = {
  readonly checks: readonly CaseCheck[];
  readonly commands: readonly RunCommand[];
  readonly pending: readonly RunCommand[];
  readonly approvals: Approvals;
  /** Problems with programs that cannot be run. */
  readonly problems: readonly Problem[];
};

/** Reads the programs of an eval's cases. An approval is valid for their bytes: a changed program needs a new one. */
export function findChecks(
  { cwd, userFolder }: OperationContext,
  { setup, project }: PreparedEval,
): CaseChecks {
  const approvals = openApprovals(userFolder, realPath(project.root), () => new Date(systemClock.time()));
  const checks: CaseCheck[] = [];
  const problems: Problem<'check-unusable'>[] = [];
  for (const testCase of setup.cases) {
    const { check, folder } = testCase;
    if (check === null) continue;
    const path = join(project.root, folder);
    const shown = displayPath(cwd, join(path, check));
    const files = checkFiles(path);
    const fault =
      typeof files === 'string'
        ? files
        : files.some((file) => file.path === check)
          ? undefined
          : 'it no longer exists';
    if (typeof files === 'string' || fault !== undefined) {
      const message = `The check cannot be run: ${fault}.`;
      problems.push({ severity: 'warning', code: 'check-unusable', message, file: shown });
      continue;
    }
    const contents = sha256(
      JSON.stringify(files.map((file) => [file.path, sha256(file.bytes.toString('base64'))])),
    );
    const argv = [shown, 'ANSWER'];
    checks.push({
      testCase,
      files,
      command: { kind: 'check', name: undefined, argv, shell: undefined, env: [], contents, phases: [] },
    });
  }
  const commands = checks.map(({ command }) => command);
  return {
    checks,
    commands,
    approvals,
    problems,
    pending: commands.filter((one) => !approvals.isApproved(one)),
  };
}

/** The answers to check, and how. */
export type CheckRun = {
  readonly known?: KnownAnswers;
  /** The checks that a person has approved. */
  readonly checks: readonly CaseCheck[];
  readonly signal: AbortSignal;
};

/** Time limit for one check, in milliseconds. */
const LIMIT_MS = 300_000;

/** Runs the program of each case on the answers that exist; answers that were checked before are not checked again. */
export async function runChecks(
  { env }: OperationContext,
  { setup, folder }: PreparedEval,
  { known: given, checks, signal }: CheckRun,
): Promise<CheckLookup> {
  const results = new Map<string, CheckResult>();
  const known = given ?? knownAnswers(folder, setup);
  for (const { testCase, answer } of answersToCheck(setup, known, checks)) {
    const check = checks.find((one) => one.testCase === testCase);
    if (check === undefined || signal.aborted) continue;
    const id = sha256(JSON.stringify(['check', check.command.contents, answer]));
    const kept = readAnswer(folder, id, BY);
    const result = kept === undefined ? await runCheck(check, answer, { env, signal }) : resultOf(kept.text);
    if (kept === undefined && result.state === 'ran')
      await saveAnswer(folder, {
        question: id,
        by: BY,
        text: `passed ${result.passed} of ${result.of}`,
        tokens: null,
      });
    results.set(keyOf(testCase, answer), result);
  }
  return (testCase, replies) => results.get(keyOf(testCase, replies.join('\n\n')));
}

/** Keeps the results of checks apart from the answers of models. */
const BY = 'check';

function keyOf({ goal, name }: EvalCase, answer: string): string {
  return `${goal}/${name}\0${answer}`;
}

function answersToCheck(
  setup: EvalSetup,
  { lookup }: KnownAnswers,
  checks: readonly CaseCheck[],
): { readonly testCase: EvalCase; readonly answer: string }[] {
  const wanted: { testCase: EvalCase; answer: string }[] = [];
  const seen = new Set<string>();
  evaluate(setup, {
    lookup,
    checkOf: (testCase, replies) => {
      const answer = replies.join('\n\n');
      if (checks.some((one) => one.testCase === testCase) && !seen.has(keyOf(testCase, answer))) {
        seen.add(keyOf(testCase, answer));
        wanted.push({ testCase, answer });
      }
      return undefined;
    },
  });
  return wanted;
}

/** Runs a copy of the approved bytes in a folder of its own, like a gate: no secrets, a time limit, limited output. */
function runCheck(
  { testCase, files }: CaseCheck,
  answer: string,
  { env, signal }: { readonly env: OperationContext['env']; readonly signal: AbortSignal },
): Promise<CheckResult> {
  hideOwnEnvironment(isToHide);
  return withTemporaryFolder(async (folder) => {
    const place = join(folder, 'case');
    for (const { path, bytes } of files) await createFile(join(place, path), bytes, 0o755);
    const answerFile = join(folder, 'answer.md');
    await createFile(answerFile, answer);
    const program = files.find(({ path }) => path === testCase.check);
    const words = programWords(
      join(place, testCase.check ?? ''),
      program?.bytes.subarray(0, 2).toString('latin1') === '#!',
    );
    if (words === undefined) return partial(`the type of ${testCase.check} is unknown`);
    const ran = await runGate({
      command: shellText([...words, answerFile]),
      cwd: place,
      env,
      mark: { name: 'ORCHESTRATOR_CHECK', value: randomUUID() },
      logFile: join(folder, 'check.log'),
      limitMs: LIMIT_MS,
      signal,
    });
    if (ran.result === 'interrupted') return partial('it was interrupted');
    if (ran.flags.includes('not-started')) return partial(ran.tail);
    if (ran.flags.includes('timed-out')) return partial(`it took longer than ${LIMIT_MS / 1000} s`);
    return resultOf(ran.tail);
  });
}

function programWords(path: string, namesInterpreter: boolean): readonly string[] | undefined {
  if (namesInterpreter) return [path];
  const ending = /\.(\w+)$/u.exec(path)?.[1] ?? '';
  const interpreter = ownValue(INTERPRETERS, ending);
  return interpreter === undefined ? undefined : [interpreter, path];
}

const INTERPRETERS: Readonly<Record<string, string>> = {
  sh: '/bin/sh',
  bash: 'bash',
  py: 'python3',
  js: 'node',
  mjs: 'node',
  cjs: 'node',
  rb: 'ruby',
  pl: 'perl',
};

/** Parses the last line of a check's output: `passed N of M`; any other line counts as no result. */
export function resultOf(output: string): CheckResult {
  const last = output.trimEnd().split('\n').at(-1)?.trim() ?? '';
  const [, passed, of] = /^passed (\d{1,6}) of (\d{1,6})$/iu.exec(last) ?? [];
  if (passed === undefined || of === undefined || Number(passed) > Number(of))
    return partial(
      last === '' ? 'it printed nothing' : `its last line is not "passed N of M": ${last.slice(0, 200)}`,
    );
  return { state: 'ran', passed: Number(passed), of: Number(of), why: '' };
}

function partial(why: string): CheckResult {
  return { state: 'partial', passed: 0, of: 0, why };
}
