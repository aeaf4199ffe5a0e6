import type { Problem } from '../../diagnostics/index.ts';

/** The flags that can read standard input. */
export type StandardInputFlags = { readonly set?: readonly string[]; readonly apiKeyFile?: string };

/** Whether a value or the key is read from standard input, so that nobody can be asked there. */
export function takesStandardInput(flags: StandardInputFlags): boolean {
  return flags.apiKeyFile === '-' || hasValueFromIt(flags);
}

/** The problem when both a value and the key are read from standard input: the first would leave nothing for the other. */
export function standardInputClash(flags: StandardInputFlags): Problem<'input-taken-twice'>[] {
  if (flags.apiKeyFile !== '-' || !hasValueFromIt(flags)) return [];
  return [
    {
      severity: 'error',
      code: 'input-taken-twice',
      message: 'Both the key and a value read standard input.',
      hint: 'Read one of them from a file.',
    },
  ];
}

function hasValueFromIt({ set = [] }: StandardInputFlags): boolean {
  return set.some((given) => /^[^=]+=-$/u.test(given));
}
