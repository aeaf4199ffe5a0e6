import { describe, expect, test } from 'vitest';
import { textWidth } from '../../src/lib/index.ts';
import { assessPlan } from '../../src/plan/assessment.ts';
import {
  drawDot,
  drawMermaid,
  drawOutline,
  drawSvg,
  type PlanPicture,
  pictureOf,
} from '../../src/plan/drawing/index.ts';
import { planOf } from '../support/plan.ts';

type Phase = PlanPicture['phases'][number];
type Edge = PlanPicture['edges'][number];

const phase = (id: string, title: string, rest: Partial<Phase> = {}): Phase => ({
  id,
  title,
  hours: undefined,
  stage: 1,
  isCritical: false,
  needs: [],
  ...rest,
});
const edge = (from: number, to: number, rest: Partial<Edge> = {}): Edge => ({
  from,
  to,
  isCritical: false,
  isInCycle: false,
  ...rest,
});
const picture = (rest: Partial<PlanPicture>): PlanPicture => ({
  title: 'Plan',
  phases: [],
  edges: [],
  conflicts: [],
  ...rest,
});

/** A small plan with everything that a picture can show. */
const WHOLE = picture({
  title: 'Move the accounts to the new store',
  phases: [
    phase('1', 'Write the schema down', { hours: 1.5, isCritical: true }),
    phase('2a', 'Copy the rows', { hours: 4, stage: 2, isCritical: true }),
    phase('2b', 'Tell the users beforehand', { hours: 0.25, stage: 2 }),
    phase('3', 'Switch over', { stage: 3 }),
    phase('4', 'Look back', { stage: undefined }),
  ],
  edges: [edge(0, 1, { isCritical: true }), edge(0, 2), edge(1, 3), edge(2, 3)],
  conflicts: [{ phases: [1, 2], files: ['src/accounts.ts', 'src/users.ts', 'README.md'] }],
});

describe('the outline', () => {
  test('at 80 columns', () => {
    expect(drawOutline(WHOLE, 80)).toBe(`Move the accounts to the new store

Stage 1
  ● Phase 1  1.5 h
    Write the schema down

Stage 2
  ● Phase 2a  4 h
    Copy the rows
    after 1
    conflict with Phase 2b: src/accounts.ts and 2 more
  ○ Phase 2b  15 min
    Tell the users beforehand
    after 1
    conflict with Phase 2a: src/accounts.ts and 2 more

Stage 3
  ○ Phase 3
    Switch over
    after 2a, 2b

No stage: in a cycle or after one
  ○ Phase 4
    Look back

● on the critical path
`);
  });

  test('at 40 columns', () => {
    expect(drawOutline(WHOLE, 40)).toBe(`Move the accounts to the new store

Stage 1
  ● Phase 1  1.5 h
    Write the schema down

Stage 2
  ● Phase 2a  4 h
    Copy the rows
    after 1
    conflict with Phase 2b:
    src/accounts.ts and 2 more
  ○ Phase 2b  15 min
    Tell the users beforehand
    after 1
    conflict with Phase 2a:
    src/accounts.ts and 2 more

Stage 3
  ○ Phase 3
    Switch over
    after 2a, 2b

No stage: in a cycle or after one
  ○ Phase 4
    Look back

● on the critical path
`);
  });

  test('at 20 columns, and not narrower', () => {
    const narrow = drawOutline(WHOLE, 20);
    expect(narrow.split('\n').slice(0, 14)).toEqual([
      'Move the accounts to',
      'the new store',
      '',
      'Stage 1',
      '  ● Phase 1  1.5 h',
      '    Write the schema',
      '    down',
      '',
      'Stage 2',
      '  ● Phase 2a  4 h',
      '    Copy the rows',
      '    after 1',
      '    conflict with',
      '    Phase 2b:',
    ]);
    expect(drawOutline(WHOLE, 5)).toBe(narrow);
    expect(drawOutline(WHOLE, 19)).toBe(narrow);
    expect(drawOutline(WHOLE, 25)).not.toBe(narrow);
  });

  test('hours stand under a name that leaves them no room', () => {
    // "  ○ Phase 100" and two spaces take 15 columns, so there is room for five.
    const at20 = (id: string, hours: number) =>
      drawOutline(picture({ phases: [phase(id, '', { hours })] }), 20);
    expect(at20('100', 2.25)).toBe('Plan\n\nStage 1\n  ○ Phase 100\n    2.25 h\n');
    expect(at20('100', 12)).toBe('Plan\n\nStage 1\n  ○ Phase 100  12 h\n');
    expect(at20('100', 120)).toBe('Plan\n\nStage 1\n  ○ Phase 100  120 h\n');
    expect(at20('数数', 1)).toBe('Plan\n\nStage 1\n  ○ Phase 数数  1 h\n');
    expect(at20('数数', 120)).toBe('Plan\n\nStage 1\n  ○ Phase 数数\n    120 h\n');
  });

  test('no line is longer than the columns, whatever the texts are', () => {
    const wide = picture({
      title: '计划计划计划计划计划计划计划计划',
      phases: [
        phase('1', 'a'.repeat(70), { hours: 1, isCritical: true }),
        phase('2', `${'数'.repeat(30)} done 🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂`),
      ],
      conflicts: [{ phases: [0, 1], files: [`src/${'deep/'.repeat(12)}a.ts`] }],
    });
    for (const columns of [20, 33, 40]) {
      for (const line of drawOutline(wide, columns).split('\n'))
        expect(textWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  test('stages come in their order, and phases of one in that of the document', () => {
    const mixed = picture({
      phases: [
        phase('a', '', { stage: undefined }),
        phase('b', '', { stage: 10 }),
        phase('c', '', { stage: 2 }),
        phase('d', '', { stage: 10 }),
        phase('e', '', { stage: undefined }),
      ],
    });
    expect(drawOutline(mixed, 40).split('\n')).toEqual([
      'Plan',
      '',
      'Stage 2',
      '  ○ Phase c',
      '',
      'Stage 10',
      '  ○ Phase b',
      '  ○ Phase d',
      '',
      'No stage: in a cycle or after one',
      '  ○ Phase a',
      '  ○ Phase e',
      '',
    ]);
  });

  test('names the dependencies that make a cycle', () => {
    expect(drawOutline(CYCLIC, 40).split('\n').slice(2, -1)).toEqual([
      'No stage: in a cycle or after one',
      '  ○ Phase 1',
      '    after 2 (cycle)',
      '  ○ Phase 2',
      '    after 1 (cycle)',
      '  ○ Phase 3',
      '    after 2',
    ]);
  });

  test('of a plan without phases is its title', () => {
    expect(drawOutline(picture({}), 40)).toBe('Plan\n');
  });

  test('shows no control character', () => {
    const drawn = drawOutline(HOSTILE, 40);
    expect(drawn.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(drawn).toContain('a "quoted" <b>back\\slash</b>');
  });
});

/** Two phases that wait for each other, and one that waits for them. */
const CYCLIC = picture({
  phases: ['1', '2', '3'].map((id) => phase(id, '', { stage: undefined })),
  edges: [edge(1, 0, { isInCycle: true }), edge(0, 1, { isInCycle: true }), edge(1, 2)],
});

/** Texts that try to leave the place that they are given. */
const HOSTILE = picture({
  title: 'a "quoted" <b>back\\slash</b>\n---\n\u001b[31m',
  phases: [
    phase('1"]; x', 'end"]\n%% <script>\u202e `#` \\', { isCritical: true, hours: 1 }),
    phase('2\u001b', '"\\n"; }'),
  ],
  edges: [edge(0, 1)],
  conflicts: [{ phases: [0, 1], files: ['a"b\\c.ts\u0007'] }],
});

/** What keeps a label clear of its line. */
const ROOM = '\u00a0\u00a0';

describe('the graph for Graphviz', () => {
  test('shows phases, dependencies and conflicts', () => {
    expect(drawDot(WHOLE)).toBe(
      String.raw`digraph plan {
  graph [rankdir=LR, ranksep=0.6, nodesep=0.25, pad=0.3, bgcolor="white", fontname="Helvetica", fontsize=15, forcelabels=true,
         labelloc=t, labeljust=l, label="Move the accounts to the new store\lbold: critical path · dashed: may touch the same file\l \l"];
  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, margin="0.2,0.1",
        color="#57606a", fillcolor="#f6f8fa", fontcolor="#1f2328"];
  edge [color="#57606a", arrowsize=0.7, fontname="Helvetica", fontsize=9];
  p0 [label="Phase 1 · 1.5 h\nWrite the schema down", color="#0550ae", penwidth=2.5, fillcolor="#d0e3f8"];
  p1 [label="Phase 2a · 4 h\nCopy the rows", color="#0550ae", penwidth=2.5, fillcolor="#d0e3f8"];
  p2 [label="Phase 2b · 15 min\nTell the users\nbeforehand"];
  p3 [label="Phase 3\nSwitch over"];
  p4 [label="Phase 4\nLook back"];
  p0 -> p1 [color="#0550ae", penwidth=2.5];
  p0 -> p2;
  p1 -> p3;
  p2 -> p3;
  p1 -> p2 [dir=none, style=dashed, color="#cf222e", fontcolor="#cf222e", penwidth=1.5, constraint=false, xlabel="${ROOM}src/accounts.ts and 2${ROOM}\n${ROOM}more${ROOM}"];
}
`,
    );
  });

  test('explains only the marks that it has', () => {
    const label = (rest: Partial<PlanPicture>) => / label=("[^"]*")\];/u.exec(drawDot(picture(rest)))?.[1];
    expect(label({})).toBe(String.raw`"Plan\l \l"`);
    expect(label({ phases: [phase('1', 'A')] })).toBe(String.raw`"Plan\l \l"`);
    expect(label({ phases: [phase('1', 'A'), phase('2', 'B', { isCritical: true })] })).toBe(
      String.raw`"Plan\lbold: critical path\l \l"`,
    );
    expect(
      label({ phases: [phase('1', 'A'), phase('2', 'B')], conflicts: [{ phases: [0, 1], files: ['a'] }] }),
    ).toBe(String.raw`"Plan\ldashed: may touch the same file\l \l"`);
  });

  test('names the dependencies that make a cycle', () => {
    const drawn = drawDot(CYCLIC);
    expect(drawn).toContain(String.raw`label="Plan\lcycle: wait for each other\l \l"`);
    const mark = '[color="#cf222e", fontcolor="#cf222e", penwidth=2.5, label="cycle"]';
    expect(drawn).toContain(`  p1 -> p0 ${mark};\n  p0 -> p1 ${mark};\n  p1 -> p2;\n`);
  });

  test('goes down the page with more than ten stages', () => {
    const staged = (count: number) =>
      drawDot(
        picture({
          phases: [
            ...Array.from({ length: count }, (_, at) => phase('x', 'X', { stage: at + 1 })),
            phase('y', 'Y'),
          ],
        }),
      );
    expect(staged(10)).toContain('rankdir=LR');
    expect(staged(11)).toContain('rankdir=TB');
    expect(drawDot(picture({ phases: [phase('z', 'Z', { stage: undefined })] }))).toContain('rankdir=LR');
  });

  test('cuts a long title after three lines', () => {
    const title = (text: string) =>
      / {2}p0 \[label="(.*)"\];/u.exec(drawDot(picture({ phases: [phase('1', text)] })))?.[1];
    const line = 'x'.repeat(24);
    expect(title(`${line} ${line} ${line}`)).toBe(String.raw`Phase 1\n${line}\n${line}\n${line}`);
    expect(title(`${line} ${line} ${line} y`)).toBe(String.raw`Phase 1\n${line}\n${line}\n${line}…`);
  });

  test('can be left by no text', () => {
    const drawn = drawDot(HOSTILE);
    expect(drawn).toContain(String.raw`label="a \"quoted\" <b>back\\slash</b>`);
    expect(drawn).toContain(String.raw`p0 [label="Phase 1\"]; x · 1 h\nend\"]`);
    expect(drawn).toContain(`p1 [label="Phase 2`);
    expect(drawn).toContain(String.raw`\n\"\\n\"; }"];`);
    expect(drawn).toContain(String.raw`xlabel="${ROOM}a\"b\\c.ts`);
    expect(drawn.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(drawn.split('\n').length).toBe(
      drawDot(picture({ ...WHOLE, phases: WHOLE.phases.slice(3), edges: [], conflicts: [] })).split('\n')
        .length + 2,
    );
  });

  test('is drawn as a picture', async () => {
    const svg = await drawSvg(drawDot(HOSTILE));
    expect(svg).toMatch(/^<\?xml/u);
    expect(svg).toContain('</svg>');
    expect(svg.match(/<g id="node\d+" class="node">/gu)).toHaveLength(2);
    expect(svg.match(/<g id="edge\d+" class="edge">/gu)).toHaveLength(2);
    expect(svg).toContain('a &quot;quoted&quot; &lt;b&gt;back\\slash&lt;/b&gt;');
    expect(svg).not.toContain('<script');
  });
});

describe('the graph for Mermaid', () => {
  test('shows phases, dependencies and conflicts', () => {
    expect(drawMermaid(WHOLE)).toBe(`---
title: "Move the accounts to the new store"
---
flowchart LR
  p0["Phase 1 · 1.5 h<br/>Write the schema down"]
  p1["Phase 2a · 4 h<br/>Copy the rows"]
  p2["Phase 2b · 15 min<br/>Tell the users beforehand"]
  p3["Phase 3<br/>Switch over"]
  p4["Phase 4<br/>Look back"]
  p0 ==> p1
  p0 --> p2
  p1 --> p3
  p2 --> p3
  p1 -. "src/accounts.ts and 2 more" .- p2
  classDef critical stroke:#0550ae,stroke-width:3px,fill:#d0e3f8,color:#1f2328
  class p0,p1 critical
`);
  });

  test('names the dependencies that make a cycle', () => {
    expect(drawMermaid(CYCLIC)).toContain('  p1 == "cycle" ==> p0\n  p0 == "cycle" ==> p1\n  p1 --> p2\n');
  });

  test('without a critical path has no class', () => {
    expect(drawMermaid(picture({ phases: [phase('1', 'A')] }))).toBe(
      '---\ntitle: "Plan"\n---\nflowchart LR\n  p0["Phase 1<br/>A"]\n',
    );
  });

  test('can be left by no text', () => {
    const drawn = drawMermaid(HOSTILE);
    expect(drawn).toContain('title: "a \\"quoted\\" <b>back\\\\slash</b>');
    expect(drawn).toContain('p0["Phase 1#34;#93;#59; x · 1 h<br/>end#34;#93;');
    expect(drawn).toContain('#60;script#62;');
    expect(drawn).toContain('#34;#92;n#34;#59; #125;"]');
    expect(drawn).toContain('-. "a#34;b#92;c.ts');
    expect(drawn.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(drawn.split('\n')).toHaveLength(11);
  });
});

describe('what there is to draw', () => {
  const of = (source: string): PlanPicture => pictureOf(assessPlan(planOf(source)));

  test('is the phases, their stages and dependencies, the critical path and the conflicts', () => {
    expect(
      of(`# Title
### Phase 1: A
**Hours**: 1
### Phase 2: B
**Hours**: 3
**Dependencies**: Phase 1
**Files**: a.ts, b.ts
### Phase 3: C
**Dependencies**: Phase 1
**Files**: b.ts, a.ts
### Phase 4: D
**Hours**: 2
**Dependencies**: Phase 1, Phase 2
`),
    ).toEqual({
      title: 'Title',
      phases: [
        { id: '1', title: 'A', hours: 1, stage: 1, isCritical: true, needs: [] },
        { id: '2', title: 'B', hours: 3, stage: 2, isCritical: true, needs: [] },
        { id: '3', title: 'C', hours: undefined, stage: 2, isCritical: false, needs: [] },
        { id: '4', title: 'D', hours: 2, stage: 3, isCritical: true, needs: [] },
      ],
      edges: [edge(0, 1, { isCritical: true }), edge(0, 2), edge(0, 3), edge(1, 3, { isCritical: true })],
      conflicts: [{ phases: [1, 2], files: ['a.ts', 'b.ts'] }],
    });
  });

  test('is the file’s name where the plan has no title, and no stage for what is in a cycle', () => {
    expect(
      of(
        '### Phase 1: A\n**Dependencies**: Phase 2\n### Phase 2: B\n**Dependencies**: Phase 1\n### Phase 3: C\n',
      ),
    ).toEqual({
      title: 'plan.md',
      phases: [
        { id: '1', title: 'A', hours: undefined, stage: undefined, isCritical: false, needs: [] },
        { id: '2', title: 'B', hours: undefined, stage: undefined, isCritical: false, needs: [] },
        { id: '3', title: 'C', hours: undefined, stage: 1, isCritical: true, needs: [] },
      ],
      edges: [edge(1, 0, { isInCycle: true }), edge(0, 1, { isInCycle: true })],
      conflicts: [],
    });
  });

  test('of a component, only the cycle that is told', () => {
    const needs = [[2, 3], [1], [1, 2], [3]];
    const text = needs.map(
      (ids, at) => `### Phase ${at + 1}\n**Dependencies**: ${ids.map((id) => `Phase ${id}`).join(', ')}\n`,
    );
    expect(of(text.join('')).edges).toEqual([
      edge(1, 0, { isInCycle: true }),
      edge(2, 0),
      edge(0, 1, { isInCycle: true }),
      edge(0, 2),
      edge(1, 2),
      edge(2, 3),
    ]);
  });

  test('has one line for each two phases of a conflict that one has to come before the other', () => {
    const all = [1, 2, 3].map((id) => `### Phase ${id}\n**Files**: a.ts\n`).join('');
    expect(of(all).conflicts).toEqual([
      { phases: [0, 1], files: ['a.ts'] },
      { phases: [1, 2], files: ['a.ts'] },
    ]);
  });
});
