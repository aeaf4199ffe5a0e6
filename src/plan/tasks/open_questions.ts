import { plainText } from '../document/plain_text.ts';
import { type OutlineBlock, readOutline, type Section } from '../outline/outline.ts';
import { isAnswered, namesQuestions, needsDecision } from '../words/question_words.ts';
import type { TaskProblem, TaskSource } from './importer.ts';
import { shortText } from './short_text.ts';

/** Warns about questions in a document that its owner has to answer before the work: no agent can. */
export function openQuestions({ text: written, file }: TaskSource): TaskProblem[] {
  const { text, from } = plainText(written);
  const found = readOutline(text, { from }).sections.flatMap(questionsIn);
  const [first] = found;
  if (first === undefined) return [];
  const named = found
    .slice(0, MAX_NAMED)
    .map(
      ({ text: question, line }) =>
        `“${shortText(question.replace(/^\[ ?\]\s+|[*`]/gu, ''))}” (line ${line})`,
    );
  const more = found.length - named.length;
  return [
    {
      ...{ severity: 'warning', code: 'questions-open', file, line: first.line, column: 1 },
      message: `Questions to be answered first: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: 'Write the answers into the document, or remove the questions: an agent would choose by itself.',
      quotes: found.slice(0, MAX_NAMED).map(({ line }) => line),
    },
  ];
}

const MAX_NAMED = 6;

type Question = { readonly text: string; readonly line: number };

function questionsIn({ heading, blocks }: Section): Question[] {
  const found: Question[] = [];
  const isOver = namesQuestions(heading.text);
  let isBelowLabel = false;
  for (const [index, block] of blocks.entries()) {
    const line = block.kind === 'text' ? block.lines[0] : undefined;
    if (block.kind !== 'text' || line === undefined) continue;
    const text = block.lines.map((each) => each.text).join(' ');
    if (!block.isItem && block.depth === 0) {
      isBelowLabel = namesQuestions(text);
      if (isOver && !isBelowLabel && /[?？]\s*$/u.test(text) && !isAnsweredAt(blocks, index))
        found.push({ text, line: line.line });
      continue;
    }
    if (!block.isItem || block.depth > 1) continue;
    const isAsked = ((isOver || isBelowLabel) && !NOTHING.test(text)) || needsDecision(text);
    if (isAsked && !TICKED.test(text) && !isAnsweredAt(blocks, index)) found.push({ text, line: line.line });
  }
  return found;
}

/** Whether a question has its answer in itself or below it. */
function isAnsweredAt(blocks: readonly OutlineBlock[], index: number): boolean {
  const below: string[] = [];
  const own = blocks[index];
  const depth = own?.kind === 'text' ? own.depth : 0;
  for (const [place, block] of blocks.entries()) {
    if (place < index || block.kind !== 'text') continue;
    if (place > index && (block.isItem ? block.depth <= depth : block.depth < depth)) break;
    const text = block.lines.map((line) => line.text).join(' ');
    if (place > index || !(needsDecision(text) || /[?？]\s*$/u.test(text))) below.push(text);
  }
  return isAnswered(below.join('\n'));
}

const TICKED = /^\[[xX]\]\s/u;
const NOTHING = /^(?:none|n\/a|keine|ninguna|nenhuma|aucune|нет|无|なし|없음)[\s.]*$/iu;
