import { stringify } from 'yaml';
import type { PatternFile } from '../generated/pattern.ts';

/** The text of a pattern's file; reading it gives the same pattern. */
export function printPattern(pattern: PatternFile | Readonly<Record<string, unknown>>): string {
  return stringify(pattern, { lineWidth: 0, defaultStringType: 'PLAIN', aliasDuplicateObjects: false });
}

/** The contents of a pattern's file, without the place it was read from. */
export function patternFile(pattern: PatternFile): PatternFile {
  const { schema, id, name, description, domain, keywords, inputs, requirements, phases, issues } = pattern;
  return {
    ...{ schema, id, name, description, domain },
    ...(keywords && { keywords }),
    ...(inputs && { inputs }),
    ...(requirements && { requirements }),
    phases,
    ...(issues && { issues }),
  };
}
