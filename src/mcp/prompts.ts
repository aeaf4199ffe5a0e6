import { agentPrompts } from '../operations/index.ts';
import { tools } from './tools/index.ts';

/** The prompts offered to clients: those that have a tool to call, without the sentences that need a tool that does not exist. */
export const prompts = agentPrompts
  .map((prompt) => ({ ...prompt, text: (argument: string) => withTools(prompt.text(argument)) }))
  .filter(({ text }) => toolsIn(text('')).some((name) => tools.some((tool) => tool.name === name)));

/** Removes the sentences that call for a tool that does not exist, and renumbers the steps. */
function withTools(text: string): string {
  const names = new Set([...tools.map(({ name }) => name), 'orchestrator']);
  let number = 0;
  return text
    .split('\n')
    .flatMap((line) => {
      const [, step] = /^\d+\. (.*)$/u.exec(line) ?? [];
      if (step === undefined) return [line];
      const said = step
        .split(/(?<=[.!?])\s+/u)
        .filter((sentence) => toolsIn(sentence).every((name) => names.has(name)));
      if (said.length === 0) return [];
      number += 1;
      return [`${number}. ${said.join(' ')}`];
    })
    .join('\n');
}

/** The names in backquotes that could be tools. */
function toolsIn(sentence: string): string[] {
  return [...sentence.matchAll(/`([a-z]+(?:_[a-z]+)*)`/gu)].map(([, name = '']) => name);
}
