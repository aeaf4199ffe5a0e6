import { isPlainComment } from '../comments.ts';
import { afterLines, type FileRule, isReadable, type Seen, type ShownLine, seenAt } from './rule.ts';

/** Code that was commented out instead of removed: two or more consecutive lines. */
export const commentedOut: FileRule = (file) => {
  const { language, isProse, isFixture, isGenerated } = file;
  if (language === undefined || isProse || isFixture || isGenerated) return [];
  return file.hunks.flatMap((hunk) => {
    const found: Seen[] = [];
    let run: ShownLine[] = [];
    const end = () => {
      if (run.some(({ text }) => EXAMPLE.test(text))) run = [];
      const code = run.filter(({ text }) => isCode(text.trim().replace(/^(?:\/\/+|#+)\s*/u, '')));
      const [first, last] = [run[0], run.at(-1)];
      if (code.length >= 2 && code.length * 3 >= run.length * 2 && first && last) {
        const message = `${run.length} lines of code are commented out.`;
        found.push(
          seenAt(file, first, { kind: 'commented-out', severity: 'low', message, endLine: last.line }),
        );
      }
      run = [];
    };
    for (const shown of afterLines(hunk)) {
      if (
        shown.isAdded &&
        isReadable(shown.text) &&
        isPlainComment(shown.text, language) &&
        file.isNew(shown.text)
      )
        run.push(shown);
      else end();
    }
    end();
    return found;
  });
};

/** Matches a comment above code that shows how something is used. */
const EXAMPLE = /^\s*(?:\/\/+|#+)\s*(?:usage|examples?|for example|e\.g\.|such as|as in)\b[^=(]*:\s*$/iu;

/** Whether a line reads as code and not as a sentence. */
function isCode(text: string): boolean {
  if (/^(?:https?:|eslint|biome|@|e\.g\.|example)/iu.test(text)) return false;
  return (
    /[;{}]\s*$/u.test(text) ||
    /^(?:(?:if|for|while|switch|elif|unless|until|with|async|class|except|catch)\b.*|else|try|finally)[:{]\s*$/u.test(
      text,
    ) ||
    /^(?:raise|throw|yield|await|assert|delete|del)\s+\S+(?:\(.*\)|\s*(?:==|!=|[<>]=?|\bis\b).*)?$/u.test(
      text,
    ) ||
    /^(?:pass|break|continue|end)$/u.test(text) ||
    /^(?:return|const|let|var|def|import|from \S+ import|func|fn|puts|print)\b[^.]*[=()[\]{};:'"]/u.test(
      text,
    ) ||
    /^[\w.$[\]'"]+\s*(?:[+\-*/|&]?=|:=)\s*\S/u.test(text) ||
    /^[\w.$]+\([^)]*\)\s*$/u.test(text)
  );
}
