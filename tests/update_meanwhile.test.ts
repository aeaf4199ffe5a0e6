import { describe, expect, test } from 'vitest';
import {
  applyUpdate,
  locateFramework,
  NO_CHANGES,
  NO_LOSSES,
  openWorkspace,
  type PlannedUpdate,
  planUpdate,
  readFramework,
} from '../src/operations/index.ts';
import { createContext } from '../src/runtime.ts';
import { LOCK, PERSONA, PROMPT, Project } from './support/frameworks.ts';
import { ROOT } from './support/program.ts';

const AUDITOR = 'components/personas/meticulous_auditor.txt';

async function planned(
  project: Project,
): Promise<{ plan: PlannedUpdate; apply: () => ReturnType<typeof applyUpdate> }> {
  const { cwd } = project;
  const context = createContext({ cwd, env: { HOME: cwd }, installation: ROOT });
  const workspace = await openWorkspace(context, {});
  const place = locateFramework(context, 'X');
  if (!workspace.ok || !place.ok) throw new Error('not found');
  const stored = await readFramework(context, place.value);
  if (!stored.ok) throw new Error('not read');
  const plan = await planUpdate(context, workspace.value, stored.value, {
    changes: NO_CHANGES,
    leave: NO_LOSSES,
  });
  if (!plan.ok) throw new Error('not planned');
  return { plan: plan.value, apply: () => applyUpdate(context, plan.value) };
}

describe('what somebody writes between reading and writing', () => {
  test.each([PERSONA, PROMPT, LOCK])('is not written over when it is in %s', async (file) => {
    const project = await Project.make();
    project.edit(AUDITOR, 'wastes a day', 'wastes a week');
    const { apply } = await planned(project);
    project.write(`output/X/${file}`, `${project.file(file)}\n`);
    const before = [PERSONA, PROMPT, LOCK].map((name) => project.file(name));
    expect(await apply()).toEqual({ ok: true, value: 'changed' });
    expect([PERSONA, PROMPT, LOCK].map((name) => project.file(name))).toEqual(before);
  });

  test('is not taken for lost where nobody wrote: the plan is carried out once', async () => {
    const project = await Project.make();
    project.edit(AUDITOR, 'wastes a day', 'wastes a week');
    const [first, second] = [await planned(project), await planned(project)];
    expect(first.plan.isStale).toBe(true);
    expect(await first.apply()).toEqual({ ok: true, value: 'written' });
    expect(await second.apply()).toEqual({ ok: true, value: 'changed' });
    expect(project.file(PERSONA)).toContain('wastes a week');
    expect(await (await planned(project)).apply()).toEqual({ ok: true, value: 'nothing' });
  });
});
