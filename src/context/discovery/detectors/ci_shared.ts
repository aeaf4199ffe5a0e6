import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { jobsIn, workflowsIn } from '../reading/ci_files.ts';
import type { YamlNode } from '../reading/yaml.ts';
import type { Sources } from '../sources.ts';

/** Jobs of GitHub Actions that another repository's workflow does, and the images that jobs run in. */
export const ciShared: Detector = {
  name: 'ci-shared',
  detect: (sources) => workflowsIn(sources).flatMap((path) => factsIn(sources, path)),
};

function factsIn(sources: Sources, path: string): Fact[] {
  return jobsIn(sources, path).flatMap(({ key, value }) => [
    ...sharedFact(key, value, path),
    ...imageFact(value, path),
  ]);
}

function sharedFact(job: string, node: YamlNode, path: string): Fact[] {
  const uses = node.key('uses');
  const [, repository, file] =
    /^([\w.-]+\/[\w.-]+)\/\.github\/workflows\/([\w.-]+)@/u.exec(uses?.scalar ?? '') ?? [];
  if (uses === undefined || repository === undefined || file === undefined) return [];
  const inputs = (node.key('with')?.entries() ?? []).flatMap(({ key, value }) =>
    value.scalar === undefined || !/^[\w./@:-]{1,40}$/u.test(value.scalar) ? [] : [`${key}: ${value.scalar}`],
  );
  const given =
    inputs.length === 0
      ? ''
      : `, given ${inputs
          .slice(0, 6)
          .map((each) => `\`${plain(each, 80)}\``)
          .join(', ')}`;
  return [
    makeFact({
      kind: 'ci',
      about: `shared:${repository}/${file}`,
      statement: `In CI, the job \`${plain(job, 40)}\` calls the workflow \`${plain(file, 60)}\` of \`${plain(repository, 80)}\`${given}`,
      values: { repository, workflow: file },
      evidence: [{ path, line: uses.line }],
    }),
  ];
}

function imageFact(job: YamlNode, path: string): Fact[] {
  const container = job.key('container');
  const image = container?.scalar === undefined ? container?.key('image') : container;
  return image?.scalar === undefined || image.scalar === '' || image.scalar.includes('$')
    ? []
    : [
        makeFact({
          kind: 'ci',
          about: `image:${image.scalar}`,
          statement: `In CI, jobs run in the image \`${plain(image.scalar, 100)}\``,
          values: { image: image.scalar },
          evidence: [{ path, line: image.line }],
        }),
      ];
}
