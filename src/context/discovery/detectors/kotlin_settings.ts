import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, plain } from '../plain_text.ts';
import { matchesInScript } from '../reading/line_matches.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources, SourceText } from '../sources.ts';

/** Settings of Kotlin in Gradle's build files: explicit API mode, the JVM's version, the targets, and ktlint's version. */
export const kotlinSettings: Detector = {
  name: 'kotlin-settings',
  detect: (sources: Sources) =>
    sources
      .matching(/^build\.gradle(?:\.kts)?$/u)
      .filter((path) => depthOf(path) <= 1)
      .slice(0, 12)
      .flatMap((path) => factsIn(sources.read(path))),
};

function factsIn(text: SourceText | undefined): Fact[] {
  if (text === undefined) return [];
  const { path } = text;
  const place = path.includes('/') ? ` (\`${plain(path)}\`)` : '';
  const fact = (about: string, statement: string, line: number): Fact =>
    makeFact({
      kind: 'convention',
      about: `kotlin:${path}:${about}`,
      statement: `${statement}${place}`,
      values: { setting: about, path },
      evidence: [{ path, line }],
    });
  const targets = matchesInScript(text, TARGET);
  const [target] = targets;
  return [
    ...SETTINGS.flatMap(([about, pattern, statementOf]) =>
      matchesInScript(text, pattern)
        .slice(0, 1)
        .map(({ groups: [value = ''], line }) => fact(about, statementOf(plain(value, 20)), line)),
    ),
    ...(target === undefined || text.lineOf(/\bmultiplatform\b|^kotlin\s*\{/u) === undefined
      ? []
      : [
          fact(
            'targets',
            `Kotlin is compiled for ${listed([...new Set(targets.map(({ groups: [name = ''] }) => name))], 30)}`,
            target.line,
          ),
        ]),
  ];
}

const SETTINGS: readonly (readonly [string, RegExp, (value: string) => string])[] = [
  [
    'explicit-api',
    /^\s*explicitApi\s*(\(\)|=\s*\w)/u,
    () => 'Public Kotlin declarations state their visibility and types',
  ],
  [
    'jvm-target',
    /\bjvmTarget\b[^\n]{0,40}?(?:JVM_|["'])(\d[\d_.]*)/u,
    (value) => `Kotlin is compiled for the JVM ${value.replace('_', '.')}`,
  ],
  [
    'ktlint',
    /^\s*ktlint\(\s*["'](\d[\w.]*)["']/u,
    (version) => `ktlint ${version} formats Kotlin, through Spotless`,
  ],
  ['all-warnings', /^\s*allWarningsAsErrors\s*(?:=|\.set\()\s*(true)/u, () => 'Kotlin warnings are errors'],
];

/** A call in the block for Kotlin that adds a target. */
const TARGET =
  /^\s+(androidNative\w+|androidTarget|ios\w*|js|jvm|linux\w+|macos\w+|mingwX64|tvos\w+|wasmJs|wasmWasi|watchos\w+)\s*(?:\([^)]{0,40}\)\s*\{?|\{)\s*$/u;
