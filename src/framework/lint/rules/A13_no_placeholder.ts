import { PLACEHOLDER_MARK } from '../../library/index.ts';
import type { ComponentRule } from '../types.ts';

export const A13: ComponentRule = {
  id: 'A13',
  title: 'no placeholder',
  severity: 'error',
  applies: ['persona', 'protocol', 'constraint'],
  reason: 'A placeholder stands where a part is missing that decides how the work is done.',
  bad: `Your role is auditor.\n> **${PLACEHOLDER_MARK}: the rest is missing.**`,
  good: 'Your role is auditor. A TODO in the artifact is a finding.',
  check: ({ text }) => {
    const at = text.indexOf(PLACEHOLDER_MARK);
    const message = `It holds "${PLACEHOLDER_MARK}", one of the marks that this program uses for what is missing.`;
    return at < 0 ? [] : [{ at, message }];
  },
  checkComposition: ({ missing, files }) =>
    missing.map((component) => {
      const mark = `${PLACEHOLDER_MARK}: the ${component.kind} \`${component.file}\``;
      const file = files.find(({ text }) => text.includes(mark)) ?? files[0];
      return {
        file: file?.file ?? '',
        at: Math.max(0, file?.text.indexOf(mark) ?? 0),
        message: `No layer of the library has the ${component.kind} ${component.file}; a placeholder stands in its place.`,
        component,
      };
    }),
};
