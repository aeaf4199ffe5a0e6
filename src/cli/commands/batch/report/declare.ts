import { type Declare, withCommonOptions } from '../../declare.ts';
import type { ReportFlags } from './act.ts';

/** Declares `batch report`: the results of a batch, and how well they are proven. */
export const declareReport: Declare = (batch, setting) => {
  const verb = batch.command('report').description('what a batch did, what is proven, and what it cost');
  withCommonOptions(verb, [
    'orchestrator batch report 44',
    'orchestrator batch report 44 --html --out report.html',
    'orchestrator batch report 44 --form sarif --out results.sarif',
    'orchestrator batch report 44 --json',
  ])
    .argument('[batch]', 'the number of the batch (default: the newest)')
    .option('--markdown', 'as Markdown')
    .option('--html', 'as one self-contained page; in a terminal, into the batch’s folder')
    .option('--form <form>', 'text, json, markdown, html, sarif, junit, annotations, summary or rdjson')
    .option('--out <file>', 'the file to write; a folder gets a file with its own name; - is standard output')
    .option('--yes', 'replace a file that was changed')
    .action(async (number: string | undefined, flags: ReportFlags) => {
      const { reportAction } = await import('./act.ts');
      await reportAction(number, flags, setting);
    });
};
