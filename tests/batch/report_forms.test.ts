import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import { htmlReport, markdownReport, textReport } from '../../src/batch/report/formats/index.ts';
import { phaseFailed } from '../support/batch_events.ts';
import { phaseDone, runAtNoon } from '../support/batch_journal.ts';
import { manifestOf } from '../support/batch_manifest.ts';
import { hostileReport, UNSAFE } from '../support/hostile_report.ts';
import { attemptRed, gateGreen, reportOf } from '../support/report_facts.ts';
import { parseXml } from '../support/xml.ts';

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
