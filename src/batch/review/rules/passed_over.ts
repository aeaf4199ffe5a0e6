import { cannotFail } from '../../../plan/index.ts';
import { type ChangedFile, newLines, type Seen, seenAt } from './rule.ts';

/** Checks of scripts and of CI whose failure is ignored, and options that reduce what is checked. */
export function passedOver(file: ChangedFile): Seen[] {
  if (file.isProse || file.isFixture || file.isGenerated || !isCheckScript(file)) return [];
  return newLines(file).flatMap((shown) => {
    const finding = (severity: Seen['severity'], message: string) => [
      seenAt(file, shown, { kind: 'test-weakened', severity, message }),
    ];
    if (isIdleScript(file, shown.text))
      return finding('medium', 'This script is named like a check but cannot fail.');
    if (isForced(shown.text))
      return finding('medium', 'If this check fails, its caller continues as if it had passed.');
    return OPTIONS.flatMap(({ pattern, severity, message }) =>
      pattern.test(shown.text) ? finding(severity, message) : [],
    ).slice(0, 1);
  });
}

const OPTIONS = [
  {
    pattern: /\bcontinue-on-error:\s*true\b/u,
    severity: 'medium',
    message: 'If this step fails, CI continues as if it had passed.',
  },
  {
    pattern: /--passWithNoTests\b/u,
    severity: 'low',
    message: 'If no test is found, this check still passes.',
  },
  { pattern: /--no-verify\b/u, severity: 'low', message: 'Git hooks are skipped here.' },
] as const;

function isCheckScript({ path }: ChangedFile): boolean {
  return /(?:^|\/)(?:package\.json|Makefile|justfile|tox\.ini|\.gitlab-ci\.yml|Jenkinsfile)$|(?:^|\/)\.(?:github|circleci)\/|\.(?:sh|mk)$/u.test(
    path,
  );
}

/** Whether a script of `package.json` is named like a check and does nothing that can fail. */
function isIdleScript({ path }: ChangedFile, text: string): boolean {
  if (!/(?:^|\/)package\.json$/u.test(path)) return false;
  const [, script] =
    /"(?:pre|post)?(?:test|check|lint|verify|validate|types?|typecheck|e2e|ci)(?:[:_-][\w:-]+)?"\s*:\s*"((?:[^"\\]|\\.)*)"/u.exec(
      text,
    ) ?? [];
  const isAround = /"(?:pre|post)/u.test(text) && script !== undefined && !CHECK.test(script);
  return script !== undefined && !isAround && cannotFail(script.replace(/\\(.)/gu, '$1'));
}

/** Whether the failure of a check is ignored: that of the command right before `|| true`. */
function isForced(text: string): boolean {
  for (const { index } of text.matchAll(/\|\|\s*(?:true\b|:(?=[\s"']|$)|exit 0\b)/gu)) {
    const command =
      text
        .slice(0, index)
        .split(/&&|\|\||[;|&"'`(]/u)
        .at(-1)
        ?.trim() ?? '';
    const own = command.replace(/^(?:(?:- )?run:\s*|[@-]\s*|\w+=\S*\s+)+/u, '');
    if (CHECK.test(own) && !TIDIES.test(own)) return true;
  }
  return false;
}

const CHECK =
  /\b(?:test|tests|lint|check|verify|pytest|vitest|jest|tsc|eslint|mypy|ruff|clippy|typecheck)\b|\bgo (?:vet|build)\b|\bcargo build\b/u;

/** Matches preparation, cleanup, or a query of the state. */
const TIDIES =
  /^(?:sudo\s+)?(?:rm|rmdir|mkdir|kill|pkill|killall|docker|podman|cp|mv|ln|touch|echo|printf|cat|curl|wget|sleep|wait|git|cd|chmod|chown|find|ls|which|command|test|\[|export|source|tar|unzip|apt|apt-get|pip3?|brew|umount|systemctl|lsof|fuser|createdb|dropdb|psql|(?:npm|pnpm|yarn) (?:install|ci|add))(?:\s|$)/u;
