import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
// What writes settings listens to signals once, when it is loaded; here that is no business of an operation's.
import 'conf';
import { describe, expect, test } from 'vitest';
import {
  type CompletionEvent,
  type DoctorEvent,
  type InitEvent,
  neverAsks,
  reportCompletionScript,
  reportFindings,
  reportSetting,
  reportSettings,
  reportSettingsPath,
  type SettingChangeEvent,
  type SettingsEvent,
  type SettingsPathEvent,
  setSetting,
  startProject,
  unsetSetting,
} from '../../src/operations/index.ts';
import { contextIn, documentOf, kinds, withoutTerminal } from '../support/front_end.ts';
import { emptyFolder } from '../support/program.ts';
import { scriptedPort } from '../support/scripted_port.ts';

describe('a front end without a terminal', () => {
  withoutTerminal();

  test('begins a project, and writes nothing where only that is to be shown', async () => {
    const context = contextIn(emptyFolder());
    const map = join(context.cwd, 'goal_map.json');
    const dry = scriptedPort<InitEvent>();
    const planned = documentOf(await startProject(context, { minimal: true, dryRun: true }, dry.port), dry);
    expect([planned.dryRun, existsSync(map)]).toEqual([true, false]);
    const begun = scriptedPort<InitEvent>();
    const made = documentOf(await startProject(context, { minimal: true }, begun.port), begun);
    expect(made.files).toContainEqual({ file: './goal_map.json', status: 'created' });
    expect([kinds(begun.events), existsSync(map)]).toEqual([['begun'], true]);
  });

  test('keeps settings, and is asked for a key where it can hide one', async () => {
    const context = contextIn(emptyFolder());
    const kept = scriptedPort<SettingChangeEvent>();
    const model = { name: 'model', value: 'small' };
    documentOf(await setSetting(context, model, kept.port), kept);
    const told = scriptedPort<SettingsEvent>();
    const one = documentOf(await reportSetting(context, { name: 'model' }, told.port), told);
    expect(one.setting).toMatchObject({ name: 'model', value: 'small' });
    const all = documentOf(await reportSettings(context, told.port), told);
    expect(all.settings).toContainEqual(one.setting);

    const key = { name: 'apiKey' };
    const script = scriptedPort<SettingChangeEvent>();
    const secret = (value: string | null) => async () =>
      value === null ? ({ kind: 'closed' } as const) : ({ kind: 'answer', value } as const);
    const asked = await setSetting(context, key, { ...script.port, secret: secret('canary-key') });
    expect(JSON.stringify(documentOf(asked, script))).not.toContain('canary-key');
    const closed = await setSetting(context, key, { ...script.port, secret: secret(null) });
    expect(closed).toMatchObject({ cause: 'interrupted' });
    const refused = [
      await setSetting(context, key, neverAsks()),
      await setSetting(context, key, script.port),
      await setSetting(context, { name: 'model' }, script.port),
      await setSetting(context, { ...key, value: 'canary-key' }, script.port),
    ];
    expect(refused.map((each) => (each.ok ? '' : each.problems[0]?.code))).toEqual([
      ...['missing-value', 'missing-value', 'missing-value', 'secret-in-arguments'],
    ]);
    documentOf(await unsetSetting(context, { name: 'model' }, kept.port), kept);
    expect(kinds(kept.events)).toEqual(['kept', 'removed']);
    const path = scriptedPort<SettingsPathEvent>();
    const file = documentOf(await reportSettingsPath(context, path.port), path).path ?? '';
    expect(readFileSync(file, 'utf8')).toContain('canary-key');
    expect(await reportSetting(context, { name: 'none' }, neverAsks())).toMatchObject({ cause: 'usage' });
  });

  test('tells what works here, and what a shell is given', async () => {
    const context = contextIn(emptyFolder());
    const looked = scriptedPort<DoctorEvent>();
    const request = { offline: true, nodeVersion: 'v18.20.0' };
    const found = documentOf(await reportFindings(context, request, looked.port), looked);
    expect(found.problems.map(({ code }) => code)).toContain('doctor-node');
    const stopped = neverAsks<DoctorEvent>({ signal: AbortSignal.abort() });
    expect(await reportFindings(context, request, stopped)).toMatchObject({ cause: 'interrupted' });
    const shell = scriptedPort<CompletionEvent>();
    const completed = documentOf(await reportCompletionScript(context, { shell: 'fish' }, shell.port), shell);
    expect(completed.script).toContain('orchestrator');
    const absent = await reportCompletionScript(context, { shell: 'none' }, neverAsks());
    expect(absent).toMatchObject({ cause: 'environment', known: { shell: 'none' } });
  });
});
