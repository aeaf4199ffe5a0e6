import type { Problem } from '../diagnostics/index.ts';

/** That git did not do what it was asked, in its own words. Whatever was done before is kept, and gone on from. */
export function gitUnusable(why: string): Problem<'git-unusable'> {
  return {
    severity: 'error',
    code: 'git-unusable',
    message: `Git can't do this: ${why}`,
    hint: 'Mend that and run the same command again: it goes on from here.',
  };
}
