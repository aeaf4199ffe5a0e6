import { spawn } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BatchStatus } from '../../src/batch/generated/batch.status.ts';
import { filesBelow } from '../../src/platform/index.ts';
import { BatchProject, batchProject, phaseStates } from './batch_project.ts';
import { cleanEnvironment, emptyFolder, MAIN, ROOT, type Run } from './program.ts';
import { quickAgent } from './torture.ts';

/** One fault in a run; `tests/support/faults.mjs` lists the kinds. */
export type Fault = {
  readonly on: 'files' | 'reads' | 'git' | 'git-after';
  /** The number of the failing call, from 1; 0 for none. */
  readonly at: number;
  readonly code: 'ENOSPC' | 'EIO' | 'EACCES' | 'EROFS';
  /** All later calls fail as well. */
  readonly stays: boolean;
};

/** The outcome of a run with a fault. */
export type FaultyRun = Run & {
  /** The number of calls. */
  readonly count: number;
  /** The failed one; `undefined` where there were fewer. */
  readonly failed: { readonly name: string; readonly path: string; readonly stack: string } | undefined;
  /** It did not end by itself. */
  readonly hung: boolean;
};

/** Far more than a run takes, even beside others on a slow machine: one that exceeds it waits in vain. */
const HANGS_MS = 40_000;

/** Two phases, the second depending on the first, with an agent that starts as fast as possible; to be copied for each run. */
export async function smallBatch(): Promise<BatchProject> {
  const project = await batchProject([{}, { after: ['1'] }]);
  quickAgent(project);
  return project;
}

/** A copy of a project for one run. */
export function copyOf(project: BatchProject): BatchProject {
  const copy = new BatchProject(join(emptyFolder(), 'project'));
  cpSync(project.folder, copy.folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  cpSync(project.aside, copy.aside, { recursive: true });
  return copy;
}

/** Runs the program in a project, with a fault. */
export function runWithFault(
  project: BatchProject,
  fault: Fault,
  args: readonly string[],
): Promise<FaultyRun> {
  const report = join(emptyFolder(), 'report.json');
  const env = {
    ...cleanEnvironment(project.home),
    FAULT_ON: fault.on,
    FAULT_AT: `${fault.at}`,
    FAULT_CODE: fault.code,
    FAULT_STAYS: fault.stays ? '1' : '0',
    FAULT_REPORT: report,
  };
  const hook = join(ROOT, 'tests/support/faults.mjs');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', hook, MAIN, ...args], { cwd: project.folder, env });
    let [out, err, hung] = ['', '', false];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const timer = setTimeout(() => {
      hung = true;
      child.kill('SIGKILL');
    }, HANGS_MS);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      const told = hung ? { count: 0, failed: undefined } : JSON.parse(readFileSync(report, 'utf8'));
      resolve({ code, out, err, hung, ...told });
    });
  });
}

/**
 * Runs a batch with one fault, and then without one, and returns everything that is wrong: the run has to end by itself and give
 * the reason; the journal has to be readable; the next run has to finish; nothing may be lost, merged twice or left behind, and
 * nothing of the user's touched.
 */
export async function faultsOf(small: BatchProject, fault: Fault): Promise<string[]> {
  const project = copyOf(small);
  const args = quickAgent(project);
  const before = project.users();
  const first = await runWithFault(project, fault, args);
  if (first.hung) return [`${nameOf(fault, first)}: it did not end`];
  if (first.failed === undefined) return [`${nameOf(fault, first)}: there was no such call`];
  const wrong = [...wordsWrong(first), ...(await stateWrong(project, before))];
  const second = await runWithFault(project, { ...fault, at: 0 }, args);
  const ends =
    second.code === 0 ? [] : [`run again, it ended with ${second.code}: ${second.out}${second.err}`];
  wrong.push(
    ...wordsWrong(second),
    ...ends,
    ...(await stateWrong(project, before)),
    ...endWrong(project, first),
  );
  return wrong.map((what) => `${nameOf(fault, first)}: ${what}`);
}

function nameOf({ on, at, code, stays }: Fault, { failed, code: exit }: FaultyRun): string {
  const place = failed === undefined ? 'nothing' : `${failed.name} ${failed.path}`;
  return `${on} ${at} ${code}${stays ? ' for good' : ''} (${place}, exit ${exit})\n${failed?.stack}\n`;
}

/** Errors in the end and the messages of a run. */
function wordsWrong({ code, out, err }: Run): string[] {
  const wrong: string[] = [];
  if (code === null || code > 3) wrong.push(`it ended with ${code}: ${err}`);
  if (/\bbug\b|\n {4}at |internal/iu.test(out + err)) wrong.push(`it is called a bug: ${out}${err}`);
  let document: BatchStatus;
  try {
    document = JSON.parse(out) as BatchStatus;
  } catch {
    return [...wrong, `it printed no document: ${out}${err}`];
  }
  if (code === 0) return wrong;
  const told = document.problems.map(({ message, file, hint }) => `${file} ${message} ${hint}`).join('\n');
  const reasons = Object.values(phaseStates(document)).join('\n');
  if (!/\/|git|batch \d/iu.test(told) && !/failed/u.test(reasons))
    wrong.push(`it names no reason with its place: ${told}${reasons}`);
  return wrong;
}

/** Errors in the state between two runs. */
async function stateWrong(project: BatchProject, before: Record<string, string>): Promise<string[]> {
  const wrong: string[] = [];
  const status = await project.call('batch', 'status', '1', '--json');
  const read = JSON.parse(status.out) as BatchStatus;
  if (!read.ok) wrong.push(`its journal can't be read: ${status.out}`);
  if (JSON.stringify(project.users()) !== JSON.stringify(before))
    wrong.push('something of the user’s changed');
  if (project.processes().length > 0) wrong.push(`processes are left: ${project.processes()}`);
  const isBegun = project.git('for-each-ref', 'refs/orchestrator/batches/1/head') !== '';
  const merged = isBegun ? project.merged() : [];
  if (new Set(merged).size !== merged.length) wrong.push(`merged twice: ${merged}`);
  const lost = read.phases.filter(
    ({ state, prp }) => state === 'done' && !merged.some((each) => each.startsWith(prp)),
  );
  if (lost.length > 0) wrong.push(`done, and not merged: ${lost.map(({ id }) => id)}`);
  return wrong;
}

/** Errors after the batch has been run to its end. */
function endWrong(project: BatchProject, { failed, out }: FaultyRun): string[] {
  const wrong: string[] = [];
  const { 'src/1.txt': one, 'src/2.txt': two } = project.result();
  if (one !== 'done by 1\n' || two !== 'done by 2\n') wrong.push(`the result is ${one} and ${two}`);
  if (project.merged().length !== 2) wrong.push(`merged are ${project.merged()}`);
  // A worktree that could not be removed completely was reported, with the remedy.
  const isTold = out.includes('worktree-not-removed');
  if (project.worktrees().length > 0 && !isTold) wrong.push(`worktrees are left: ${project.worktrees()}`);
  // A file that could not be removed is removed by the next writer there.
  const mayStay = /^(?:rm|unlink|rmdir)/u.test(failed?.name ?? '');
  const staged = filesBelow(project.folder).filter((path) => path.includes('.orchestrator-staging-'));
  if (staged.length > 0 && !mayStay) wrong.push(`files are left: ${staged}`);
  return wrong;
}
