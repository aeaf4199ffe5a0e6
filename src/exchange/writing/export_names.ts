/** The most characters of a name: https://agentskills.io/specification#name-field */
const LONGEST_NAME = 64;
/** The most characters of a description; the specification allows 1,024, and every session reads all of them. */
const LONGEST_DESCRIPTION = 400;

/** A skill's name: a-z, 0-9 and single hyphens between; empty if nothing is left. */
export function exportName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-/u, '')
    .slice(0, LONGEST_NAME)
    .replace(/-$/u, '');
}

/** The purpose and the use case on one line, without anything that looks like a tag. */
export function descriptionOf({
  description,
  useWhen,
}: {
  readonly description: string;
  readonly useWhen: string | undefined;
}): string {
  const when = useWhen === undefined ? 'Use when somebody asks for that.' : `Use when: ${useWhen}`;
  const clean = (text: string) =>
    text
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .replace(/[<>]/gu, '')
      .trim();
  // An imported description already says when to use it.
  const isSaid = useWhen !== undefined && description.includes(useWhen);
  const text = clean(isSaid ? description : `${description} ${when}`);
  if (text.length <= LONGEST_DESCRIPTION) return text;
  return `${text
    .slice(0, LONGEST_DESCRIPTION - 1)
    .replace(/[\ud800-\udbff]$/u, '')
    .trimEnd()}…`;
}
