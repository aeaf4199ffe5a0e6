import type { Problem } from '../../diagnostics/index.ts';
import {
  type EvalProblemCode,
  type EvalResults,
  evalFile,
  evalIds,
  type PartEffect,
  readResults,
} from '../../evals/index.ts';
import type { Component } from '../../framework/index.ts';
import { writtenAt } from '../../platform/index.ts';
import { evalPlace } from '../evals/eval_place.ts';
import type { ComponentEffect } from './component_report.ts';

/** The measured effects of a component, and the evals that could not be read. */
export type MeasuredEffects = {
  readonly effects: readonly ComponentEffect[];
  readonly problems: readonly Problem<EvalProblemCode>[];
};

/** The effects found by the last eval that left the component out, goal by goal; empty where no eval has. */
export function lastEffects({ kind, file, sha256 }: Component, cwd: string): MeasuredEffects {
  const place = evalPlace(cwd);
  if (!place.ok) return { effects: [], problems: [] };
  const { folder } = place.value;
  const ids = evalIds(folder)
    .map((id) => {
      const files = (['results.json', 'summary.json'] as const).map((file) => evalFile(folder, id, file));
      return { id, at: Math.max(...files.map(writtenAt)) };
    })
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
  const problems: Problem<EvalProblemCode>[] = [];
  for (const { id } of ids) {
    const results = readResults(folder, id, cwd);
    if (!results.ok) problems.push(...results.problems.map(asWarning));
    const found = results.ok && results.value ? partsOf(results.value, { kind, file }) : [];
    const effects = found.map((part) => effectOf(part, { id, current: part.sha256 === sha256 }));
    if (effects.length > 0) return { effects, problems };
  }
  return { effects: [], problems };
}

/** Downgraded to a warning: the component can be shown without the eval. */
function asWarning(problem: Problem<EvalProblemCode>): Problem<EvalProblemCode> {
  return {
    ...problem,
    severity: 'warning',
    message: "The file is not one that an eval wrote, so that eval's results are left out.",
    hint: 'Move it away, or run that eval again: stored answers cost nothing.',
  };
}

/** The effects of a component as a whole; one that is not known yet is omitted. */
function partsOf({ parts }: EvalResults, { kind, file }: Pick<Component, 'kind' | 'file'>): PartEffect[] {
  return parts.filter(
    (part) => part.kind === kind && part.file === file && part.line === null && part.effect !== 'open',
  );
}

function effectOf(
  { goal, effect, cases, won, tied, lost, points, core, tokens }: PartEffect,
  { id, current }: { readonly id: string; readonly current: boolean },
): ComponentEffect {
  return { eval: id, current, goal, effect, cases, won, tied, lost, points, core, tokens };
}
