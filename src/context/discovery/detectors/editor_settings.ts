import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Tasks and debug configurations that Visual Studio Code offers in the project. */
export const editorSettings: Detector = {
  name: 'editor-settings',
  detect: (sources) =>
    FILES.flatMap(([path, list, label, what]) =>
      sources.has(path) ? factsIn(sources, { path, list, label, what }) : [],
    ),
};

const FILES = [
  ['.vscode/tasks.json', 'tasks', 'label', 'tasks'],
  ['.vscode/launch.json', 'configurations', 'name', 'ways to start and debug'],
] as const;

type Listing = {
  readonly path: string;
  readonly list: string;
  readonly label: string;
  readonly what: string;
};

function factsIn(sources: Sources, { path, list, label, what }: Listing): Fact[] {
  const items = sources.json(path)?.items(list) ?? [];
  const names = items.flatMap(({ value }) => {
    const name: unknown =
      typeof value === 'object' && value !== null
        ? Object.getOwnPropertyDescriptor(value, label)?.value
        : undefined;
    return typeof name === 'string' ? [name] : [];
  });
  const [first] = items;
  return first === undefined || names.length === 0
    ? []
    : [
        makeFact({
          kind: 'layout',
          about: `vscode:${list}`,
          statement: `Visual Studio Code has the ${what} ${listed(names)}`,
          values: { path, names: names.join(', ') },
          evidence: [{ path, line: first.line }],
        }),
      ];
}
