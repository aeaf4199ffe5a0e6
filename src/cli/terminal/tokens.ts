import { printableLine } from '../../lib/index.ts';
import type { TokenShares } from '../../operations/index.ts';

/** About how long a prompt is, and what makes it so: `About 1,240 tokens: frame 900 (73 %), artifact 340 (27 %).` */
export function tokensText({ total, frame, inputs }: TokenShares): string {
  const share = (tokens: number) => `${count(tokens)} (${Math.round((100 * tokens) / Math.max(total, 1))} %)`;
  const parts = [
    `frame ${share(frame)}`,
    ...inputs.map(({ name, tokens }) => `${printableLine(name)} ${share(tokens)}`),
  ];
  return `About ${count(total)} tokens: ${parts.join(', ')}.\n`;
}

/** A number with its thousands set off. */
export function count(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}
