/**
 * Whether an answer does nothing but refuse: "I'm sorry, but I can't help with that." Endpoints seldom report that themselves. A
 * text that asks for something, or names what it lacks, is an answer, if a poor one; so is any longer text.
 */
export function isRefusal(text: string): boolean {
  const said = text.trim().replace(/[’‘]/gu, "'");
  return said.length <= LONGEST && REFUSAL.test(said) && !ASKS.test(said);
}

const LONGEST = 300;

const REFUSAL =
  /^(?:(?:(?:I'm|I am)(?: (?:very|really|so))? sorry|sorry|unfortunately|I apologi[sz]e|my apologies)[,.;:!–—-]*\s+)?(?:but\s+|however,?\s+)?(?:as an AI[^,.]{0,60},\s*)?I(?:'m| am)?\s*(?:can't|can not|cannot|won't|will not|unable to|not able to|must decline to|have to decline to|decline to)\s+(?:(?:help|assist)(?: you)?(?: with| on)?|comply|fulfil+|do|carry out|engage|participate|continue)\b[^.!?]{0,80}[.!]?(?:\s|$)/iu;

const ASKS = /\?|\b(?:without|until|unless|need|send|share|tell me|give me|missing|instead)\b/iu;
