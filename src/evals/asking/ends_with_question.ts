/** Whether a reply ends by asking: a question mark ends its last sentence, whatever marks, emoji or brackets follow. */
export function endsWithQuestion(text: string): boolean {
  return /[?？؟][\s\p{P}\p{S}\p{Cf}]*$/u.test(text.slice(-200));
}
