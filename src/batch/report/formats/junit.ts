import type { ReportDocument, ReportPhase, ReportStatement } from '../document/index.ts';
import { boundedLine, boundedText } from './bounded_text.ts';
import { statementWords } from './words.ts';

/**
 * The gates of a batch as JUnit XML, as CI servers read it: a suite for each phase, a case for each of its checks. A gate that no
 * program can run is skipped, as are all checks of a phase that was not tried; a phase that failed before its gates is an error.
 */
export function junitReport(report: ReportDocument): string {
  const suites = report.phases.map((phase, place) => suite(phase, place, report));
  // The strictest schema of this format allows no attributes on the outermost element.
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

type Case = { readonly xml: string; readonly outcome: 'passed' | 'failure' | 'error' | 'skipped' };

function suite(
  phase: ReportPhase,
  place: number,
  { batch, title: whole, timeline, asOf }: ReportDocument,
): string {
  const cases = casesOf(phase);
  const count = (outcome: Case['outcome']) => cases.filter((each) => each.outcome === outcome).length;
  const counts = {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
  const { id, prp, title, workSeconds, state, commit } = phase;
  const at = timeline?.runs[0]?.startedAt ?? asOf ?? '1970-01-01T00:00:00Z';
  const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/u.exec(at)?.[0] ?? '1970-01-01T00:00:00';
  const properties = [
    ['batch', `${batch} ${whole ?? ''}`],
    ['phase', id],
    ['prp', prp],
    ['state', state],
    ...(commit === null ? [] : [['commit', commit]]),
  ].map(
    ([name = '', value = '']) => `      <property name="${attribute(name)}" value="${attribute(value)}"/>\n`,
  );
  return [
    `  <testsuite name="${attribute(`${prp} ${title}`)}" id="${place}" package="batch-${batch}" hostname="localhost" timestamp="${moment}" tests="${counts.tests}" failures="${counts.failures}" errors="${counts.errors}" skipped="${counts.skipped}" time="${seconds(workSeconds)}">\n`,
    `    <properties>\n${properties.join('')}    </properties>\n`,
    ...cases.map((each) => each.xml),
    '    <system-out/>\n    <system-err/>\n  </testsuite>\n',
  ].join('');
}

function casesOf(phase: ReportPhase): Case[] {
  const { id, prp, state, reason } = phase;
  const className = `${prp}.${id}`;
  const checks = phase.statements.filter(({ proof, evidence, why }) =>
    proof === 'verified'
      ? evidence?.commit !== phase.commit || evidence?.command !== null || evidence?.log !== null
      : proof === 'unverifiable' && why !== null,
  );
  const cases = checks.map((statement) => checkCase(statement, className));
  if (state === 'done' && cases.length > 0) return cases;
  if (state === 'done') return [testCase({ name: 'is merged', className })];
  if (state === 'failed') {
    if (cases.some(({ outcome }) => outcome === 'failure')) return cases;
    const last = phase.attempts.at(-1)?.cause ?? reason ?? 'It failed.';
    return [
      ...cases,
      testCase({
        name: 'is done',
        className,
        tag: 'error',
        message: reason ?? last,
        type: phase.attempts.at(-1)?.kind ?? 'failed',
        body: last,
      }),
    ];
  }
  return [
    ...cases,
    testCase({ name: 'is done', className, tag: 'skipped', message: reason ?? `it is ${state}` }),
  ];
}

function checkCase(statement: ReportStatement, className: string): Case {
  const { proof, holds, why, evidence } = statement;
  const words = statementWords(statement);
  const name = evidence?.command == null ? words : `${words} (${evidence.command})`;
  const time = evidence?.seconds ?? 0;
  if (proof === 'unverifiable')
    return testCase({ name, className, tag: 'skipped', message: why ?? 'unverifiable' });
  if (holds === true) return testCase({ name, className, time });
  const body = [
    ...(evidence?.command == null ? [] : [`command: ${evidence.command}`]),
    ...(evidence?.log == null ? [] : [`log: ${evidence.log}`]),
    ...(evidence?.sha256 == null ? [] : [`sha256: ${evidence.sha256}`]),
    ...(evidence?.commit == null ? [] : [`commit: ${evidence.commit}`]),
  ].join('\n');
  return testCase({ name, className, time, tag: 'failure', message: why ?? 'red', type: 'gate', body });
}

function testCase({
  name,
  className,
  time = 0,
  tag,
  message = '',
  type = '',
  body = '',
}: {
  readonly name: string;
  readonly className: string;
  readonly time?: number;
  readonly tag?: 'failure' | 'error' | 'skipped';
  readonly message?: string;
  readonly type?: string;
  readonly body?: string;
}): Case {
  const open = `    <testcase name="${attribute(name)}" classname="${attribute(className)}" time="${seconds(time)}"`;
  if (tag === undefined) return { xml: `${open}/>\n`, outcome: 'passed' };
  const inner =
    tag === 'skipped'
      ? `<skipped message="${attribute(message)}"/>`
      : `<${tag} message="${attribute(message)}" type="${attribute(type)}">${content(body)}</${tag}>`;
  return { xml: `${open}>\n      ${inner}\n    </testcase>\n`, outcome: tag };
}

function seconds(value: number): string {
  return Math.max(0, value).toFixed(3);
}

function attribute(text: string): string {
  return escaped(boundedLine(text));
}

function content(text: string): string {
  return escaped(boundedText(text, 4000));
}

/** Characters that XML 1.0 forbids were removed before: control characters and lone surrogates. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
}
