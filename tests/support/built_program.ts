import { existsSync } from 'node:fs';
import { MAIN } from './program.ts';

/** Says at once, instead of in every test, that there is nothing to test. */
export default function setup(): void {
  if (!existsSync(MAIN)) throw new Error('The program is not built; run `npm run build` first.');
}
