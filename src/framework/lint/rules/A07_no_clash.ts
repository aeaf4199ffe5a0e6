import { PLACEHOLDER_MARK } from '../../library/index.ts';
import type { Composition, CompositionHit, CompositionRule, Part } from '../lint_rule.ts';
import { hitInPart } from '../spans.ts';

export const A07: CompositionRule = {
  id: 'A07',
  title: 'no shared ownership, no declared conflict, every needed exit present',
  severity: 'error',
  applies: 'composition',
  reason:
    'Two components that own the same thing, or that declare a conflict, pull the work in two directions.',
  bad: [
    { kind: 'persona', file: 'a.txt', text: 'A.', metadata: { owns: ['verdict_form'] } },
    {
      kind: 'protocol',
      file: 'b.txt',
      text: 'B.',
      metadata: { owns: ['verdict_form'], exits: ['rules_listed'] },
    },
    {
      kind: 'constraint',
      file: 'c.txt',
      text: 'C.',
      metadata: { conflicts_with: ['b'], needs_exit: 'cause_named' },
    },
  ],
  good: [
    { kind: 'persona', file: 'a.txt', text: 'A.', metadata: { owns: ['priorities'] } },
    {
      kind: 'protocol',
      file: 'b.txt',
      text: 'B.',
      metadata: { owns: ['verdict_form'], exits: ['cause_named'] },
    },
    {
      kind: 'constraint',
      file: 'c.txt',
      text: 'C.',
      metadata: { conflicts_with: ['d'], needs_exit: 'cause_named' },
    },
  ],
  checkComposition: (composition) => [
    ...sharedOwners(composition),
    ...declaredClashes(composition),
    ...neededExits(composition),
  ],
};

function sharedOwners(composition: Composition): CompositionHit[] {
  const owners = new Map<string, Part>();
  const hits: CompositionHit[] = [];
  for (const part of composition.components) {
    for (const owned of listIn(part, 'owns')) {
      // A scaffold's placeholders are no evidence that two components overlap.
      if (owned.includes(PLACEHOLDER_MARK)) continue;
      const owner = owners.get(owned);
      if (owner === undefined) owners.set(owned, part);
      else if (owner !== part)
        hits.push(hitInPart(composition, part, 0, `${named(part)} and ${named(owner)} both own "${owned}".`));
    }
  }
  return hits;
}

function declaredClashes(composition: Composition): CompositionHit[] {
  const pairs = new Set<string>();
  return composition.components.flatMap((part) =>
    composition.components
      .filter((other) => other !== part && listIn(part, 'conflicts_with').includes(stemOf(other)))
      .filter((other) => {
        const pair = [part.file, other.file].sort().join(' ');
        return !pairs.has(pair) && pairs.add(pair);
      })
      .map((other) =>
        hitInPart(composition, part, 0, `${named(part)} says that it conflicts with ${named(other)}.`),
      ),
  );
}

function neededExits(composition: Composition): CompositionHit[] {
  const protocol = composition.components.find(({ kind }) => kind === 'protocol');
  if (protocol === undefined) return [];
  const exits = listIn(protocol, 'exits');
  return composition.components.flatMap((part) =>
    listIn(part, 'needs_exit')
      .filter((exit) => !exits.includes(exit))
      .map((exit) =>
        hitInPart(
          composition,
          part,
          0,
          `${named(part)} needs the exit "${exit}", which ${named(protocol)} does not list.`,
        ),
      ),
  );
}

function listIn({ metadata }: Part, key: string): string[] {
  const value = metadata[key];
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}

function named({ kind, file }: Part): string {
  return `${kind} ${file}`;
}

function stemOf({ file }: Part): string {
  return file.replace(/\.(txt|md)$/u, '');
}
