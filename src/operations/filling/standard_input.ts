import type { Problem } from '../../diagnostics/index.ts';

/** What can ask for standard input. */
export type StandardInputFlags = { readonly set?: readonly string[]; readonly apiKeyFile?: string };

/** Whether a value or the key comes from standard input, so that nobody can be asked there. */
export function takesStandardInput(flags: StandardInputFlags): boolean {
  return flags.apiKeyFile === '-' || hasValueFromIt(flags);
}

/** What is wrong when a value and the key both ask for it: the first to read would leave the other nothing. */
export function standardInputClash(flags: StandardInputFlags): Problem<'input-taken-twice'>[] {
  if (flags.apiKeyFile !== '-' || !hasValueFromIt(flags)) return [];
  return [
    {
      severity: 'error',
      code: 'input-taken-twice',
      message: 'Both the key and a value ask for standard input.',
      hint: 'Give one of them from a file.',
    },
  ];
}

function hasValueFromIt({ set = [] }: StandardInputFlags): boolean {
  return set.some((given) => /^[^=]+=-$/u.test(given));
}
