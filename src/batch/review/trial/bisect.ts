/** How asking without some parts came out; `ended` where time was over or it was called off. */
export type Asked = 'green' | 'red' | 'ended';

/** What is known of each part in the end. */
export type Bisected<Part> = {
  /** Without it, a gate is red. */
  readonly proven: readonly Part[];
  /** Without it, alone or together with others of a group, every gate stays green. */
  readonly unproven: readonly (readonly Part[])[];
  readonly notTried: readonly Part[];
};

/**
 * Finds the parts that gates notice: groups are taken out, one whose removal leaves everything green is unproven as a whole, and one that
 * turns red is halved until single parts are left.
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
