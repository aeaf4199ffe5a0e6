import { createServer } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { type ModelEvent, toFailure } from '../../src/llm/index.ts';
import { CANARY, hurriedDependencies, modelAt, showsKey } from '../support/model.ts';
import { goodStream, type ModelServer, startModelServer } from '../support/model_server.ts';
import { IDLE, ROWS, type Row } from './fault_rows.ts';

type Line = {
  readonly row: Row;
  readonly requests: number;
  readonly ms: number;
  readonly outcome: string;
  readonly message: string;
};
const lines: Line[] = [];

for (const row of ROWS) {
  test(`fault: ${row.fault} → ${row.reason}`, async () => {
    const stranger = await startModelServer(null, [goodStream('I am not the one')]);
    const server = await serverFor(row, stranger);
    try {
      const dependencies = hurriedDependencies();
      const events: ModelEvent[] = [];
      const baseUrl = server?.baseUrl ?? (await addressOf(row));
      const isFar = baseUrl.includes('nowhere');
      const settings = { idleTimeoutMs: IDLE, ...(row.timeoutMs ? { timeoutMs: row.timeoutMs } : {}) };
      const model = modelAt(baseUrl, isFar ? { ...settings, apiKey: null } : settings, dependencies);
      const start = performance.now();
      const outcome = await model.ask(
        { messages: [{ role: 'user', content: 'Hello' }] },
        { signal: new AbortController().signal, onEvent: (one) => events.push(one) },
      );
      const ms = performance.now() - start;
      if (outcome.ok) throw new Error('It was taken for a good answer.');
      const { failure } = outcome;
      lines.push({
        row,
        requests: server?.requests.length ?? 0,
        ms,
        outcome: failure.reason,
        message: failure.message,
      });
      expect(failure.reason).toBe(row.reason);
      expect(failure.retryable).toBe(row.retryable);
      if (typeof row.message === 'string') expect(failure.message).toContain(row.message);
      else expect(failure.message).toMatch(row.message);
      expect(failure.remedy).toMatch(/^[A-Z].{5,}[.]$/u);
      expect(server?.requests.length ?? 0).toBe(row.requests);
      expect(ms).toBeLessThan(row.withinMs);
      for (const wait of dependencies.waits) {
        expect(wait).toBeGreaterThanOrEqual(row.waits?.[0] ?? 500);
        expect(wait).toBeLessThanOrEqual(row.waits?.[1] ?? 60_000);
      }
      expect(server?.complaints ?? []).toEqual([]);
      expect(stranger.requests).toEqual([]);
      const shown = JSON.stringify([failure, events, toFailure(failure)]);
      expect(showsKey(shown)).toBe(false);
      expect(events.filter(({ type }) => type === 'try-failed')).toHaveLength(failure.tries);
    } finally {
      await Promise.all([server?.close(), stranger.close()]);
    }
  });
}

afterAll(() => {
  const order = new Map(ROWS.map((row, index) => [row.fault, index]));
  lines.sort((a, b) => (order.get(a.row.fault) ?? 0) - (order.get(b.row.fault) ?? 0));
  const cells = lines.map(({ row, requests, ms, outcome, message }) => [
    row.fault,
    String(requests),
    `${Math.round(ms)}`,
    `${row.withinMs}`,
    outcome,
    row.retryable ? 'yes' : 'no',
    message.replace(/127[.]0[.]0[.]1:\d+/gu, '127.0.0.1:PORT'),
  ]);
  const table = [['fault', 'requests', 'ms', 'bound', 'outcome', 'again?', 'message'], ...cells];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const text = table.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  process.stdout.write(`\n${text.join('\n')}\n\n`);
});

async function serverFor({ reply }: Row, stranger: ModelServer): Promise<ModelServer | undefined> {
  if (typeof reply === 'function') return startModelServer(CANARY, [reply(stranger.origin)]);
  return 'address' in reply ? undefined : startModelServer(CANARY, [reply]);
}

async function addressOf({ reply }: Row): Promise<string> {
  if (typeof reply === 'object' && 'address' in reply && reply.address !== 'closed') return reply.address;
  return `http://127.0.0.1:${await freePort()}/v1`;
}

/** A port that nothing listens on, because it was closed just now. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
