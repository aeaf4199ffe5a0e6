import { inSentence, nearest } from '../../../lib/index.ts';
import { validateComponent } from '../../generated/validators.js';
import type { FrontMatter } from '../../library/index.ts';
import { frontMatterFault } from '../front_matter_fault.ts';
import type { ComponentRule, Hit, Subject } from '../lint_rule.ts';

export const F01: ComponentRule = {
  id: 'F01',
  title: 'front matter that is complete and correct',
  severity: 'error',
  applies: ['protocol', 'persona', 'constraint'],
  reason:
    'Front matter declares what a component owns, needs and conflicts with; a mistake there makes these checks wrong.',
  bad: '---\nid: Other\nkind: protocol\nverison: 1.0.0\norigin: generated\n---\nRead all of it.',
  good: '---\nid: example\nkind: protocol\nversion: 1.0.0\n---\nRead all of it.',
  check: (subject) => {
    const { metadata } = subject;
    if (Object.keys(metadata).length === 0) return [isUnclosed(subject.text) ? UNCLOSED : WITHOUT];
    validateComponent(metadata);
    const faults = (validateComponent.errors ?? []).map(frontMatterFault);
    return [
      ...faults,
      ...identityHits(subject),
      ...goalHits(subject),
      ...missingKeys(subject).map((key) => ({ at: { key }, message: `Its front matter has no "${key}".` })),
    ];
  },
};

const WITHOUT: Hit = {
  at: 0,
  severity: 'note',
  message: 'It has no front matter, so what it owns, needs and conflicts with cannot be checked.',
};

const UNCLOSED: Hit = {
  at: 0,
  message:
    'It begins with "---" as front matter does, but no second "---" ends it, so all of it is read as text.',
};

/** Whether a text begins with intended front matter: a line of dashes, and under it a key and its value. */
function isUnclosed(text: string): boolean {
  return /^---[ \t]{0,80}\r?\n[a-z_]{1,40}:[ \t]/u.test(text);
}

function identityHits({ metadata, file, kind }: Subject): Hit[] {
  const stem = file.replace(/\.(txt|md)$/u, '');
  const hits: Hit[] = [];
  if (typeof metadata.id === 'string' && metadata.id !== stem)
    hits.push({ at: { key: 'id' }, message: `Its id is not "${stem}", the name of its file.` });
  for (const [key, owner] of Object.entries(KEYS_OF_ONE_KIND)) {
    if (owner !== kind && Object.hasOwn(metadata, key))
      hits.push({ at: { key }, message: `"${key}" belongs to a ${owner}, and this is a ${kind}.` });
  }
  return hits;
}

const KEYS_OF_ONE_KIND: Readonly<Record<string, Subject['kind']>> = {
  interaction: 'protocol',
  exits: 'protocol',
  output_headings: 'protocol',
  needs_exit: 'constraint',
  check: 'constraint',
};

function goalHits({ metadata, goals }: Subject): Hit[] {
  if (goals.length === 0) return [];
  const known = goals.map(({ name }) => name);
  const named = listOf(metadata, 'goals');
  const unknown = named.filter((name) => !known.includes(name));
  return [
    ...unknown.map((name): Hit => {
      const suggestion = nearest(name, known);
      const message = `There is no goal ${JSON.stringify(name.slice(0, 80))}`;
      return {
        at: { key: 'goals' },
        message: suggestion ? `${message}; the closest is ${suggestion}.` : `${message}.`,
      };
    }),
    ...listOf(metadata, 'requires_inputs').flatMap((input): Hit[] => {
      const without = goals
        .filter(({ name }) => named.includes(name))
        .filter((goal) =>
          [goal, ...goal.variants].every(({ inputs }) => inputs.every(({ name }) => name !== input)),
        );
      const message = `It requires the input "${input.slice(0, 80)}", which ${inSentence(without.map(({ name }) => name))} does not declare.`;
      return without.length === 0 ? [] : [{ at: { key: 'requires_inputs' }, message }];
    }),
  ];
}

/** Required keys that a component of its kind and origin lacks. */
function missingKeys({ metadata, kind }: Subject): string[] {
  const needed = [
    ...(metadata.origin === 'generated' ? ['generated', 'version', 'status'] : []),
    ...(metadata.origin === 'seed' ? [...SEED, ...SEED_OF_KIND[kind]] : []),
  ];
  return needed.filter((key) => !Object.hasOwn(metadata, key));
}

const SEED = ['summary', 'use_when', 'avoid_when', 'goals', 'requires_tools', 'owns', 'version', 'status'];
const SEED_OF_KIND: Readonly<Record<Subject['kind'], readonly string[]>> = {
  persona: [],
  protocol: ['interaction', 'requires_inputs'],
  constraint: [],
};

function listOf(metadata: FrontMatter, key: string): string[] {
  const value = metadata[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
