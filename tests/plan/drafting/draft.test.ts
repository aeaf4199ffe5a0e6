import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Project } from '../../../src/context/index.ts';
import { phaseDrafts, printDraft } from '../../../src/plan/drafting/print_draft.ts';
import { revisedSource } from '../../../src/plan/drafting/revision.ts';
import { estimateTokens } from '../../../src/plan/drafting/token_budget.ts';
import {
  type DraftBrief,
  draftOf,
  draftRequest,
  type PlanGoal,
  readPlan,
  skeletonPhases,
  splitRequirement,
} from '../../../src/plan/index.ts';
import { describeLarge, times } from '../../support/cases.ts';
import { planOf } from '../../support/plan.ts';

const EMPTY_PROJECT: Project = {
  has: () => undefined,
  npmPackage: () => undefined,
  makeTargets: () => undefined,
  hasLocalProgram: () => false,
  hasProgram: () => false,
};

/** Text in which everything that could end a block, or be structure, is frequent. */
const hostile = fc
  .array(
    fc.constantFrom(
      ...[
        'word',
        'Add',
        '# H',
        '### Phase 7: X',
        '**Goal**: y',
        '- [ ] z: `ls`',
        '```',
        '~~~~',
        '````text',
        '|',
        '<!--',
      ],
      ...[
        '=====END REQUIREMENT',
        '=====BEGIN TREE',
        '</tree>',
        '\n',
        '\n\n',
        '## Phases',
        '1. a',
        '> q',
        '**Dependencies**: 9',
      ],
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(' '));

function briefOf(requirement: string, more: Partial<DraftBrief> = {}): DraftBrief {
  return {
    requirement: splitRequirement(requirement),
    goals: [],
    files: [],
    manifests: [],
    instructions: [],
    earlierPlans: [],
    revised: undefined,
    ...more,
  };
}

describe('the request', () => {
  test('keeps every text within a boundary that no text holds', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (requirement, readme, file) => {
        const brief = briefOf(requirement, {
          instructions: [{ file: 'README.md', text: readme }],
          files: [file],
        });
        const request = draftRequest(brief, 100_000);
        const user = request?.messages[1]?.content ?? '';
        for (const { label, text } of request?.blocks ?? []) {
          const [whole = '', id = ''] =
            new RegExp(`^=====BEGIN ${label} ([0-9a-f]{6,})=====$`, 'mu').exec(user) ?? [];
          const block = `${whole}\n${text}\n=====END ${label} ${id}=====`;
          expect(user).toContain(block);
          expect(id).not.toBe('');
          expect(user.replace(block, '')).not.toContain(id);
        }
      }),
      times(100, 15),
    );
  });

  describeLarge('of a large project', () => {
    test('stays within its budget, whatever there is to tell', () => {
      const long = 'é'.repeat(20_000);
      const brief = briefOf('Add a page.', {
        goals: Array.from(
          { length: 300 },
          (_, n): PlanGoal => ({ name: `GOAL_${n}`, description: long.slice(0, 50), keywords: [] }),
        ),
        files: Array.from({ length: 3000 }, (_, n) => `src/${n % 60}/${long.slice(0, 20)}_${n}.ts`),
        manifests: [{ file: 'package.json', text: JSON.stringify({ scripts: { long } }) }],
        instructions: [
          { file: 'README.md', text: long },
          { file: 'AGENTS.md', text: 'short' },
        ],
        earlierPlans: [planOf('# T\n\n### Phase 1: X\n**Goal**: y\n')],
      });
      for (const budget of [2500, 3000, 4000, 8000, 16_000, 50_000]) {
        const request = draftRequest(brief, budget);
        expect(request?.tokens).toBeLessThanOrEqual(budget);
        const words = request?.messages.map(({ content }) => content).join('') ?? '';
        expect(words).toContain('1  Add a page.');
        expect(words).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/u);
        if (budget >= 8000) expect(words).toContain('--- AGENTS.md ---\nshort');
      }
      expect(draftRequest(brief, 500)).toBeUndefined();
      expect(estimateTokens('é'.repeat(7))).toBe(4);
    });
  });
});

describe('a skeleton', () => {
  const goals: PlanGoal[] = [
    { name: 'ADD_IT', description: '', keywords: ['add', 'endpoint'] },
    { name: 'MOVE_IT', description: '', keywords: ['migrate', 'move from'] },
  ];

  test('has a phase for each kind of work that the words point to, one after the other', () => {
    const { lines } = splitRequirement('Adding endpoints. Be quick. We migrated from MySQL. Add one more.');
    const phases = skeletonPhases({ lines }, goals, ['2b', '3']);
    expect(
      phases.map(({ id, workflow, requirement, dependencies }) => [
        id,
        workflow,
        requirement,
        dependencies[0]?.id,
      ]),
    ).toEqual([
      ['4', 'ADD_IT', '1, 2, 4', '3'],
      ['5', 'MOVE_IT', '3', '4'],
    ]);
  });

  test('is a plan whatever the requirement says: it reads back with the phases that were meant', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const requirement = splitRequirement(text);
        const phases = skeletonPhases(requirement, goals);
        const source = printDraft({ title: 'T', phases }, requirement);
        const read = readPlan(source, 'plan.md');
        expect(read.ok && read.value.phases.map(({ id }) => id)).toEqual(phases.map(({ id }) => id));
        expect(read.ok && read.value.phases.map((phase) => phase.requirement?.value)).toEqual(
          phases.map(({ requirement: numbers }) => numbers),
        );
      }),
      times(100, 15),
    );
  });
});

describe('a revision', () => {
  const fields = (title: string, needs: string) =>
    `**Goal**: ${title} works.\n**Dependencies**: ${needs}\n\nProse of ${title}.\n`;
  const documents = fc
    .record({
      marks: fc.constantFrom('##', '###', '####'),
      ids: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }),
      end: fc.constantFrom('\n', '\r\n'),
      tail: fc.constantFrom('', '\n', '\n\n## Notes\n\nThe end.\n'),
    })
    .map(({ marks, ids, end, tail }) => {
      const phases = ids.map((id) => `${marks} Phase ${id}: T${id}\n\n${fields(`T${id}`, 'None')}\n`);
      return { ids, source: `# Plan\n\n${phases.join('')}${tail}`.replaceAll('\n', end) };
    });

  test('leaves every phase that it does not name as it was, and puts new ones behind', () => {
    fc.assert(
      fc.property(
        documents,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
        ({ source }, numbers) => {
          const plan = planOf(source);
          const answered = phaseDrafts(
            {
              questions: [],
              title: '',
              phases: [...new Set(numbers)].map((number) => ({
                id: String(number),
                title: `N${number}`,
                goal: 'New.',
                hours: 1,
                complexity: 'low',
                files: [],
                dependencies: [],
                steps: ['Do it.'],
                gates: [{ text: 'Holds', command: 'npm test' }],
                workflow: null,
                requirementLines: [1],
              })),
            },
            EMPTY_PROJECT,
          );
          const revised = planOf(revisedSource(plan, answered, splitRequirement('Add a page.')));
          const old = draftOf(plan).phases;
          const now = draftOf(revised).phases;
          const named = new Set(answered.map(({ id }) => id));
          expect(now.map(({ id }) => id)).toEqual([
            ...old.map(({ id }) => id),
            ...answered.map(({ id }) => id).filter((id) => !old.some((phase) => phase.id === id)),
          ]);
          for (const [place, phase] of old.entries())
            if (!named.has(phase.id)) expect(now[place]).toEqual(phase);
            else expect(now[place]?.title).toBe(`N${phase.id}`);
          for (const line of source
            .split(/\r?\n/u)
            .filter(
              (text) => text.startsWith('Prose') && ![...named].some((id) => text === `Prose of T${id}.`),
            ))
            expect(revised.source).toContain(line);
          if (source.includes('\r\n')) expect(revised.source).not.toMatch(/[^\r]\n/u);
        },
      ),
      times(300, 15),
    );
  });
});
