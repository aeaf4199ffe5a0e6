import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DrawnBlock, type LiveContent, type Screen, showLive } from '../../../src/cli/terminal/live_block.ts';
import { PLAIN } from '../../../src/cli/terminal/palette.ts';
import { afterTest } from '../../support/after_test.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A screen that keeps every write, and a block of these lines on it. */
function drawn(lines: LiveContent['lines'], size = { columns: 20, rows: 10 }) {
  const writes: string[] = [];
  let resized: () => void = () => {};
  const screen: Screen = {
    columns: () => size.columns,
    rows: () => size.rows,
    write: (text) => void writes.push(text),
    onResize: (heard) => {
      resized = heard;
      return () => {
        resized = () => {};
      };
    },
  };
  const block = new DrawnBlock(screen, lines);
  afterTest(() => block.end());
  return { block, writes, size, resize: () => resized() };
}

const WHOLE = (text: string) => `\u001b[?7l${text}\u001b[?7h`;

test('a frame is one write that touches only the lines that changed', () => {
  let second = 'b';
  const { writes } = drawn(() => ['a', second]);
  expect(writes).toEqual(['\u001b[?25l', WHOLE('\ra\u001b[K\n\rb\u001b[K\n')]);
  vi.advanceTimersByTime(1000);
  expect(writes).toHaveLength(2);
  second = 'c';
  vi.advanceTimersByTime(100);
  expect(writes.slice(2)).toEqual([WHOLE('\u001b[2A\n\rc\u001b[K\n')]);
});

test('a block that shrinks leaves nothing below, and one that is too tall is cut', () => {
  let lines = ['a', 'b', 'c', 'd', 'e'];
  const { writes } = drawn(() => lines, { columns: 20, rows: 4 });
  expect(writes.at(-1)).toBe(WHOLE('\ra\u001b[K\n\rb\u001b[K\n\rc\u001b[K\n'));
  lines = ['a'];
  vi.advanceTimersByTime(100);
  expect(writes.at(-1)).toBe(WHOLE('\u001b[3A\n\u001b[J'));
});

test('what is told stays above the block; what is for plain output is not shown', () => {
  const { block, writes } = drawn(() => ['a']);
  block.printLine('plain');
  expect(writes).toHaveLength(2);
  block.printLine('failed', 'always');
  expect(writes.at(-1)).toBe(`\u001b[1A\r\u001b[Jfailed\n${WHOLE('\ra\u001b[K\n')}`);
});

test('when the terminal becomes narrower, the rows that its lines take by then are erased', () => {
  const { writes, size, resize } = drawn(({ width }) => ['x'.repeat(width)]);
  size.columns = 7;
  resize();
  expect(writes.at(-1)).toBe(`\u001b[3A\r\u001b[J${WHOLE('\rxxxxxxx\u001b[K\n')}`);
});

test('the end takes the block away and gives the cursor back, once, and nobody listens any more', () => {
  const listeners = () =>
    ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGCONT'].map((name) => process.listenerCount(name));
  const before = listeners();
  const { block, writes } = drawn(() => ['a']);
  expect(listeners()).toEqual(before.map((count) => count + 1));
  block.end();
  block.end();
  vi.advanceTimersByTime(1000);
  block.printLine('late', 'always');
  expect(writes.slice(2)).toEqual(['\u001b[1A\r\u001b[J\u001b[?25h']);
  expect(listeners()).toEqual(before);
});

test.each([
  ['a screen reader', { accessible: true, interactive: false, redraws: false }, 2],
  ['a person who has switched off what moves', { accessible: false, interactive: true, redraws: true }, 2],
  ['a pipe', { accessible: false, interactive: false, redraws: false }, 0],
])('%s gets lines, and a reminder every 30 s where a person waits', (_, kind, reminders) => {
  const said: string[] = [];
  const terminal = {
    ...kind,
    colours: PLAIN,
    say: (text: string) => void said.push(text),
  };
  const content = { lines: () => ['a'], summary: () => 'it stands so' };
  const live = showLive(terminal, content, { spinner: false });
  live.printLine('told');
  vi.advanceTimersByTime(61_000);
  live.end();
  vi.advanceTimersByTime(61_000);
  expect(said).toEqual(['told\n', ...Array<string>(reminders).fill('it stands so\n')]);
});
