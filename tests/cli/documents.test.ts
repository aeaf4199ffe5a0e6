import { describe, expect, test } from 'vitest';
import { CALLS, declared, place } from '../support/declared_calls.ts';
import { DOCUMENT_NAMES, documentFaults, FILE_NAMES } from '../support/documents.ts';
import { documentOf, ROOT, run } from '../support/program.ts';

/** The document that a command prints, where it is not called as the command is. */
const CALLED: Readonly<Record<string, string>> = {
  run: 'run-result',
  'batch run': 'batch-status',
  'batch watch': 'batch-report',
};

const nameOf = (words: string): string => `orchestrator.${CALLED[words] ?? words.replaceAll(' ', '-')}/1`;

describe('the --json document', () => {
  test('of every command that is declared has a schema, and there is no schema beside those', () => {
    expect(Object.keys(CALLS).toSorted()).toEqual(declared.toSorted());
    const names = new Set([...declared.map(nameOf), 'orchestrator.usage/1']);
    expect(DOCUMENT_NAMES.toSorted()).toEqual([...names].toSorted());
  });

  test('is called as no file format is', () => {
    expect(FILE_NAMES.length).toBeGreaterThan(8);
    expect(DOCUMENT_NAMES.filter((name) => FILE_NAMES.includes(name))).toEqual([]);
  });

  test('[promise:documents] of every command fits its schema, with what it is for, on failure, and with a wrong option', async () => {
    const { cwd, done, fresh, agent, server, env } = await place();
    const wrong: unknown[] = [];
    for (const [words, { good, bad }] of Object.entries(CALLS)) {
      const tries = [
        [good, true],
        [bad, false],
        ['--bogus', false],
      ] as const;
      await Promise.all(
        tries.map(async ([given, isGood]) => {
          const args = [
            ...words.split(' '),
            ...given.replace('AGENT', agent).split(' ').filter(Boolean),
            '--json',
          ];
          // What is learned from is done; what goes to CI was never run here.
          const ofCi = /^batch (?:export|attempt|import|submit)$/u.test(words) ? fresh : cwd;
          const ran = await run(args, { cwd: words === 'patterns learn' ? done : ofCi, env });
          const document = JSON.parse(ran.out) as Record<string, unknown>;
          const { schema, ok, problems } = document;
          const faults = documentFaults(document);
          // What a doctor finds depends on the machine.
          const isAsMeant = (words === 'doctor' && isGood) || (ok === isGood && (ran.code === 0) === isGood);
          if (faults !== '' || schema !== nameOf(words) || !isAsMeant)
            wrong.push({ command: args.join(' '), code: ran.code, schema, ok, faults, problems });
        }),
      );
    }
    expect(wrong).toEqual([]);
    await server.close();
  }, 600_000);

  test('of a group without a verb, and of no command at all, is that of usage', async () => {
    const cwd = ROOT;
    for (const args of [['batch'], ['batch', 'bogus'], ['plan'], ['bogus'], ['config', '--bogus']]) {
      const ran = await run([...args, '--json'], { cwd });
      expect([args, ran.code, documentOf(ran).schema]).toEqual([args, 2, 'orchestrator.usage/1']);
    }
  });
});
