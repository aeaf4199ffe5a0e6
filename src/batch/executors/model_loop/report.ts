import { findJson } from '../../../llm/index.ts';

/** A model's report on its work at the end of its last answer. A claim. */
export type OwnReport = {
  readonly status: 'done' | 'partial' | 'blocked';
  readonly summary: string;
  readonly files?: readonly string[];
  readonly problems?: readonly string[];
};

/** The report in a last answer; `undefined` where there is no readable one. */
export function reportIn(answer: string): OwnReport | undefined {
  const found = findJson(answer);
  if (!found.found || typeof found.value !== 'object' || found.value === null) return undefined;
  const { status, summary, files, problems } = found.value as Readonly<Record<string, unknown>>;
  if (status !== 'done' && status !== 'partial' && status !== 'blocked') return undefined;
  return {
    status,
    summary: typeof summary === 'string' ? summary : '',
    ...(isTexts(files) ? { files } : {}),
    ...(isTexts(problems) ? { problems } : {}),
  };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
