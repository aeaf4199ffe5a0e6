import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import reviewed from '../../schemas/reviewed.schema.json' with { type: 'json' };
import type { ReportDocument } from '../../src/batch/report/document/index.ts';
import {
  annotations,
  htmlReport,
  junitReport,
  markdownReport,
  rdjson,
  sarifReport,
  textReport,
} from '../../src/batch/report/formats/index.ts';
import type { BatchEvent, BatchManifest } from '../../src/batch/types.ts';
import { phaseFailed } from '../support/batch_events.ts';
import { phaseDone, runAtNoon } from '../support/batch_journal.ts';
import { manifestOf } from '../support/batch_manifest.ts';
import { attemptRed, gateGreen, HOSTILE, reportOf } from '../support/report_facts.ts';
import { sarifFaults } from '../support/sarif.ts';
import { parseXml } from '../support/xml.ts';

type Finding = ReportDocument['findings'][number];

/** A batch whose every text is hostile: one phase done, one failed, one waiting. */
function hostileReport(more: Partial<ReportDocument> = {}): ReportDocument {
  const plain = manifestOf({
    ids: ['1', '2', '3'],
    dependencies: [[], [], [1]],
    hours: [1, 1, 1],
    files: [[HOSTILE], [HOSTILE], [HOSTILE]],
  });
  const gates = [{ text: HOSTILE, command: HOSTILE }];
  const phases = plain.phases.map((phase) => ({ ...phase, title: HOSTILE, goal: HOSTILE, gates }));
  const manifest = { ...plain, title: HOSTILE, phases } as unknown as BatchManifest;
  const gate = { text: HOSTILE, command: HOSTILE, log: HOSTILE, flags: ['flaky'] };
  const [start, end, pinned, ...rest] = phaseDone('1', {
    from: 0,
    minutes: 1,
    gates: [gateGreen('1', 1, gate)],
  });
  const claimed = {
    event: 'claimed',
    phase: '1',
    attempt: 1,
    status: HOSTILE,
    summary: HOSTILE,
    tokens: 1,
    problems: [HOSTILE],
  };
  const red = attemptRed('2', 1, { from: 0, executor: HOSTILE }).map((event) =>
    event.event === 'gate-ended'
      ? { ...event, ...gate, flags: [] }
      : event.event === 'attempt-failed'
        ? { ...event, evidence: HOSTILE }
        : event,
  );
  const events = [
    runAtNoon(),
    start,
    end,
    claimed,
    { ...pinned, files: [HOSTILE, `${HOSTILE}2`] },
    ...rest,
    ...red,
    { ...phaseFailed('2'), reason: HOSTILE },
  ] as Partial<BatchEvent>[];
  const report = reportOf(manifest, events, {
    folder: HOSTILE,
    plan: {
      complexity: new Map([['1', HOSTILE]]),
      serves: new Map([['1', '1']]),
      requirement: [
        { number: 1, text: HOSTILE },
        { number: 2, text: HOSTILE },
      ],
    },
    review: {
      standing: 'current',
      score: 50,
      band: HOSTILE,
      dropped: 2,
      findings: [
        finding({
          kind: HOSTILE,
          file: HOSTILE,
          line: 3,
          endLine: 4,
          message: HOSTILE,
          quote: HOSTILE,
          by: HOSTILE,
        }),
      ],
    },
    problems: [{ severity: 'warning', code: 'x', message: HOSTILE, file: HOSTILE, hint: HOSTILE }],
  });
  return { ...report, ...more };
}

/** What a person copies is in every form that is read, whole, and once for each kind of command. */
test('how to let what a sandbox refused is in the reports for people', () => {
  const host = `${'a'.repeat(150)}.example:443`;
  const letting = (by: string, name: string) =>
    `To let it: config set sandbox.${by}-hosts ${'b'.repeat(600)}.${name}`;
  const refusals = (['agent', 'gate', 'setup', 'agent'] as const).map((by, place) => ({
    ...{ event: 'network-refused' as const, phase: '1', attempt: 1, by, host: `${place}${host}` },
    remedy: letting(by, `${place}.example`),
  }));
  const red = attemptRed('1', 1, { from: 0 });
  const report = reportOf(manifestOf({ ids: ['1'], dependencies: [[]], hours: [1], files: [['a']] }), [
    runAtNoon(),
    ...red.slice(0, 1),
    ...refusals,
    ...red.slice(1),
    { ...phaseFailed('1') },
  ] as Partial<BatchEvent>[]);
  for (const form of [textReport(report), markdownReport(report), htmlReport(report)]) {
    for (const [by, place] of [
      ['setup', 2],
      ['agent', 3],
      ['gate', 1],
    ] as const)
      expect(form.split(letting(by, `${place}.example`))).toHaveLength(2);
    expect(form).not.toContain(letting('agent', '0.example'));
    expect(form).toContain(`3${host} (agent)`);
  }
});

function finding(more: Partial<Finding> = {}): Finding {
  return {
    ...{
      id: 'aaaaaaaaaaaa',
      kind: 'todo',
      severity: 'high',
      file: 'src/a.ts',
      line: 1,
      endLine: null,
      message: 'Here.',
    },
    ...{ quote: null, phase: null, proof: 'verified', by: 'structural' },
    ...more,
  } as Finding;
}

const findings = (count: number, more: Partial<Finding> = {}) =>
  Array.from({ length: count }, (_, place) =>
    finding({ id: `${place}`, message: `Number ${place}.`, ...more }),
  );

/** What a terminal would obey, or what reorders text. */
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u;

describe('the page', () => {
  const page = htmlReport(hostileReport());

  test('[promise:report-html] needs nothing else, runs nothing, and holds no mark-up of anybody', () => {
    expect(page).not.toMatch(
      /<script|javascript:|\son\w+\s*=\s*["']|<(?:link|img|iframe|object|embed|base|form)\b|@import|url\(/iu,
    );
    expect(page).not.toMatch(/\b(?:src|srcset|action|data)=/u);
    // Nothing is linked but places on the page, and the one address is a name.
    expect([...page.matchAll(/href="([^"]*)"/gu)].filter(([, to]) => !to?.startsWith('#'))).toEqual([]);
    expect(page).toContain("default-src 'none'");
    expect(page).not.toContain('unsafe-inline');
    expect(page).not.toMatch(/\sstyle=/u);
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page).not.toMatch(UNSAFE);
    expect(page).not.toContain('<!--');
  });

  test('has no mark of a scale twice where all of it is short', () => {
    const report = hostileReport();
    const marks = (seconds: number) => {
      const { timeline } = report;
      if (timeline === null) throw new Error('no timeline');
      const drawn = htmlReport({ ...report, timeline: { ...timeline, seconds } });
      const texts = [...drawn.matchAll(/y="(\d+)" text-anchor="\w+">([^<]+)</gu)];
      return texts.filter(([, y]) => y !== '12').map(([, , words]) => words);
    };
    expect(marks(1)).toEqual(['0 s', '1 s']);
    expect(marks(400)).toHaveLength(5);
  });

  test('is well formed, with a heading for each section, and tables with heads', () => {
    const body = page.slice(page.indexOf('<body>')).replace('</html>', '').trim();
    const root = parseXml(
      `<?xml version="1.0" encoding="UTF-8"?>\n${body.replace(/<details([^>]*) open>/gu, '<details$1 open="">')}`,
    );
    expect(root.name).toBe('body');
    expect(page.match(/<h1>/gu)).toHaveLength(1);
    const levels = [...page.matchAll(/<h([1-6])[ >]/gu)].map(([, level]) => Number(level));
    expect(levels.every((level, place) => place === 0 || level <= (levels[place - 1] ?? 0) + 1)).toBe(true);
    const ids = [...page.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...page.matchAll(/href="#([^"]+)"/gu)].map(([, to]) => to);
    expect(targets.filter((to) => !ids.includes(to))).toEqual([]);
    for (const [table = ''] of page.matchAll(/<table>[\s\S]*?<\/table>/gu))
      expect(table).toContain('<th scope="col">');
  });

  test('[promise:report-large] of 1,000 phases is below 3 MB and takes less than 2 s of a processor', () => {
    const ids = Array.from({ length: 1000 }, (_, place) => `${place + 1}`);
    const manifest = manifestOf({
      ids,
      dependencies: ids.map((_, place) => (place < 10 ? [] : [place - 10, place - 7])),
      hours: ids.map(() => 2),
      files: ids.map((id) => [`src/part_${id}/index.ts`, `tests/part_${id}.test.ts`]),
    });
    const events = ids.flatMap((id, place) => [
      ...(place % 5 === 0 ? attemptRed(id, 1, { from: place }) : []),
      ...phaseDone(id, { from: place, minutes: 1, gates: [gateGreen(id, 1)] }).map((event) =>
        place % 5 === 0 && 'attempt' in event ? { ...event, attempt: 2 } : event,
      ),
    ]) as Partial<BatchEvent>[];
    const before = process.cpuUsage();
    const report = reportOf(manifest, [runAtNoon(), ...events]);
    const large = htmlReport(report);
    const { user, system } = process.cpuUsage(before);
    expect(report.counts.done).toBe(1000);
    expect(Buffer.byteLength(large)).toBeLessThan(3_000_000);
    expect(Buffer.byteLength(large)).toBeGreaterThan(500_000);
    expect((user + system) / 1e6).toBeLessThan(2);
    expect(Buffer.byteLength(markdownReport(report, { limit: 100_000 }))).toBeLessThanOrEqual(100_000);
    expect(markdownReport(report, { limit: 100_000 })).toContain('is left out here: it would be too long');
  });

  test('of many phases with much to say leaves some out and says how many; those that failed stay', () => {
    const whole = hostileReport();
    const [done, failed] = whole.phases;
    if (done === undefined || failed === undefined) throw new Error('no phases');
    const many = Array.from({ length: 1000 }, (_, place) => ({
      ...done,
      id: `d${place}`,
      goal: 'word '.repeat(100),
    }));
    const large = htmlReport({ ...whole, phases: [...many, { ...failed, id: 'the-failed-one' }] });
    expect(Buffer.byteLength(large)).toBeLessThan(3_000_000);
    const title = '日本語の題名'.repeat(12);
    const wide = htmlReport({ ...whole, phases: many.map((phase) => ({ ...phase, title, goal: title })) });
    expect(Buffer.byteLength(wide)).toBeLessThan(3_000_000);
    expect(large).toMatch(/[\d]+ phases of 1001 are left out here/u);
    expect(large).toContain('<strong>the-failed-one</strong>');
  });
});

describe('the Markdown', () => {
  const text = markdownReport(hostileReport());

  test('makes no mark-up, no link, no mention and no heading of what is not its own', () => {
    expect(text).not.toMatch(UNSAFE);
    // As a reader of Markdown sees it that takes HTML, and makes links of whatever looks like one.
    const html = new MarkdownIt({ html: true, linkify: true }).render(text);
    expect(html).not.toMatch(/<(?:script|a|img)\b/iu);
    expect(html.replace(/<code>[^<]*<\/code>/gu, '')).not.toContain('@you');
    expect(html.match(/<h1>/gu)).toHaveLength(1);
    expect(html.match(/<h3>/gu)).toHaveLength(2);
    const tables = [...html.matchAll(/<table>[\s\S]*?<\/table>/gu)].map(([table]) => table);
    for (const table of tables) {
      const cells = [...table.matchAll(/<tr>[\s\S]*?<\/tr>/gu)].map(
        ([row]) => row.match(/<t[hd]>/gu)?.length,
      );
      expect(new Set(cells).size).toBe(1);
    }
    expect(tables).toHaveLength(4);
  });

  test('has commands as they are, with their bars', () => {
    const report = reportOf(manifestOf({ ids: ['1'], dependencies: [[]], hours: [1], files: [['a']] }), [
      runAtNoon(),
      ...phaseDone('1', { from: 0, minutes: 1, gates: [gateGreen('1', 1)] }),
    ]);
    const command = 'npm test | grep -q ok';
    const phases = report.phases.map((phase) => ({
      ...phase,
      commit: 'a|b',
      statements: phase.statements.map((statement) =>
        statement.evidence === null
          ? statement
          : { ...statement, evidence: { ...statement.evidence, command } },
      ),
    }));
    const html = new MarkdownIt({ html: true }).render(markdownReport({ ...report, phases }));
    expect(html).toContain(`<code>${command}</code>`);
    expect(html).toContain('<td><code>a|b</code></td>');
  });
});

describe('the text', () => {
  test('is safe to print, and says first what needs somebody', () => {
    const text = textReport(hostileReport());
    expect(text).not.toMatch(UNSAFE);
    const phases = text.slice(text.indexOf('\nPhases\n')).split('\n');
    expect(phases[2]).toMatch(/^ {2}2 .*failed/u);
    for (const line of text.split('\n')) expect(line).not.toMatch(/^::error|^# heading/u);
  });
});

describe('SARIF', () => {
  const logOf = (report: ReportDocument) => JSON.parse(sarifReport(report));

  test('is as the standard has it, whatever the texts', () => {
    const log = logOf(hostileReport());
    expect(sarifFaults(log)).toEqual([]);
    expect(sarifFaults({ ...log, version: '2.0.0' })).not.toEqual([]);
    expect(sarifReport(hostileReport())).not.toMatch(UNSAFE);
    expect(sarifFaults(logOf(hostileReport({ findings: [] })))).toEqual([]);
  });

  test('has at most 5,000 results, the worst, and says what it leaves out', () => {
    const nowhere = [
      finding({ file: null }),
      finding({ file: '../out.ts' }),
      finding({ file: '/etc/passwd' }),
      finding({ file: 'file:x' }),
    ];
    const [run] = logOf(hostileReport({ findings: [...findings(5001), ...nowhere] })).runs;
    expect(run.results).toHaveLength(5000);
    const notes = run.invocations[0].toolExecutionNotifications.map(
      (note: { message: { text: string } }) => note.message.text,
    );
    expect(notes).toEqual([
      '4 findings without a place in the repository: orchestrator batch report 7 has them.',
      '1 finding beyond the first 5000 left out.',
    ]);
  });

  test('says of each kind of finding that there is what it is, as GitHub wants it', () => {
    const kinds: string[] = [
      ...JSON.stringify(reviewed).matchAll(/"kind":\{[^{}]*"enum":(\[[^\]]*"todo"[^\]]*\])/gu),
    ].flatMap(([, list = '[]']) => JSON.parse(list));
    expect(kinds.length).toBeGreaterThan(20);
    const own = [...kinds, 'phase-failed', 'requirement-uncovered', 'of-tomorrow'].map((kind, id) =>
      finding({ id: `${id}`, kind }),
    );
    const [run] = logOf(hostileReport({ findings: own })).runs;
    const { rules } = run.tool.driver;
    expect(rules).toHaveLength(own.length);
    const bare = rules.filter(({ shortDescription }: { shortDescription: { text: string } }) =>
      shortDescription.text.startsWith('A finding of'),
    );
    expect(bare.map(({ name }: { name: string }) => name)).toEqual(['of-tomorrow']);
    for (const { fullDescription, help } of rules) {
      expect(fullDescription.text.length).toBeLessThan(1024);
      expect(help.text).toContain('orchestrator batch report 7');
    }
  });

  test('has relative, escaped addresses, a level for each severity, and a fingerprint that stays', () => {
    const own = [
      finding({ id: 'one', file: 'src/a b/#1.ts', line: 3, endLine: 5, severity: 'critical' }),
      finding({ id: 'two', severity: 'medium', line: null }),
      finding({ id: 'three', severity: 'low', kind: 'secret' }),
    ];
    const [run] = logOf(hostileReport({ findings: own })).runs;
    expect(run.results.map(({ level }: { level: string }) => level)).toEqual(['error', 'warning', 'note']);
    expect(run.results[0]).toMatchObject({
      partialFingerprints: { 'orchestratorFindingId/v1': 'one' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'src/a%20b/%231.ts' },
            region: { startLine: 3, endLine: 5 },
          },
        },
      ],
    });
    expect(run.results[1].locations[0].physicalLocation).not.toHaveProperty('region');
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });
});

describe('JUnit XML', () => {
  test('is well formed and in the order that its schema wants, with counts that are so', () => {
    const root = parseXml(junitReport(hostileReport()));
    expect([root.name, root.attributes, root.children.length]).toEqual(['testsuites', {}, 3]);
    for (const suite of root.children) {
      const order = suite.children.map(({ name }) => name).join(' ');
      expect(order).toMatch(/^properties(?: testcase)+ system-out system-err$/u);
      expect(Object.keys(suite.attributes).sort()).toEqual([
        'errors',
        'failures',
        'hostname',
        'id',
        'name',
        'package',
        'skipped',
        'tests',
        'time',
        'timestamp',
      ]);
      expect(suite.attributes.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u);
      const cases = suite.children.filter(({ name }) => name === 'testcase');
      const of = (kind: string) => cases.filter(({ children }) => children[0]?.name === kind).length;
      const { tests, failures, errors, skipped } = suite.attributes;
      expect([tests, failures, errors, skipped]).toEqual(
        [cases.length, of('failure'), of('error'), of('skipped')].map(String),
      );
      for (const { attributes } of cases)
        expect(Object.keys(attributes)).toEqual(['name', 'classname', 'time']);
    }
    const [done, failed, waiting] = root.children;
    expect([done?.attributes.failures, failed?.attributes.failures, waiting?.attributes.skipped]).toEqual([
      '0',
      '1',
      '1',
    ]);
  });

  test('has a phase that failed before its gates as an error', () => {
    const manifest = manifestOf({ ids: ['1'], dependencies: [[]], hours: [1], files: [['a']] });
    const [start, end] = attemptRed('1', 1, { from: 0 });
    const gone = {
      event: 'attempt-failed',
      phase: '1',
      attempt: 1,
      reason: 'idle',
      evidence: 'x',
      fingerprint: 'x',
    };
    const events = [runAtNoon(), start, end, gone, phaseFailed('1')] as Partial<BatchEvent>[];
    const [suite] = parseXml(junitReport(reportOf(manifest, events))).children;
    expect(suite?.attributes).toMatchObject({ errors: '1', failures: '0' });
    expect(
      suite?.children.flatMap(({ children }) => children).find(({ name }) => name === 'error')?.attributes
        .type,
    ).toBe('idle');
  });
});

describe('annotations', () => {
  test('are at most ten of a kind, each on a line of its own, and the rest is told', () => {
    const many = [
      ...findings(14),
      ...findings(3, { severity: 'medium' }),
      ...findings(11, { severity: 'low', file: null }),
    ];
    const lines = annotations(hostileReport({ findings: many }))
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => /^::(\w+) /u.exec(line)?.[1] ?? line)).toEqual([
      ...Array.from({ length: 10 }, () => 'error'),
      ...Array.from({ length: 3 }, () => 'warning'),
      ...Array.from({ length: 10 }, () => 'notice'),
      '5 more findings in: orchestrator batch report 7',
    ]);
    expect(lines[0]).toBe('::error file=src/a.ts,line=1,title=todo::Number 0.');
    expect(lines[13]).toBe('::notice title=todo::Number 0.');
  });

  test('cannot be broken out of', () => {
    const hostile = annotations(hostileReport());
    expect(hostile.split('\n').filter((line) => line.startsWith('::error::x'))).toEqual([]);
    expect(hostile).toContain('%250A');
    expect(hostile).not.toMatch(UNSAFE);
    const odd = annotations(
      hostileReport({ findings: [finding({ file: 'a,line=9:b%.ts', message: '100%\nnext' })] }),
    );
    expect(odd).toContain('file=a%2Cline=9%3Ab%25.ts,line=1,title=todo::100%25%0Anext');
  });
});

describe('rdjson', () => {
  test('has the findings that have a place', () => {
    const own = [
      finding({ line: 3, endLine: 5 }),
      finding({ severity: 'low', line: null }),
      finding({ file: null }),
    ];
    expect(JSON.parse(rdjson(hostileReport({ findings: own })))).toEqual({
      source: { name: 'orchestrator' },
      diagnostics: [
        {
          message: 'Here.',
          location: { path: 'src/a.ts', range: { start: { line: 3 }, end: { line: 5 } } },
          severity: 'ERROR',
          code: { value: 'todo' },
        },
        { message: 'Here.', location: { path: 'src/a.ts' }, severity: 'INFO', code: { value: 'todo' } },
      ],
    });
  });
});
