/** The fields in which an example's phase departs from the usual; an empty text leaves a field out. */
export type ExamplePhase = {
  readonly heading?: string;
  readonly goal?: string;
  readonly hours?: string;
  readonly files?: string;
  readonly dependencies?: string;
  readonly gates?: string;
  readonly needs?: string;
  /** Whole lines at the end. */
  readonly more?: string;
};

/** A plan for the examples of the rules: good in everything except the fields given. */
export function examplePlan(...phases: readonly ExamplePhase[]): string {
  return `# Example\n\n## Phases\n\n${phases.map(examplePhase).join('\n')}`;
}

function examplePhase(
  {
    heading,
    goal = 'It works.',
    hours = '2',
    files,
    dependencies = 'None',
    gates = '- [ ] Tests pass: `npm test`',
    needs = '',
    more = '',
  }: ExamplePhase,
  index: number,
): string {
  const number = index + 1;
  const field = (name: string, value: string) => (value === '' ? [] : [`**${name}**: ${value}`]);
  const lines = [
    `### ${heading ?? `Phase ${number}: Part ${number}`}`,
    ...field('Goal', goal),
    ...field('Estimated Hours', hours),
    ...field('Files Modified', files ?? `src/part_${number}.ts`),
    ...field('Dependencies', dependencies),
    ...field('Needs', needs),
    ...(gates === '' ? [] : ['**Validation Gates**:', gates]),
    ...(more === '' ? [] : ['', more]),
  ];
  return `${lines.join('\n')}\n`;
}
