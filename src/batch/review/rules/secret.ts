import { createSecrets } from '../../../tape/index.ts';
import { withoutPlaceholders } from './placeholder.ts';
import { afterLines, type FileRule, seenAt } from './rule.ts';

/** What has the look of a key, by the one table of the program. It is never quoted. What only stands for one opens nothing. */
export const secret: FileRule = (file) => {
  const secrets = createSecrets();
  return file.hunks.flatMap((hunk) => {
    const added = afterLines(hunk).filter(({ isAdded, text }) => isAdded && file.isNew(text));
    const found = added.filter(({ text }) => secrets.find(withoutPlaceholders(text)) !== undefined);
    // A private key is several lines.
    const whole = secrets.find(withoutPlaceholders(added.map(({ text }) => text).join('\n')));
    const first =
      found.length > 0 || whole === undefined
        ? []
        : added.filter(({ text }) => /BEGIN .*PRIVATE KEY/u.test(text));
    return [...found, ...first].map((shown) => {
      const severity = file.isTest ? 'medium' : 'critical';
      const message = file.isTest
        ? 'This has the look of a key. If it opens anything, it has to be replaced by another one.'
        : 'This has the look of a key. Once it is merged, it has to be replaced by another one: history keeps it.';
      return seenAt(file, shown, { kind: 'secret', severity, message, isSecret: true });
    });
  });
};
