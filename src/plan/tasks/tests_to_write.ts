import type { UnitBody } from '../outline/unit_step.ts';
import type { Located, Phase } from '../plan.ts';
import { asksForTests } from '../words/test_words.ts';

/** Separates tests of a part that have to be written, which are steps, from its gates. */
export function testsToWrite(
  { fields }: Pick<UnitBody, 'fields'>,
  { gates }: Phase,
): { readonly steps: readonly Located<string>[]; readonly gates: Phase['gates'] } {
  const names = new Map(
    fields
      .filter(({ key }) => key === 'gates')
      .flatMap(({ name, items }) =>
        items.flatMap(({ lines }) => lines.map(({ line }) => [line, name] as const)),
      ),
  );
  const asks = ({ text, line }: Phase['gates'][number]) => asksForTests(text, names.get(line) ?? '');
  return {
    steps: gates.filter(asks).map(({ text, checked, line, column }) => ({
      value: checked ? `[x] ${text}` : text,
      line,
      column,
    })),
    gates: gates.filter((gate) => !asks(gate)),
  };
}
