/** The result of a run without some parts; `ended` where time was up or it was cancelled. */
export type Asked = 'green' | 'red' | 'ended';

/** The final result for each part. */
export type Bisected<Part> = {
  /** Without it, a gate is red. */
  readonly proven: readonly Part[];
  /** Without it, alone or together with others of a group, every gate stays green. */
  readonly unproven: readonly (readonly Part[])[];
  readonly notTried: readonly Part[];
};

/**
 * Finds the parts that gates notice: removes groups; one whose removal leaves everything green is unproven as a whole, and one
 * that turns a gate red is halved down to single parts.
 */
export async function bisect<Part>(
  parts: readonly Part[],
  askWithout: (group: readonly Part[]) => Promise<Asked>,
): Promise<Bisected<Part>> {
  const proven: Part[] = [];
  const unproven: (readonly Part[])[] = [];
  const notTried: Part[] = [];
  const groups: (readonly Part[])[] = parts.length === 0 ? [] : [parts];
  let isEnded = false;
  for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
    const asked = isEnded ? 'ended' : await askWithout(group);
    if (asked === 'ended') {
      isEnded = true;
      notTried.push(...group);
    } else if (asked === 'green') unproven.push(group);
    else if (group.length === 1) proven.push(...group);
    else {
      const half = Math.ceil(group.length / 2);
      groups.push(group.slice(half), group.slice(0, half));
    }
  }
  return { proven, unproven, notTried };
}
