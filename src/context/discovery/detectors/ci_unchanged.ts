import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain, quoted } from '../plain_text.ts';
import { jobsIn, workflowsIn } from '../reading/ci_files.ts';
import type { YamlNode } from '../reading/yaml.ts';
import type { Sources } from '../sources.ts';

/** Steps of CI that fail if what was run before them has changed files: what is generated must be committed. */
export const ciUnchanged: Detector = {
  name: 'ci-unchanged',
  detect: (sources) =>
    workflowsIn(sources)
      .flatMap((path) => jobsIn(sources, path).flatMap(({ value }) => checksIn(sources, path, value)))
      .slice(0, MOST),
};

const MOST = 6;

/** A comparison with what is committed whose result counts. */
const COMPARES =
  /\bgit (?:-C \S+ |--no-pager )?(?:diff\s(?:[^|;&\n]{0,120}\s)?(?:--exit-code|--quiet)(?:\s[^|;&"\n]{0,80})?|status\s(?:[^|;&)"\n]{0,80}\s)?(?:--porcelain|-s|--short)(?:\s[^|;&)"\n]{0,80})?|diff-index\s[^|;&"\n]{0,120})/u;

/** A message to those whose change fails, with what to do. */
const ASKS = /\becho\s+["']([^"]{10,200}?)["']\s*(?:>&2)?\s*$/u;

const TO_DO = /\b(?:run|commit|regenerate|update|please)\b/iu;

function checksIn(sources: Sources, path: string, job: YamlNode): Fact[] {
  const steps = (job.key('steps')?.items() ?? []).slice(0, 40);
  // A job that commits what has changed checks nothing.
  if (
    steps.some(
      (step) => COMMITS.test(step.key('run')?.scalar ?? '') || PROPOSES.test(step.key('uses')?.scalar ?? ''),
    )
  )
    return [];
  return steps.flatMap((step, place): Fact[] => {
    const run = step.key('run');
    const lines = (run?.scalar ?? '').split('\n').map((line) => line.trim().slice(0, LONGEST));
    const at = lines.findIndex((line) => COMPARES.test(line));
    const call = COMPARES.exec(lines[at] ?? '')?.[0].trim();
    if (run === undefined || call === undefined || !fails(lines, at)) return [];
    const line = sources.read(path)?.lineOf(call, run.line) ?? run.line;
    const name = step.key('name')?.scalar;
    const before =
      lines.slice(0, at).findLast((each) => RUNS.test(each)) ??
      steps
        .slice(Math.max(0, place - 1), place)
        .map((each) => each.key('run')?.scalar?.trim() ?? '')
        .find((each) => RUNS.test(each) && !each.includes('\n'));
    const asked = lines.slice(at).flatMap((each) => {
      const said = ASKS.exec(each)?.[1];
      return said !== undefined && TO_DO.test(said) && !/\$[({\w]/u.test(said) ? [said] : [];
    })[0];
    return [
      makeFact({
        kind: 'ci',
        about: `unchanged:${path}:${line}`,
        statement: `In CI, ${name === undefined || name.includes('$') ? 'a step' : quoted(name, 80)} fails if files have changed${before === undefined ? '' : ` after \`${plain(before, 80)}\``} (\`${plain(call, 80)}\`)${asked === undefined ? '' : `, and says: ${quoted(asked, 160)}`}`,
        values: { call, ...(before === undefined ? {} : { run: before }) },
        evidence: [{ path, line }],
      }),
    ];
  });
}

const LONGEST = 400;

const COMMITS = /\bgit (?:commit|push)\b|\bgh pr create\b/u;
const PROPOSES = /create-pull-request|git-auto-commit|add-and-commit/iu;

/** A call of a program that may write files. */
const RUNS =
  /^(?!(?:if|then|else|fi|echo|set|export|git|cd|exit|#|case|test|\[|for|do|done)\b)[\w./-]+(?:\s[^|;&$`]{1,120})?$/u;

/** Whether the comparison ends the step with a failure: by itself, or by what follows it. */
function fails(lines: readonly string[], at: number): boolean {
  const own = lines[at] ?? '';
  if (/^(?:git|!?\s*\[|test)\b/u.test(own) && /diff|\|\||test|\[/u.test(own) && !/\|\|\s*true/u.test(own)) {
    if (/\bgit diff\b|diff-index/u.test(own) && !/^(?:if|!)/u.test(own)) return true;
  }
  return lines.slice(at, at + 12).some((line) => /\bexit [1-9]|\bfalse$/u.test(line));
}
