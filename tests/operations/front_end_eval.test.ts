import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type BeginCaseEvent,
  beginCase,
  type EvalEvent,
  type EvalGoalsRequest,
  type ExampleEvent,
  evaluateGoals,
  neverAsks,
  tryExample,
} from '../../src/operations/index.ts';
import { evalProject, GOOD_CASE } from '../support/eval_project.ts';
import { modelEnvironment, startScriptedModel } from '../support/eval_server.ts';
import { contextIn, documentOf, kinds, withoutTerminal } from '../support/front_end.ts';
import type { ModelServer } from '../support/model_server.ts';
import { emptyFolder } from '../support/program.ts';
import { scriptedPort } from '../support/scripted_port.ts';

const WANTED: EvalGoalsRequest = { workspace: {}, goals: [], cases: 'cases' };

let servers: ModelServer[] = [];

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

/** A project with one case, and a model that answers and judges. */
async function evalContext() {
  const server = await startScriptedModel();
  servers.push(server);
  return { context: contextIn(evalProject(GOOD_CASE), modelEnvironment(server)), server };
}

const codesOf = ({ problems }: { readonly problems: readonly { readonly code: string }[] }) =>
  problems.map(({ code }) => code);

describe('an eval without a terminal', () => {
  withoutTerminal();

  test('asks a model, tells how far that is, and asks nobody for what is kept', async () => {
    const { context, server } = await evalContext();
    const first = scriptedPort<EvalEvent>();
    const done = documentOf(await evaluateGoals(context, WANTED, first.port), first);
    expect(done).toMatchObject({ ok: true, results: { open: 0, total: [{ against: 'plain', won: 1 }] } });
    const asking = first.events.filter((event) => event.kind === 'asking');
    expect(asking.at(-1)).toMatchObject({ answered: server.requests.length, open: 0 });
    expect([...new Set(kinds(first.events))]).toEqual(['asking', 'asked', 'concluded']);
    const again = scriptedPort<EvalEvent>();
    const same = documentOf(await evaluateGoals(context, { ...WANTED, gate: true }, again.port), again);
    expect([same.ok, kinds(again.events)]).toEqual([true, ['asked', 'concluded']]);
  });

  test('that is behind fails with its results', async () => {
    const { context } = await evalContext();
    const alone = scriptedPort<EvalEvent>();
    const request = { ...WANTED, arm: ['plain'], gate: true };
    const behind = await evaluateGoals(context, request, alone.port);
    expect(behind).toMatchObject({ ok: false, cause: 'problems', known: { results: { total: [] } } });
    expect(alone.events.at(-1)).toMatchObject({ kind: 'concluded', isCutShort: false });
    if (!behind.ok) expect(codesOf(behind)).toEqual(['not-judged']);
  });

  test('stopped before it began keeps nothing of the results back, and says so', async () => {
    const { context, server } = await evalContext();
    const told: EvalEvent[] = [];
    const port = neverAsks<EvalEvent>({
      signal: AbortSignal.abort(),
      show: (event) => void told.push(event),
    });
    const stopped = await evaluateGoals(context, WANTED, port);
    expect(stopped).toMatchObject({ ok: false, cause: 'interrupted', known: { results: {} } });
    expect(told.at(-1)).toMatchObject({ kind: 'concluded', isCutShort: true });
    expect(server.requests).toEqual([]);
  });

  test('says what it would send, and has prompts answered elsewhere', async () => {
    const context = contextIn(evalProject(GOOD_CASE));
    const dry = scriptedPort<EvalEvent>();
    const previewed = documentOf(await evaluateGoals(context, { ...WANTED, dryRun: true }, dry.port), dry);
    expect([kinds(dry.events), previewed.preview?.open]).toEqual([['previewed'], 2]);
    const out = scriptedPort<EvalEvent>();
    const folder = documentOf(await evaluateGoals(context, { ...WANTED, export: 'prompts' }, out.port), out);
    expect([kinds(out.events), folder.export?.waiting.length]).toEqual([['exported'], 2]);
    writeFileSync(join(context.cwd, 'prompts/001.answer.md'), 'It makes EIGHTY.\n');
    const back = scriptedPort<EvalEvent>();
    const { cases: _, ...others } = WANTED;
    const taken = documentOf(await evaluateGoals(context, { ...others, import: 'prompts' }, back.port), back);
    expect([kinds(back.events), taken.export]).toMatchObject([
      ['imported'],
      { taken: 1, waiting: ['002.answer.md'] },
    ]);
  });

  test.each([
    ['no cases', { ...WANTED, cases: undefined }, ['cases-not-given']],
    ['two ways at once', { ...WANTED, dryRun: true, export: 'prompts' }, ['eval-flags']],
    [
      'figures, all at once',
      { ...WANTED, runs: '0', budget: 'x', ablate: 'lines' },
      ['bad-number', 'bad-number', 'bad-ablate'],
    ],
    ['no model', WANTED, ['no-model']],
  ])('says what is wrong with a request: %s', async (_, { cases, ...others }, codes) => {
    const context = contextIn(evalProject(GOOD_CASE));
    const request = { ...others, ...(cases === undefined ? {} : { cases }) };
    const refused = await evaluateGoals(context, request, neverAsks());
    expect(refused.ok ? [] : codesOf(refused)).toEqual(codes);
    expect(existsSync(join(context.cwd, '.orchestrator'))).toBe(false);
  });

  test('has checks approved by a person, and does without them where nobody is there', async () => {
    const { context } = await evalContext();
    const check = join(context.cwd, 'cases/CHECK_TEXT/bill/check.sh');
    writeFileSync(check, '#!/bin/sh\necho passed 1 of 1\n');
    chmodSync(check, 0o755);
    const checkOf = (results: ReturnType<typeof documentOf<'orchestrator.goals-eval/1'>>['results']) =>
      results?.cases[0]?.answers[0]?.check?.passed;
    const alone = documentOf(await evaluateGoals(context, WANTED, neverAsks()), { left: () => [] });
    expect(codesOf(alone)).toContain('check-not-approved');
    const outcomes: unknown[] = [];
    for (const answer of ['no', 'once', 'yes'] as const) {
      const asked = scriptedPort<EvalEvent>(['Let them check answers?', answer]);
      const { results } = documentOf(await evaluateGoals(context, WANTED, asked.port), asked);
      expect(asked.events[0]).toMatchObject({ kind: 'checks', pending: [{ kind: 'check' }] });
      outcomes.push(checkOf(results));
    }
    expect(outcomes).toEqual([undefined, 1, 1]);
    // It is known now.
    const known = documentOf(await evaluateGoals(context, WANTED, neverAsks()), { left: () => [] });
    expect(checkOf(known.results)).toBe(1);
    writeFileSync(check, '#!/bin/sh\necho passed 0 of 1\n');
    const closed = scriptedPort<EvalEvent>(['Let them check answers?', null]);
    const ended = await evaluateGoals(context, WANTED, closed.port);
    expect([ended, kinds(closed.events)]).toMatchObject([{ cause: 'interrupted' }, ['checks']]);
  });

  test('begins a case, or shows what it would write', async () => {
    const context = contextIn(evalProject());
    const request = { workspace: {}, goal: 'CHECK_TEXT', name: 'bill', cases: 'cases' };
    const folder = join(context.cwd, 'cases/CHECK_TEXT/bill');
    const dry = scriptedPort<BeginCaseEvent>();
    const shown = documentOf(await beginCase(context, { ...request, dryRun: true }, dry.port), dry);
    expect([shown.dryRun, existsSync(folder)]).toEqual([true, false]);
    const made = scriptedPort<BeginCaseEvent>();
    const begun = documentOf(await beginCase(context, request, made.port), made);
    expect(begun.case?.files.map((file) => file.split('/')[0]).sort()).toEqual(
      expect.arrayContaining(readdirSync(folder)),
    );
    expect([kinds(dry.events), kinds(made.events)]).toEqual([['scaffold'], ['scaffold']]);
    const { cases: _, ...nowhere } = request;
    expect(await beginCase(context, { ...nowhere, dryRun: true }, neverAsks())).toMatchObject({
      cause: 'usage',
      known: { dryRun: true },
    });
  });
});

describe('the example without a terminal', () => {
  withoutTerminal();

  test('is copied, and its commands are run by whoever can, up to the one that fails', async () => {
    const context = contextIn(emptyFolder());
    const left = scriptedPort<ExampleEvent>();
    const called: string[] = [];
    const call = async (args: readonly string[], { userFolder }: { readonly userFolder: string | null }) => {
      called.push(`${args.slice(0, 2).join(' ')} ${userFolder}`);
      return { exitCode: called.length === 2 ? 4 : 0, said: 'once\nlast\u001b[31m\n' };
    };
    const copied = documentOf(
      await tryExample(context, { folder: 'one' }, { show: left.port.show, call }),
      left,
    );
    expect([copied.ok, called, kinds(left.events)]).toEqual([true, [], ['copied', 'ended']]);
    const ran = scriptedPort<ExampleEvent>();
    const stopped = documentOf(
      await tryExample(context, { folder: 'two', run: true }, { show: ran.port.show, call }),
      ran,
    );
    expect(called).toEqual(['batch generate null', 'batch run null']);
    expect(stopped.commands.map(({ exitCode }) => exitCode)).toEqual([0, 4, null]);
    expect(stopped.problems).toMatchObject([
      { code: 'example-stopped', message: expect.stringMatching(/ended with 4: once \/ last[^\u001b]*\.$/u) },
    ]);
    expect(kinds(ran.events)).toEqual(['copied', 'command', 'command', 'ended']);
    expect(ran.events.at(-1)).toMatchObject({ outcome: 'stopped' });
  });
});
