/** Work to be scheduled: phases by their number, with the actual duration of each. */
export type Tasks = {
  readonly needs: readonly (readonly number[])[];
  readonly hours: readonly number[];
  /** No two phases with a file in common run at the same time. */
  readonly files: readonly (readonly string[])[];
  /** The place where a phase runs; any place with room where it is left out. */
  readonly places: readonly (string | undefined)[];
};

/** The length of a list schedule: whenever a slot is free, the phase with the highest priority that may start does so. */
export function listSchedule(
  { needs, hours, files, places }: Tasks,
  slots: Readonly<Record<string, number>>,
  priority: readonly number[],
): { readonly hours: number /** The most ready phases without a slot. */; readonly waiting: number } {
  const free = new Map(Object.entries(slots));
  const waits = needs.map((list) => list.length);
  const behind = needs.map(() => [] as number[]);
  for (const [phase, list] of needs.entries()) for (const need of list) behind[need]?.push(phase);
  const ready = [...needs.keys()].filter((phase) => waits[phase] === 0);
  const taken = new Set<string>();
  let running: { readonly phase: number; readonly at: string; readonly end: number }[] = [];
  let room = [...free.values()].reduce((sum, slots) => sum + slots, 0);
  let now = 0;
  let waiting = 0;
  const roomFor = (phase: number) =>
    places[phase] ?? [...free].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
  for (;;) {
    ready.sort((a, b) => (priority[b] ?? 0) - (priority[a] ?? 0) || a - b);
    for (const phase of [...ready]) {
      if (room === 0) break;
      const at = roomFor(phase);
      if ((free.get(at) ?? 0) <= 0 || files[phase]?.some((file) => taken.has(file))) continue;
      free.set(at, (free.get(at) ?? 0) - 1);
      room -= 1;
      for (const file of files[phase] ?? []) taken.add(file);
      ready.splice(ready.indexOf(phase), 1);
      running.push({ phase, at, end: now + (hours[phase] ?? 0) });
    }
    waiting = Math.max(waiting, ready.length);
    if (running.length === 0) return { hours: now, waiting };
    now = Math.min(...running.map(({ end }) => end));
    for (const { phase, at } of running.filter(({ end }) => end === now)) {
      free.set(at, (free.get(at) ?? 0) + 1);
      room += 1;
      for (const file of files[phase] ?? []) taken.delete(file);
      for (const next of behind[phase] ?? []) {
        waits[next] = (waits[next] ?? 0) - 1;
        if (waits[next] === 0) ready.push(next);
      }
    }
    running = running.filter(({ end }) => end > now);
  }
}

/** For each phase, the longest path from its start to the end. Phases come after those they need. */
export function longestPaths({ needs, hours }: Pick<Tasks, 'needs' | 'hours'>): number[] {
  const paths = [...hours];
  for (let phase = needs.length - 1; phase >= 0; phase--)
    for (const need of needs[phase] ?? [])
      paths[need] = Math.max(paths[need] ?? 0, (hours[need] ?? 0) + (paths[phase] ?? 0));
  return paths;
}

/** A lower bound for every schedule: the longest path, all work divided evenly, and that of each place divided by its slots. */
export function lowerBound(tasks: Tasks, slots: Readonly<Record<string, number>>): number {
  const work = (phases: readonly number[]) =>
    phases.reduce((sum, phase) => sum + (tasks.hours[phase] ?? 0), 0);
  const all = [...tasks.hours.keys()];
  const total = Object.values(slots).reduce((sum, count) => sum + count, 0);
  const own = Object.entries(slots).map(
    ([name, count]) => work(all.filter((phase) => tasks.places[phase] === name)) / count,
  );
  return Math.max(...longestPaths(tasks), work(all) / total, ...own);
}
