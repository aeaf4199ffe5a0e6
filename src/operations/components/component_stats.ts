import type { ComponentName } from '../../framework/index.ts';

/** A single use of components: in a framework, or in a phase of a batch. */
export type ComponentUse =
  | {
      readonly in: 'framework';
      readonly components: readonly (ComponentName & { readonly isPlaceholder: boolean })[];
      /** The component of each manual edit, repeated once per edit; `null` where unknown. */
      readonly edited: readonly ComponentName[] | null;
    }
  | {
      readonly in: 'phase';
      readonly components: readonly ComponentName[];
      readonly isDone: boolean;
      /** Number of review findings in its change; `null` if there was no review. */
      readonly findings: number | null;
    };

/** Usage record of a component. */
export type ComponentRecord = ComponentName & {
  readonly frameworks: number;
  /** Number of frameworks that have a placeholder instead of it. */
  readonly placeholders: number;
  /** Number of manual edits in its text. */
  readonly edits: number;
  /** Number of attempted batch phases that used it. */
  readonly runs: number;
  readonly done: number;
  /** Number of {@link runs} that were reviewed. */
  readonly reviewed: number;
  readonly findings: number;
  /** Rank by findings per reviewed run, fewest first; `null` below {@link MIN_RUNS}. */
  readonly rank: number | null;
};

/** Minimum number of reviewed runs for a rank. */
export const MIN_RUNS = 5;

/** Counts uses by component: ranked ones first, the others by kind and name. */
export function countUses(uses: readonly ComponentUse[]): ComponentRecord[] {
  const counted = new Map<string, Counts>();
  const of = ({ kind, file }: ComponentName) => {
    const known = counted.get(`${kind}/${file}`) ?? { kind, file, ...NOTHING };
    counted.set(`${kind}/${file}`, known);
    return known;
  };
  for (const use of uses) {
    if (use.in === 'framework') {
      for (const component of use.components) {
        const counts = of(component);
        counts.frameworks += 1;
        if (component.isPlaceholder) counts.placeholders += 1;
      }
      for (const component of use.edited ?? []) of(component).edits += 1;
      continue;
    }
    for (const component of use.components) {
      const counts = of(component);
      counts.runs += 1;
      if (use.isDone) counts.done += 1;
      if (use.findings !== null) counts.reviewed += 1;
      counts.findings += use.findings ?? 0;
    }
  }
  return ranked([...counted.values()]);
}

type Counts = { -readonly [Field in keyof Omit<ComponentRecord, 'rank'>]: ComponentRecord[Field] };

const NOTHING = { frameworks: 0, placeholders: 0, edits: 0, runs: 0, done: 0, reviewed: 0, findings: 0 };

function ranked(counts: readonly Counts[]): ComponentRecord[] {
  const byName = counts.toSorted((a, b) => (`${a.kind}/${a.file}` < `${b.kind}/${b.file}` ? -1 : 1));
  const rateOf = ({ findings, reviewed }: Counts) => findings / reviewed;
  const enough = byName.filter(({ reviewed }) => reviewed >= MIN_RUNS);
  const rates = enough.map(rateOf).sort((a, b) => a - b);
  return [
    ...enough
      .map((each) => ({ ...each, rank: rates.indexOf(rateOf(each)) + 1 }))
      .sort((a, b) => a.rank - b.rank),
    ...byName.filter(({ reviewed }) => reviewed < MIN_RUNS).map((each) => ({ ...each, rank: null })),
  ];
}
