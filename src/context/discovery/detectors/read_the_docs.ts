import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import type { YamlNode } from '../reading/yaml.ts';

/** The build on Read the Docs: versions, steps, and whether warnings are failures. */
export const readTheDocs: Detector = {
  name: 'read-the-docs',
  detect(sources) {
    const path = ['.readthedocs.yaml', '.readthedocs.yml'].find((each) => sources.has(each));
    const root = path === undefined ? undefined : sources.yaml(path)?.root;
    if (path === undefined || root === undefined) return [];
    const fact = (about: string, statement: string, values: Record<string, string>, node: YamlNode): Fact =>
      makeFact({
        kind: 'ci',
        about: `read-the-docs:${about}`,
        statement: `Read the Docs ${statement}`,
        values,
        evidence: [{ path, line: node.line }],
      });
    const tools = root.at('build', 'tools')?.entries() ?? [];
    const steps = [
      ...(root.at('build', 'commands')?.items() ?? []),
      ...(root.at('build', 'jobs')?.entries() ?? []).flatMap(({ value }) => [
        ...value.items(),
        ...value.entries().flatMap(({ value: inner }) => inner.items()),
      ]),
    ].filter(
      ({ scalar }) =>
        scalar !== undefined &&
        scalar.length < 140 &&
        !/[$|&;]|^(?:asdf|(?:python3? -m )?pip install (?:-U |--upgrade )?(?:pip|uv|poetry|pdm)\b|uv venv)/u.test(
          scalar,
        ),
    );
    const strict = [root.at('sphinx', 'fail_on_warning'), root.at('mkdocs', 'fail_on_warning')].find(
      (each) => each?.scalar === 'true',
    );
    const installs = (root.at('python', 'install')?.items() ?? []).flatMap((each) => {
      const node = each.key('requirements') ?? each.key('path');
      return node?.scalar === undefined ? [] : [node];
    });
    return [
      ...tools
        .slice(0, 3)
        .flatMap(({ key, value }) =>
          value.scalar === undefined
            ? []
            : [
                fact(
                  `tool:${key}`,
                  `builds with ${plain(key, 20)} ${plain(value.scalar, 20)}`,
                  { tool: key, version: value.scalar },
                  value,
                ),
              ],
        ),
      ...installs
        .slice(0, 3)
        .map((node) =>
          fact(
            `install:${node.scalar ?? ''}`,
            `installs \`${plain(node.scalar ?? '', 80)}\` first`,
            { path: node.scalar ?? '' },
            node,
          ),
        ),
      ...steps
        .slice(0, 6)
        .map((node) =>
          fact(
            `step:${node.scalar ?? ''}`,
            `runs \`${plain(node.scalar ?? '', 140)}\``,
            { run: node.scalar ?? '' },
            node,
          ),
        ),
      ...(strict === undefined
        ? []
        : [fact('warnings', 'treats warnings as failures', { setting: 'fail_on_warning' }, strict)]),
    ];
  },
};
