import { describe, expect, test } from 'vitest';
import reviewed from '../../schemas/reviewed.schema.json' with { type: 'json' };
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import type { ReportDocument } from '../../src/batch/report/document/index.ts';
import { annotations, junitReport, rdjson, sarifReport } from '../../src/batch/report/formats/index.ts';
import { phaseFailed } from '../support/batch_events.ts';
import { runAtNoon } from '../support/batch_journal.ts';
import { manifestOf } from '../support/batch_manifest.ts';
import { finding, findings, hostileReport, UNSAFE } from '../support/hostile_report.ts';
import { attemptRed, reportOf } from '../support/report_facts.ts';
import { sarifFaults } from '../support/sarif.ts';
import { parseXml } from '../support/xml.ts';

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
      '4 findings without a place in the repository: see orchestrator batch report 7',
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
