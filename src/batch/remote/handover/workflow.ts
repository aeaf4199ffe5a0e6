import { shellWord } from '../../../lib/index.ts';
import { visibleBranch } from '../../store/refs.ts';
import type { WorkflowJob } from './workflow_jobs.ts';

/** The parts of a batch's workflow; every text in it is untrusted. */
export type WorkflowParts = {
  readonly batch: number;
  readonly jobs: readonly WorkflowJob[];
  /** The label of the machines that jobs run on. */
  readonly runsOn: string;
  /** Shell lines at the start of each job: they install this program and agents. */
  readonly prepare: readonly string[];
  /** Names of secrets of the repository; each becomes a variable of that name. */
  readonly secrets: readonly string[];
  /** The commit to begin at; none for the one that the workflow is started on. */
  readonly ref: string | undefined;
  /** The project's path below the repository's top; empty where it is the top. */
  readonly folder: string;
  readonly timeoutMinutes: number;
};

/** Actions pinned by commit, whatever happens to their tags. */
const ACTIONS = {
  checkout: 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2',
  node: 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0',
  upload: 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2',
  download: 'actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0',
} as const;

/** The first line of every workflow written here; a file that begins with it is one of ours. */
export const WORKFLOW_MARK = '# Written by orchestrator batch export';

/**
 * The workflow of a batch for GitHub Actions: a job for each phase, which carries it out with `batch attempt` and hands on its
 * changes. It can only read the repository.
 */
export function githubWorkflow(parts: WorkflowParts): string {
  const { batch, jobs, folder } = parts;
  const lines = [
    `${WORKFLOW_MARK} ${batch}. Written again by the same command; do not edit it.`,
    `# When it has run: gh run download, then orchestrator batch import ${batch} FOLDERS`,
    `name: ${text(`orchestrator batch ${batch}`)}`,
    'on:',
    '  workflow_dispatch:',
    'permissions:',
    '  contents: read',
    'concurrency:',
    `  group: ${text(visibleBranch(batch))}`,
    '  cancel-in-progress: false',
    ...(folder === '' ? [] : ['defaults:', '  run:', `    working-directory: ${text(folder)}`]),
    'jobs:',
    ...jobs.flatMap((job) => jobLines(job, parts)),
  ];
  return `${lines.join('\n')}\n`;
}

function jobLines(job: WorkflowJob, parts: WorkflowParts): string[] {
  const { runsOn, timeoutMinutes, ref, prepare, secrets } = parts;
  const artifact = artifactOf(parts, job.prp);
  const shell = (lines: readonly string[]) =>
    lines.flatMap((line) => line.split('\n')).map((line) => `          ${literal(line)}`);
  return [
    `  ${job.id}:`,
    `    name: ${text(`${job.prp} ${job.title}`)}`,
    ...(job.needs.length === 0 ? [] : [`    needs: [${job.needs.map(({ id }) => id).join(', ')}]`]),
    `    runs-on: ${text(runsOn)}`,
    `    timeout-minutes: ${timeoutMinutes}`,
    '    steps:',
    `      - uses: ${ACTIONS.checkout}`,
    '        with:',
    '          fetch-depth: 0',
    '          persist-credentials: false',
    ...(ref === undefined ? [] : [`          ref: ${text(ref)}`]),
    `      - uses: ${ACTIONS.node}`,
    '        with:',
    '          node-version: 22',
    ...(prepare.length === 0 ? [] : ['      - name: Prepare', '        run: |2', ...shell(prepare)]),
    ...job.needs.flatMap(({ prp }) => [
      `      - uses: ${ACTIONS.download}`,
      '        with:',
      `          name: ${artifactOf(parts, prp)}`,
      `          path: \${{ runner.temp }}/before/${prp}`,
    ]),
    '      - name: Carry the phase out',
    ...(secrets.length === 0
      ? []
      : ['        env:', ...secrets.map((name) => `          ${name}: \${{ secrets.${name} }}`)]),
    '        run: |2',
    ...shell([commandOf(job)]),
    `      - if: \${{ !cancelled() }}`,
    `        uses: ${ACTIONS.upload}`,
    '        with:',
    `          name: ${artifact}`,
    `          path: \${{ runner.temp }}/handover`,
    '          if-no-files-found: error',
    '          overwrite: true',
  ];
}

/** The run of a workflow counts its attempts from 1, and so do its artifacts. */
function commandOf({ prp, attempt, needs, words }: WorkflowJob): string {
  const number = `"$((GITHUB_RUN_ATTEMPT + ${attempt - 1}))"`;
  const from = needs.length === 0 ? '' : ' --from "$RUNNER_TEMP/before"';
  const [program, ...rest] = words;
  return `${program} ${rest.map(shellWord).join(' ')} ${prp} --attempt ${number}${from} --to "$RUNNER_TEMP/handover"`;
}

function artifactOf({ batch }: WorkflowParts, prp: string): string {
  return `${visibleBranch(batch)}-${prp}`;
}

/** A quoted text that neither YAML nor GitHub interprets. */
function text(value: string): string {
  return JSON.stringify(literal(value).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/gu, ' '));
}

/** A text in which GitHub finds no expression: the mark that begins one is itself written as an expression. */
function literal(value: string): string {
  return value
    .replaceAll('${{', () => AS_EXPRESSION)
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/gu, ' ');
}

/** The mark, as the value of an expression. */
const AS_EXPRESSION = `\${{ '\${{' }}`;
