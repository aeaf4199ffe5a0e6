import { failure, type Result, success } from '../../diagnostics/index.ts';
import {
  type AttributedFile,
  attributeFiles,
  type Goal,
  type GoalParts,
  type Source,
  type TemplateProblemCode,
} from '../../framework/index.ts';
import type { OperationContext } from '../context.ts';
import { type ComposeCode, type ComposedFramework, composeFramework } from '../create/compose_framework.ts';
import type { Workspace } from '../workspace.ts';
import { snapshotCases } from './snapshot_cases.ts';

/** A rendering of a goal, or of a variant, in every case. */
export type Rendering = {
  readonly goal: string;
  readonly variant: string | null;
  /** The snapshot's file name. */
  readonly file: string;
  readonly text: string;
  readonly cases: number;
  /** Computes the lines of {@link text} with their sources and their cases, on demand. */
  readonly attributed: () => ReturnType<typeof attributeAll>;
};

/** A line of a snapshot. */
export type SnapshotLine = {
  readonly text: string;
  readonly sources: readonly Source[];
  readonly case: string;
};

/** The beginning of the first line of every snapshot: no other file in its folder is ever removed. */
export const SNAPSHOT_MARK = '<!-- orchestrator snapshot/1:';

/** The name of every framework in a snapshot. */
const NAME = 'Snapshot';

type Rendered = { readonly name: string; readonly composed: ComposedFramework };

/** Renders a goal, or a variant of it, in every case. */
export async function renderSnapshot(
  context: OperationContext,
  workspace: Workspace,
  { goal, variant }: { readonly goal: Goal; readonly variant: (GoalParts & { name: string }) | undefined },
): Promise<Result<Rendering, ComposeCode>> {
  const parts = variant ?? goal;
  const rendered: Rendered[] = [];
  for (const { name, values } of snapshotCases(parts)) {
    const request = { name: NAME, title: undefined, goal, parts, choice: {}, values };
    const composed = await composeFramework(context, workspace, request);
    if (!composed.ok) return composed;
    rendered.push({ name, composed: composed.value });
  }
  const label = variant === undefined ? goal.name : `${goal.name}.${variant.name}`;
  const text = rendered.map(({ name, composed }) => caseText(name, composed.files)).join('');
  return success({
    goal: goal.name,
    variant: variant?.name ?? null,
    file: `${label}.md`,
    text: head(label) + text,
    cases: rendered.length,
    attributed: () => attributeAll(label, rendered),
  });
}

function head(label: string): string {
  return `${SNAPSHOT_MARK} ${label}. Made by \`orchestrator goals test --update\`; do not edit. -->\n`;
}

function caseText(name: string, files: readonly { readonly file: string; readonly text: string }[]): string {
  return files.map(({ file, text }) => `${fileHead(name, file)}${withLineEnd(text)}`).join('');
}

/** Whether a line is one that {@link fileHead} writes. */
export function isFileHead(line: string): boolean {
  return /^={10} case: .+ ={10}\n$/u.test(line);
}

function fileHead(name: string, file: string): string {
  return `\n========== case: ${name} == ${file} ==========\n`;
}

function withLineEnd(text: string): string {
  return text.endsWith('\n') || text === '' ? text : `${text}\n`;
}

function attributeAll(
  label: string,
  rendered: readonly Rendered[],
): Result<readonly SnapshotLine[], TemplateProblemCode> {
  const lines: SnapshotLine[] = [{ text: head(label), sources: [], case: '' }];
  for (const { name, composed } of rendered) {
    const attributed = attributeFiles(composed);
    if (!attributed.ok) return failure(attributed.cause, ...attributed.problems);
    lines.push(...attributed.value.flatMap((file) => linesIn(name, file)));
  }
  return success(lines);
}

function linesIn(name: string, { file, lines }: AttributedFile): SnapshotLine[] {
  const [, heading = ''] = fileHead(name, file).split('\n');
  return [
    { text: '\n', sources: [], case: name },
    { text: `${heading}\n`, sources: [], case: name },
    ...lines.map(({ text, sources }) => ({ text: withLineEnd(text), sources, case: name })),
  ];
}
