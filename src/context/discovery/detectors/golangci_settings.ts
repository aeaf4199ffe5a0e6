import type { Detector } from '../detector.ts';
import type { Fact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { listed, MAX_LISTED, ruleFact } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/**
 * The rules of golangci-lint beyond the names of its linters: limits, forbidden imports and uses, names in tags, and import
 * groups.
 */
export const golangciSettings: Detector = {
  name: 'golangci-settings',
  detect: golangciFacts,
};

/** Linters of golangci-lint with a limit: its key, and its meaning. */
const BOUNDS = [
  ['cyclop', 'max-complexity', 'the complexity of functions'],
  ['gocyclo', 'min-complexity', 'the complexity of functions'],
  ['gocognit', 'min-complexity', 'the cognitive complexity of functions'],
  ['nestif', 'min-complexity', 'the nesting of conditions'],
  ['funlen', 'lines', 'the length of functions'],
  ['funlen', 'statements', 'the statements of functions'],
  ['lll', 'line-length', 'the length of lines'],
  ['dupl', 'threshold', 'the tokens of a duplicate'],
] as const;

/** Imports and calls that golangci-lint forbids, and its naming rule for fields. */
function golangciFacts(sources: Sources): Fact[] {
  const path = ['.golangci.yml', '.golangci.yaml'].find((each) => sources.has(each));
  const root = path === undefined ? undefined : sources.yaml(path)?.root;
  if (path === undefined || root === undefined) return [];
  const settings = root.at('linters', 'settings') ?? root.key('linters-settings');
  const denied = (settings?.at('depguard', 'rules')?.entries() ?? []).flatMap(({ value }) =>
    (value.key('deny')?.items() ?? []).flatMap((each) => {
      const name = each.key('pkg')?.scalar;
      const why = each.key('desc')?.scalar;
      return name === undefined
        ? []
        : [
            ruleFact(
              'depguard',
              `deny:${name}`,
              `\`${plain(name, 80)}\` may not be imported${why === undefined ? '' : `: ${plain(why, 80)}`}`,
              path,
              each.line,
            ),
          ];
    }),
  );
  const forbidden = (settings?.at('forbidigo', 'forbid')?.items() ?? []).flatMap((each) => {
    const pattern = each.key('pattern')?.scalar ?? each.scalar;
    const why = each.key('msg')?.scalar;
    return pattern === undefined
      ? []
      : [
          ruleFact(
            'forbidigo',
            `forbid:${pattern}`,
            `\`${plain(pattern, 80)}\` may not be used${why === undefined ? '' : `: ${plain(why, 80)}`}`,
            path,
            each.line,
          ),
        ];
  });
  const cases = (settings?.at('tagliatelle', 'case', 'rules')?.entries() ?? []).flatMap(
    ({ key, value, line }) =>
      value.scalar === undefined
        ? []
        : [
            ruleFact(
              'tagliatelle',
              key,
              `Tags of \`${plain(key, 20)}\` on fields are named in ${plain(value.scalar, 20)} case`,
              path,
              line,
            ),
          ],
  );
  const imports = ['goimports', 'gci'].flatMap((tool) => {
    const at = root.at('formatters', 'settings', tool) ?? settings?.key(tool);
    const [key, wanted] =
      tool === 'gci'
        ? (['sections', /^prefix\((.+)\)$/u] as const)
        : (['local-prefixes', /^(.+)$/u] as const);
    const node = at?.key(key);
    const names = [node?.scalar ?? '', ...(node?.items() ?? []).map(({ scalar }) => scalar ?? '')].flatMap(
      (each) => wanted.exec(each)?.[1] ?? [],
    );
    return node === undefined || names.length === 0
      ? []
      : [ruleFact(tool, key, `Imports of ${listed(names, 80)} are in their own group`, path, node.line)];
  });
  const bounds = BOUNDS.flatMap(([tool, key, what]) => {
    const node = settings?.key(tool)?.key(key);
    return node?.scalar === undefined || !/^\d+$/u.test(node.scalar)
      ? []
      : [
          ruleFact(
            tool,
            key,
            `golangci-lint limits ${what} to ${node.scalar} (\`${tool}\`)`,
            path,
            node.line,
          ),
        ];
  });
  return [
    ...bounds,
    ...denied.slice(0, MAX_LISTED),
    ...forbidden.slice(0, MAX_LISTED),
    ...cases.slice(0, 6),
    ...imports,
  ];
}
