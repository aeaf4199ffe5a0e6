import type { Detector } from '../detector.ts';
import type { Fact } from '../fact.ts';
import { listed, ruleFact } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Plug-ins of oxlint, and rules of ESLint and oxlint that affect how most changes are written. */
export const scriptRules: Detector = {
  name: 'script-rules',
  detect: (sources) =>
    FILES.flatMap(([path, tool]) => (sources.has(path) ? factsIn(sources, path, tool) : [])),
};

const FILES = [
  ['.oxlintrc.json', 'oxlint'],
  ['.eslintrc.json', 'ESLint'],
  ['.eslintrc', 'ESLint'],
] as const;

function factsIn(sources: Sources, path: string, tool: string): Fact[] {
  const file = path.endsWith('.json') || isJson(sources, path) ? sources.json(path) : undefined;
  if (file === undefined) return [];
  const plugins = file.at('plugins');
  const names = (Array.isArray(plugins?.value) ? plugins.value : []).filter(
    (each) => typeof each === 'string',
  );
  const rules = file.entries('rules').flatMap(({ key, value, line }) => {
    const rule = key.replace(/^@?typescript(?:-eslint)?\//u, '');
    const meaning = RULES.get(rule);
    return meaning === undefined || !isOn(value)
      ? []
      : [ruleFact(tool, rule, `${meaning} (${tool}: \`${rule}\`)`, path, line)];
  });
  return [
    ...(plugins === undefined || names.length === 0
      ? []
      : [ruleFact(tool, 'plugins', `${tool} runs with the plug-ins ${listed(names)}`, path, plugins.line)]),
    ...rules,
  ];
}

/** A file without an ending may be YAML. */
function isJson(sources: Sources, path: string): boolean {
  return /^\s*(?:\{|\/[/*])/u.test(sources.read(path)?.text ?? '');
}

function isOn(value: unknown): boolean {
  const level: unknown = Array.isArray(value) ? value[0] : value;
  return /^(?:error|warn|deny|1|2)$/u.test(String(level));
}

const RULES: ReadonlyMap<string, string> = new Map([
  ['consistent-type-imports', 'Types are imported as types'],
  ['no-explicit-any', '`any` is not allowed'],
  ['no-non-null-assertion', 'Non-null assertions are not allowed'],
  ['no-require-imports', '`require` is not allowed'],
  ['no-namespace', 'Namespaces are not allowed'],
  ['no-floating-promises', 'Promises must be awaited or handled'],
  ['explicit-function-return-type', 'Functions declare the types of their results'],
  ['no-console', '`console` is not allowed'],
  ['no-var', '`var` is not allowed'],
  ['prefer-const', 'Variables that never change are `const`'],
  ['no-shadow', 'Variables do not shadow others'],
  ['no-default-export', 'Default exports are not allowed'],
  ['import/no-default-export', 'Default exports are not allowed'],
  ['import/no-cycle', 'Circular imports are not allowed'],
  ['eqeqeq', 'Comparisons are made with `===`'],
  ['curly', 'Blocks have braces'],
]);
