import {
  annotations,
  htmlReport,
  junitReport,
  markdownReport,
  placedFindings,
  type ReportDocument,
  rdjson,
  STEP_SUMMARY_LIMIT,
  sarifReport,
  textReport,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { countOf, nearest, printableLine, safeJson } from '../../lib/index.ts';
import { makeDocument } from '../document.ts';

/** The formats of a report, each with its file extension. */
const ENDINGS = {
  text: '.txt',
  json: '.json',
  markdown: '.md',
  html: '.html',
  sarif: '.sarif',
  junit: '.junit.xml',
  annotations: '.annotations.txt',
  summary: '.summary.md',
  rdjson: '.rdjson',
} as const;

/** A format of a report. */
export type ReportForm = keyof typeof ENDINGS;

/** The names of the formats. */
export const REPORT_FORMS = Object.keys(ENDINGS) as readonly ReportForm[];

/** Parses the name of a format. */
export function readForm(wanted: string): Result<ReportForm, 'usage'> {
  const form = REPORT_FORMS.find((name) => name === wanted);
  if (form !== undefined) return success(form);
  const meant = nearest(wanted, REPORT_FORMS);
  return failure('usage', {
    severity: 'error',
    code: 'usage',
    message: `There is no report form "${printableLine(wanted).slice(0, 60)}".`,
    hint: `${meant === undefined ? '' : `Did you mean ${meant}? `}The forms are ${REPORT_FORMS.join(', ')}.`,
  });
}

/** The name of a report's file. */
export function reportName(form: ReportForm, batch?: number): string {
  return `${batch === undefined ? '' : `batch-${batch}-`}report${ENDINGS[form]}`;
}

/** The text of a report in a format. @param refresh - seconds after which a browser reloads the page */
export function formText(report: ReportDocument, form: ReportForm, refresh?: number): string {
  switch (form) {
    case 'text':
      return textReport(report);
    case 'json':
      return `${safeJson(makeDocument('orchestrator.batch-report/1', report))}\n`;
    case 'markdown':
      return markdownReport(report);
    case 'html':
      return htmlReport(report, refresh === undefined ? {} : { refresh });
    case 'sarif':
      return sarifReport(report);
    case 'junit':
      return junitReport(report);
    case 'annotations':
      return annotations(report);
    case 'summary':
      return markdownReport(report, { limit: STEP_SUMMARY_LIMIT });
    case 'rdjson':
      return rdjson(report);
  }
}

/** Notes on content that a format cannot show. */
export function formNotes(
  { batch, findings }: ReportDocument,
  form: ReportForm,
): Problem<'findings-without-place'>[] {
  if (form !== 'sarif' && form !== 'rdjson') return [];
  const { placeless } = placedFindings(findings, findings.length);
  if (placeless === 0) return [];
  return [
    {
      severity: 'note',
      code: 'findings-without-place',
      message: `${countOf(placeless, 'finding')} ${placeless === 1 ? 'has' : 'have'} no place in the repository, which ${form} needs, and ${placeless === 1 ? 'is' : 'are'} left out.`,
      hint: `See all of them with: orchestrator batch report ${batch}`,
    },
  ];
}
