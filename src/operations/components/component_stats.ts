import type { ComponentName } from '../../framework/index.ts';

/** What happened once with components: in a framework, or in a phase of a batch. */
export type ComponentUse =
  | {
      readonly in: 'framework';
      readonly components: readonly (ComponentName & { readonly isPlaceholder: boolean })[];
      /** The component of each edit by hand, as often as it was edited; `null` where that cannot be told. */
      readonly edited: readonly ComponentName[] | null;
    }
  | {
      readonly in: 'phase';
      readonly components: readonly ComponentName[];
      readonly isDone: boolean;
      /** What a review found in its change; `null` where none was made. */
      readonly findings: number | null;
    };

/** What became of a component where it was used. */
export type ComponentRecord = ComponentName & {
  readonly frameworks: number;
  /** Frameworks that have a placeholder in its place. */
  readonly placeholders: number;
  /** Edits by hand in its text. */
  readonly edits: number;
  /** Phases of batches that were tried with it. */
  readonly runs: number;
  readonly done: number;
  /** Of {@link runs}, those with a review. */
  readonly reviewed: number;
  readonly findings: number;
  /** Its place by findings for each reviewed run, the fewest first; `null` on fewer than {@link LEAST_RUNS}. */
  readonly rank: number | null;
};

/** Nothing is ranked on fewer reviewed runs. */
export const LEAST_RUNS = 5;

/** Counts uses by component: those with a rank first, all others by kind and name. */
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
  const enough = byName.filter(({ reviewed }) => reviewed >= LEAST_RUNS);
  const rates = enough.map(rateOf).sort((a, b) => a - b);
  return [
    ...enough
      .map((each) => ({ ...each, rank: rates.indexOf(rateOf(each)) + 1 }))
      .sort((a, b) => a.rank - b.rank),
    ...byName.filter(({ reviewed }) => reviewed < LEAST_RUNS).map((each) => ({ ...each, rank: null })),
  ];
}
