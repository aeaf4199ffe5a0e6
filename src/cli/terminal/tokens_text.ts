import { printableLine, withThousands } from '../../lib/index.ts';
import type { TokenShares } from '../../operations/index.ts';

/** The approximate length of a prompt by part: `About 1,240 tokens: frame 900 (73 %), artifact 340 (27 %); left out: deadline.` */
export function tokensText({ total, frame, inputs }: TokenShares, leftOut: readonly string[] = []): string {
  const share = (tokens: number) =>
    `${withThousands(tokens)} (${Math.round((100 * tokens) / Math.max(total, 1))} %)`;
  const parts = [
    `frame ${share(frame)}`,
    ...inputs.map(({ name, tokens }) => `${printableLine(name)} ${share(tokens)}`),
  ];
  const left = leftOut.length === 0 ? '' : `; left out: ${leftOut.map(printableLine).join(', ')}`;
  return `About ${withThousands(total)} tokens: ${parts.join(', ')}${left}.\n`;
}
