import { describe, expect, test } from 'vitest';
import type { Project } from '../../../src/context/index.ts';
import type { Model, ModelFailure } from '../../../src/llm/index.ts';
import type { Ask } from '../../../src/llm/port.ts';
import { askStructured } from '../../../src/llm/structured.ts';
import {
  askForDraft,
  composeDraft,
  type DraftOutcome,
  draftRequest,
  splitRequirement,
} from '../../../src/plan/index.ts';
import { type AnsweredPhase, answeredPhase } from '../../support/draft.ts';
import { planOf } from '../../support/plan.ts';

const PROJECT: Project = {
  has: (path) =>
    ({ src: 'folder', 'src/app.js': 'file', 'app/[id]/page.js': 'file' })[path] as 'file' | undefined,
  npmPackage: (folder) =>
    folder === '.' ? { scripts: new Set(['test']), dependencies: new Set() } : undefined,
  makeTargets: () => undefined,
  hasLocalProgram: () => false,
  hasProgram: (name) => name === 'npm',
};

const FAILED: ModelFailure = {
  reason: 'stalled',
  retryable: true,
  tries: 1,
  message: 'It stood still.',
  remedy: 'Wait.',
};

/** A model that gives these answers one after the other, and fails after the last; keeps the problems that each was found to have. */
function modelThatSays(...answers: readonly unknown[]): Model & { readonly told: string[][] } {
  const told: string[][] = [];
  const left = [...answers];
  const ask: Ask = async () => {
    if (left.length === 0) return { ok: false, failure: FAILED };
    const text = JSON.stringify(left.shift());
    return { ok: true, value: { text, model: 'm', finish: 'stop', usage: null, tries: 0 } };
  };
  return {
    told,
    ask: () => Promise.reject(new Error('not asked')),
    ping: () => Promise.reject(new Error('not asked')),
    askStructured: (request, options) =>
      askStructured(ask, request, {
        ...options,
        validate(data) {
          const checked = options.validate(data);
          told.push([...checked.problems]);
          return checked;
        },
      }),
  };
}

function answer(...phases: readonly AnsweredPhase[]) {
  return { questions: [], title: 'Title', phases };
}

async function ask(
  model: Model,
  {
    requirement = 'Add a page. Test it.',
    mayAskBack = false,
    plan = undefined,
  }: { requirement?: string; mayAskBack?: boolean; plan?: string | undefined } = {},
): Promise<DraftOutcome> {
  const brief = {
    requirement: splitRequirement(requirement),
    goals: [],
    files: ['src/app.js', 'src/deep/one.test.js'],
    manifests: [],
    instructions: [],
    earlierPlans: [],
    revised: plan === undefined ? undefined : planOf(plan),
  };
  const request = draftRequest(brief, 10_000);
  if (request === undefined) throw new Error('It does not fit.');
  const facts = { project: PROJECT, files: brief.files, goals: ['TRY_IT'], requirement: brief.requirement };
  return askForDraft(
    model,
    { request, facts, revised: brief.revised, mayAskBack },
    { signal: new AbortController().signal },
  );
}

/** What is said of a first answer that is one phase with something changed. */
async function toldOf(more: Partial<AnsweredPhase>): Promise<string[]> {
  const model = modelThatSays(answer(answeredPhase('1', { requirementLines: [1, 2], ...more })));
  await ask(model);
  return model.told[0] ?? [];
}

const gate = (command: string) => [{ text: 'It holds', command }];
const file = (path: string, isNew = false) => [{ path, isNew }];

describe('what a draft is held to', () => {
  test.each<[string, Partial<AnsweredPhase>, readonly string[]]>([
    ['nothing is wrong', {}, []],
    ['a file that is there', { files: file('src/app.js') }, []],
    ['a folder that is there', { files: file('src/') }, []],
    ['a name with brackets that is there', { files: file('app/[id]/page.js') }, []],
    ['a glob that finds something', { files: file('src/**/*.test.js') }, []],
    [
      'a glob that finds nothing',
      { files: file('src/**/*.py') },
      ['names src/**/*.py, which does not exist'],
    ],
    [
      'a file that is not there',
      { files: file('src/none.js') },
      ['/phases/0: Phase 1 (Part 1) names src/none.js'],
    ],
    ['a file outside', { files: file('../../etc/passwd') }, ["leads out of the project's folder"]],
    [
      'no line of the requirement',
      { requirementLines: [] },
      ['does not say which lines of the requirement', 'serves line 1', 'serves line 2'],
    ],
    [
      'only one line',
      { requirementLines: [1] },
      ['/phases: No phase serves line 2 of the requirement: Test it.'],
    ],
    [
      'a line that is not there',
      { requirementLines: [1, 2, 3] },
      ['serves line 3 of the requirement, which ends at line 2'],
    ],
    ['more than a day', { hours: 9 }, ['/phases/0/hours: must be <= 8', 'more than a day']],
    ['no hours', { hours: 0 }, ['/phases/0/hours: must be > 0', 'hours']],
    ['no gates', { gates: [] }, ['/phases/0/gates: must NOT have fewer than 1 items', 'gate']],
    ['a gate without a command', { gates: gate('') }, ['has no command']],
    ['a command of two lines', { gates: gate('npm test\nrm -rf x') }, ['has no command']],
    ['a gate that cannot fail', { gates: gate('npm test || true') }, ['fail']],
    ['a command in back ticks', { gates: gate('`npm test`') }, []],
    [
      'a script that is not there',
      { gates: gate('npm run e2e') },
      ['the script "e2e" in package.json, which does not exist here'],
    ],
    [
      'a program that is not there',
      { gates: gate('pytest') },
      ['the program "pytest", which does not exist here'],
    ],
    ['a goal that is not there', { workflow: 'NOBODY' }, ['NOBODY']],
    ['no goal', { workflow: null }, []],
    ['an empty text for no goal', { workflow: ' ' }, []],
    ['itself as dependency', { dependencies: ['1'] }, ['itself']],
    ['a dependency on nobody', { dependencies: ['Phase 4'] }, ['No phase is called "Phase 4"']],
    ['no goal in words', { goal: '' }, ['goal']],
  ])('%s', async (_, more, expected) => {
    const told = await toldOf(more);
    expect(told).toHaveLength(expected.length);
    for (const part of expected) expect(told.join('\n')).toContain(part);
  });

  test('what is left empty makes no empty field', async () => {
    const outcome = await ask(
      modelThatSays(answer(answeredPhase('1', { workflow: '', requirementLines: [1, 2] }))),
    );
    expect(JSON.stringify(outcome)).not.toContain('Workflow');
    expect(outcome).toMatchObject({ kind: 'draft' });
  });

  test('two phases with one number are told apart by nobody', async () => {
    const model = modelThatSays(
      answer(answeredPhase('1', { requirementLines: [1, 2] }), answeredPhase('1', { title: 'B' })),
    );
    await ask(model);
    expect(model.told[0]?.join('\n')).toMatch(/\/phases\/0: .*Phase 1/u);
  });

  test.each([
    ['no object', 'text', '(root): must be object'],
    [
      'a field that is not there',
      { questions: [], title: 'T' },
      "(root): must have required property 'phases'",
    ],
    ['a field too many', { ...answer(), more: 1 }, '(root): must NOT have additional properties: "more"'],
    [
      'a complexity of its own',
      answer(answeredPhase('1', { complexity: 'epic' })),
      '["low","medium","high"]',
    ],
    ['a number that is none', answer(answeredPhase('Phase 1')), '/phases/0/id: must match pattern'],
    ['no phases', answer(), '/phases: there must be one at least'],
    ['questions where nobody answers', { ...answer(), questions: ['Why?'] }, 'nobody can answer questions'],
  ])('%s is no plan', async (_, said, problem) => {
    const model = modelThatSays(said);
    expect(await ask(model)).toEqual({ kind: 'none', failure: FAILED });
    expect(model.told[0]?.join('\n')).toContain(problem);
  });
});

describe('what comes of the rounds', () => {
  const good = answer(answeredPhase('1', { requirementLines: [1, 2] }));
  const warned = answer(answeredPhase('1', { requirementLines: [1] }));
  const wrong = answer(
    answeredPhase('1', { requirementLines: [1, 2], dependencies: ['9'], gates: gate('pytest') }),
  );

  test('a good answer ends them', async () => {
    const outcome = await ask(modelThatSays(wrong, good, wrong));
    expect(outcome).toMatchObject({
      kind: 'draft',
      model: 'm',
      repairs: 1,
      failure: undefined,
      draft: { title: 'Title' },
    });
    expect(outcome.kind === 'draft' && outcome.draft.judged.problems).toEqual([]);
  });

  test('there are three, and the one with the fewest errors is kept, the later one among equals', async () => {
    const model = modelThatSays(wrong, warned, wrong, good);
    const outcome = await ask(model);
    expect(model.told).toHaveLength(3);
    expect(outcome).toMatchObject({
      kind: 'draft',
      model: undefined,
      repairs: 2,
      failure: { reason: 'malformed' },
    });
    expect(outcome.kind === 'draft' && outcome.draft.judged.problems.map(({ code }) => code)).toEqual([
      'draft-line-unserved',
    ]);
    const second = answer(answeredPhase('1', { requirementLines: [1], title: 'Second' }));
    const later = await ask(modelThatSays(warned, second));
    expect(later).toMatchObject({ kind: 'draft', failure: FAILED });
    expect(later.kind === 'draft' && later.draft.source).toContain('Phase 1: Second');
  });

  test('questions are taken where they can be answered, and only in place of phases', async () => {
    const asks = { ...answer(), questions: ['Why?', ' ', 'For\nwhom?\u001b[2J'] };
    expect(await ask(modelThatSays(asks), { mayAskBack: true })).toEqual({
      kind: 'questions',
      questions: ['Why?', 'For whom?'],
    });
    expect(await ask(modelThatSays({ ...good, questions: ['Why?'] }), { mayAskBack: true })).toMatchObject({
      kind: 'draft',
    });
  });

  test('an interruption gives nothing, whatever there was', async () => {
    const interrupted: ModelFailure = { ...FAILED, reason: 'interrupted' };
    const model = modelThatSays(wrong);
    const stopped: Model = {
      ...model,
      askStructured: async (request, options) => {
        await model.askStructured(request, options);
        return { ok: false, failure: interrupted };
      },
    };
    expect(await ask(stopped)).toEqual({ kind: 'none', failure: interrupted });
  });

  test('a plan without a title has one from the requirement', async () => {
    const outcome = await ask(modelThatSays({ ...good, title: ' ' }));
    expect(outcome).toMatchObject({ draft: { title: 'Add a page' } });
  });
});

describe('how a problem is told', () => {
  test.each<[string, readonly Partial<AnsweredPhase>[], readonly string[]]>([
    [
      'with its hint and its line',
      [{ requirementLines: [1, 2], files: file('src/none.js') }],
      [
        '/phases/0: Phase 1 (Part 1) names src/none.js, which does not exist and is not marked as new. Name a file that exists, or mark it as new: (new). [line 17: **Files Modified**: src/none.js]',
      ],
    ],
    [
      'with the phase that it is in',
      [{ requirementLines: [1, 2] }, { requirementLines: [] }],
      [
        '/phases/1: Phase 2 (Part 2) does not say which lines of the requirement it serves. [line 28: ### Phase 2: Part 2]',
      ],
    ],
    [
      'of no phase and no line',
      [{ requirementLines: [1] }],
      ['/phases: No phase serves line 2 of the requirement: Test it.'],
    ],
    [
      'with the beginning of a long line',
      [{ requirementLines: [], title: 'x'.repeat(90) }, { requirementLines: [1, 2] }],
      [
        `/phases/0: Phase 1 (${'x'.repeat(79)}…) does not say which lines of the requirement it serves. [line 12: ### Phase 1: ${'x'.repeat(67)}]`,
      ],
    ],
    [
      'and is not, where a phase is to make what a gate needs',
      [{ requirementLines: [1, 2], files: file('package.json', true), gates: gate('npm run e2e') }],
      [],
    ],
  ])('%s', async (_, phases, told) => {
    const model = modelThatSays(answer(...phases.map((more, place) => answeredPhase(`${place + 1}`, more))));
    await ask(model);
    expect(model.told[0]).toEqual(told);
  });

  test('what is to be made first is told to a person', async () => {
    const outcome = await ask(
      modelThatSays(
        answer(
          answeredPhase('1', {
            requirementLines: [1, 2],
            files: file('package.json', true),
            gates: gate('npm run e2e'),
          }),
        ),
      ),
    );
    expect(outcome.kind === 'draft' && outcome.draft.judged.problems.map(({ code }) => code)).toEqual([
      'draft-command-later',
    ]);
  });

  test.each([
    [true, [], '/phases: there must be one at least'],
    [false, [], '/phases: there must be one at least'],
    [
      false,
      ['Why?'],
      '/phases: there must be one at least: nobody can answer questions; say in a step what you took for granted',
    ],
  ])('no phases, where it may ask back: %s, and asks %j', async (mayAskBack, questions, told) => {
    const model = modelThatSays({ ...answer(), questions });
    expect(await ask(model, { mayAskBack })).toEqual({ kind: 'none', failure: FAILED });
    expect(model.told[0]).toEqual([told]);
  });
});

describe('what a model is given', () => {
  test('the request, the schema and two rounds of repair; questions end it at once', async () => {
    const asked: unknown[] = [];
    const inner = modelThatSays({ ...answer(), questions: ['Why?'] }, answer());
    const model: Model = {
      ...inner,
      askStructured: (request, options) => {
        asked.push(request, options.repairs, options.schema.name, options.signal?.aborted);
        return inner.askStructured(request, options);
      },
    };
    expect(await ask(model, { mayAskBack: true })).toEqual({ kind: 'questions', questions: ['Why?'] });
    expect(asked).toEqual([
      { messages: [expect.objectContaining({ role: 'system' }), expect.objectContaining({ role: 'user' })] },
      2,
      'plan_draft',
      false,
    ]);
    expect(inner.told).toEqual([[]]);
  });

  test('one error weighs more than two warnings, and two warnings more than one', async () => {
    const error = answer(answeredPhase('1', { requirementLines: [1, 2], gates: gate('pytest'), title: 'E' }));
    const two = answer(answeredPhase('1', { requirementLines: [1], files: file('src/no.js'), title: 'W' }));
    const one = answer(answeredPhase('1', { requirementLines: [1], title: 'O' }));
    const titles = async (...said: readonly unknown[]) => {
      const outcome = await ask(modelThatSays(...said));
      return outcome.kind === 'draft' && /Phase 1: (\w)/u.exec(outcome.draft.source)?.[1];
    };
    expect([await titles(error, two), await titles(two, error)]).toEqual(['W', 'W']);
    expect([await titles(one, two), await titles(two, one)]).toEqual(['O', 'O']);
  });
});

describe('a plan that is built on', () => {
  const phase = (id: string, more = '') =>
    `### Phase ${id}: Old ${id}\n\n**Goal**: g\n**Estimated Hours**: 1\n**Complexity**: low\n**Files Modified**: src/gone_${id}.js\n**Dependencies**: None\n${more}\n**Implementation Steps**:\n1. Do it.\n\n**Validation Gates**:\n- [ ] Holds: \`frob\`\n\n`;
  const plan = `# Old Plan\n\n${phase('1')}${phase('2A')}`;

  test('only what is answered is judged; what stands keeps its files, its gates and its lines', async () => {
    const model = modelThatSays(answer(answeredPhase('3', { requirementLines: [1, 2] })));
    const outcome = await ask(model, { plan });
    expect(model.told).toEqual([[]]);
    expect(outcome).toMatchObject({ kind: 'draft', draft: { title: 'Old Plan' } });
    const source = outcome.kind === 'draft' ? outcome.draft.source : '';
    expect(source).toContain(phase('1'));
    expect(source).toContain('### Phase 3: Part 3');
    expect(planOf(source).phases.map(({ id }) => id)).toEqual(['1', '2A', '3']);
  });

  test('a phase that changes keeps its number as the plan writes it, and is judged', async () => {
    const model = modelThatSays(
      answer(answeredPhase('2a', { requirementLines: [1, 2], files: file('src/none.js') })),
    );
    const outcome = await ask(model, { plan });
    expect(model.told[0]).toEqual([
      expect.stringMatching(/^\/phases\/0: Phase 2A \(Part 2a\) names src\/none\.js/u),
    ]);
    const source = outcome.kind === 'draft' ? outcome.draft.source : '';
    expect(planOf(source).phases.map(({ id, title }) => `${id} ${title}`)).toEqual(['1 Old 1', '2A Part 2a']);
  });

  test('a number that is answered twice is held against it', async () => {
    const twice = ['A', 'B'].map((title) => answeredPhase('1', { requirementLines: [1, 2], title }));
    const model = modelThatSays(answer(...twice));
    await ask(model, { plan });
    expect(model.told[0]?.join('\n')).toContain('its phases are 1, 2A, 1, but should be 1, 2A.');
  });

  test('a plan without a title is named by who drafts', () => {
    const facts = { project: PROJECT, files: [], goals: [], requirement: splitRequirement('Add it.') };
    const revised = planOf(phase('1'));
    const draft = composeDraft({ title: 'New', phases: [] }, { facts, revised });
    expect(draft?.title).toBe('New');
    expect(draft?.judged.assessment.plan.file).toBe('plan.md');
  });
});
