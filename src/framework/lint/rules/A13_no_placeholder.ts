import { PLACEHOLDER_MARK } from '../../library/index.ts';
import type { ComponentRule } from '../lint_rule.ts';
import { searchOnward } from '../search_onward.ts';

export const A13: ComponentRule = {
  id: 'A13',
  title: 'no placeholder',
  severity: 'error',
  applies: ['persona', 'protocol', 'constraint'],
  reason: 'A placeholder marks a missing part that decides how the work is done.',
  bad: `Your role is auditor.\n> **${PLACEHOLDER_MARK}: the rest is missing.**`,
  good: 'Your role is auditor. A TODO in the artifact is a finding.',
  check: ({ text }) => {
    const at = text.indexOf(PLACEHOLDER_MARK);
    const message = `It contains "${PLACEHOLDER_MARK}", a mark that this program uses for missing parts.`;
    return at < 0 ? [] : [{ at, message }];
  },
  checkComposition: ({ missing, files, components }) => {
    const places = files.map(({ file, text }) => ({ file, find: searchOnward(text) }));
    const unfinished = components
      .filter(({ text }) => text.includes(PLACEHOLDER_MARK))
      .map(({ kind, file, text }) => {
        const whole = places
          .map((place) => ({ file: place.file, at: place.find(text) }))
          .find(({ at }) => at >= 0);
        return {
          file: whole?.file ?? files[0]?.file ?? '00_PERSONA.md',
          at: whole === undefined ? 0 : whole.at + text.indexOf(PLACEHOLDER_MARK),
          severity: 'warning' as const,
          message: `The ${kind} ${file} is not written yet: it contains "${PLACEHOLDER_MARK}".`,
        };
      });
    const absent = missing.map((component) => {
      const mark = `${PLACEHOLDER_MARK}: the ${component.kind} \`${component.file}\``;
      let [file, at] = [files[0]?.file ?? '', 0];
      for (const place of places) {
        const found = place.find(mark);
        if (found < 0) continue;
        [file, at] = [place.file, found];
        break;
      }
      return {
        file,
        at,
        message: `No layer of the library has the ${component.kind} ${component.file}; it has only a placeholder.`,
        component,
        remedy: component.remedy,
      };
    });
    return [...unfinished, ...absent];
  },
};
