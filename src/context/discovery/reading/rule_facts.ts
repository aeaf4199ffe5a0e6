import { firstFew } from '../../../lib/index.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';

/** A rule that a linter applies. */
export function ruleFact(tool: string, about: string, statement: string, path: string, line: number): Fact {
  return makeFact({
    kind: 'convention',
    about: `linter:${tool}:${about}`,
    statement,
    values: { tool, rules: about },
    evidence: [{ path, line }],
  });
}

/** Maximum number of names or rules reported from one list. */
export const MAX_LISTED = 12;

/**
 * The names as code, separated by commas; of a long list, the first ones and the number of the rest.
 *
 * @param longest - the most characters shown of one name
 */
export function listed(names: readonly string[], longest = 60, most = MAX_LISTED): string {
  return firstFew(names, most, (name) => `\`${plain(name, longest)}\``);
}
