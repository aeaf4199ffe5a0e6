import MiniSearch from 'minisearch';
import { inWords } from '../../lib/index.ts';
import type { ComponentReport } from './component_report.ts';

/** Orders components by how well they match the words: name and title first, then their purpose, then their text. */
export function rankComponents(reports: readonly ComponentReport[], words: string): ComponentReport[] {
  const index = new MiniSearch<Document>({
    fields: ['name', 'title', 'summary', 'purpose', 'goals', 'text'],
    searchOptions: {
      boost: { name: 4, title: 4, summary: 3, purpose: 2, goals: 2 },
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    },
  });
  index.addAll(
    reports.map(({ component, goals }, id) => ({
      id,
      name: inWords(component.file.replace(/\.(txt|md)$/u, '')),
      title: textOf(component.metadata.title),
      summary: textOf(component.metadata.summary),
      purpose: textOf(component.metadata.use_when),
      goals: goals.map(inWords).join(' '),
      text: component.text,
    })),
  );
  return index.search(words).flatMap(({ id }) => reports[Number(id)] ?? []);
}

type Document = {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly purpose: string;
  readonly goals: string;
  readonly text: string;
};

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
