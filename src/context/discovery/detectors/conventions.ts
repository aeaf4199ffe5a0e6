import type { Detector } from '../detector.ts';
import { evenSample } from '../even_sample.ts';
import { type Fact, makeFact } from '../fact.ts';
import { folderOf, nameOf } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import type { Sources } from '../sources.ts';

/** Conventions that have examples: names and places of tests, names of files, data validation, the style of an API. */
export const conventions: Detector = {
  name: 'conventions',
  detect: (sources) => [
    ...testFacts(sources),
    ...nameFacts(sources),
    ...libraryFacts(sources),
    ...skillFacts(sources),
  ],
};

const MINOR = inFolders(
  ['thirdParty', 'fixtures', 'templates', 'built'],
  [
    '[\\w+.]+-\\d+\\.\\d+[\\w.]*',
    '[tT]est_?[dD]ata',
    '[sS]ample(?:s|_?[cC]lasses|_?[dD]ata)?',
    'src/\\w+/resources',
  ],
);

/**
 * The folder of a product's own sources in Maven's and Gradle's layout, also for several platforms. Files named after tests are
 * helpers there.
 */
const OF_PRODUCT = /(?:^|\/)src\/(?:main|\w+Main)\//u;

function testFacts(sources: Sources): Fact[] {
  const own = sources.where({
    name: /[tT]est|[sS]pec|IT\.java$|\.cy\./u,
    folder: (folder) => !OF_PRODUCT.test(folder),
    outside: MINOR,
  });
  return own.length < 2
    ? []
    : TESTS.flatMap(([form, pattern]) => {
        const found = own.filter((path) => pattern.test(path));
        if (found.length < 2) return [];
        const kin = KIN.find((forms) => forms.includes(form)) ?? [];
        const all = own.filter((path) => TESTS.some(([each, is]) => kin.includes(each) && is.test(path)));
        // The form of a few names would mislead if most tests are named differently.
        if (found.length * 5 < all.length) return [];
        const tops = new Set(found.map((path) => path.split('/')[0]));
        const [top] = tops;
        const place =
          tops.size === 1 && found.every((path) => path.includes('/')) ? `, all below \`${top}/\`` : '';
        return [
          makeFact({
            kind: 'convention',
            about: `tests:${form}`,
            statement: `Test files are named \`${form}\`${place}`,
            values: { tests: form, ...(place === '' ? {} : { folder: `${top}/` }) },
            evidence: examples(found),
            certainty: 'shown',
          }),
        ];
      });
}

/** Forms of names for the same kind of test, of which a project usually has one. */
const KIN: readonly (readonly string[])[] = ['java', 'kt', 'cpp'].map((ending) => [
  `Test*.${ending}`,
  `*Test.${ending}`,
  `*Tests.${ending}`,
  `*_test.${ending}`,
  `test_*.${ending}`,
]);

const TESTS: readonly (readonly [string, RegExp])[] = [
  ...['test', 'spec'].flatMap((word) =>
    ['ts', 'mts', 'cts', 'tsx', 'js', 'mjs', 'cjs', 'jsx'].map(
      (ending) => [`*.${word}.${ending}`, new RegExp(`\\.${word}\\.${ending}$`, 'u')] as const,
    ),
  ),
  ['test_*.py', /(?:^|\/)test_[^/]+\.py$/u],
  ['*_test.py', /_test\.py$/u],
  ['*_test.go', /_test\.go$/u],
  ['*.test-d.ts', /\.test-d\.ts$/u],
  ['*.e2e-spec.ts', /\.e2e-spec\.ts$/u],
  ...['ts', 'tsx', 'js', 'jsx'].map(
    (ending) => [`*.cy.${ending}`, new RegExp(`\\.cy\\.${ending}$`, 'u')] as const,
  ),
  ['*Test.java', /Test\.java$/u],
  ['Test*.java', /(?:^|\/)Test[A-Z]\w*(?<!Tests?)\.java$/u],
  ['Test*.kt', /(?:^|\/)Test[A-Z]\w*(?<!Tests?)\.kt$/u],
  ['*IT.java', /[a-z]IT\.java$/u],
  ['*Spec.groovy', /Spec\.groovy$/u],
  ['*Spec.scala', /Spec\.scala$/u],
  ['*Spec.kt', /Spec\.kt$/u],
  // `ClassForTests.java` is a helper of tests.
  ['*Tests.java', /(?<!For)Tests\.java$/u],
  ['*Test.kt', /Test\.kt$/u],
  ['*Tests.kt', /(?<!For)Tests\.kt$/u],
  ['*Tests.cs', /(?<!For)Tests\.cs$/u],
  ['*Test.cs', /Test\.cs$/u],
  ['*Specs.cs', /[a-z]Specs\.cs$/u],
  ['*Tester.cs', /[a-z]Tester\.cs$/u],
  ['*_spec.rb', /_spec\.rb$/u],
  ['*_test.rb', /_test\.rb$/u],
  ['*Test.php', /Test\.php$/u],
  ['*-test.cc', /-test\.cc$/u],
  ['*_test.cc', /_test\.cc$/u],
  ['*_gtest.cc', /_gtest\.cc$/u],
  ['*_unittest.cc', /_unittest\.cc$/u],
  ['*_test.cpp', /_test\.cpp$/u],
  ['*Test.cpp', /\wTest\.cpp$/u],
  ['test_*.cpp', /(?:^|\/)test_[^/]+\.cpp$/u],
  ['test_*.c', /(?:^|\/)test_[^/]+\.c$/u],
  ['*_test.exs', /_test\.exs$/u],
];

/** Up to three of them, from different folders if possible. */
function examples(paths: readonly string[]): Fact['evidence'] {
  const chosen: string[] = [];
  for (const path of paths)
    if (chosen.length < 3 && !chosen.some((each) => folderOf(each) === folderOf(path))) chosen.push(path);
  for (const path of paths) if (chosen.length < 3 && !chosen.includes(path)) chosen.push(path);
  return chosen.map((path) => ({ path, line: null }));
}

/** The naming style of source files with more than one word, if nine in ten follow it. */
function nameFacts(sources: Sources): Fact[] {
  return [...NAMED].flatMap(([language, endings]) => {
    const names = evenSample(sources.where({ endings }), 600).filter(
      (path) => !MINOR.test(path) && !/\.d\.ts$/u.test(path),
    );
    const styled = names.flatMap((path) => {
      const style = STYLES.find(([, is]) => is.test(nameOf(path).replace(/\..*$/u, '')))?.[0];
      return style === undefined ? [] : [{ path, style }];
    });
    if (styled.length < 8) return [];
    for (const [style] of STYLES) {
      const same = styled.filter((each) => each.style === style);
      if (same.length * 10 >= styled.length * 9)
        return [
          makeFact({
            kind: 'convention',
            about: `names:${language}`,
            statement: `${language} file names of several words are in ${style}`,
            values: { language, names: style },
            evidence: examples(same.map(({ path }) => path)),
            certainty: 'shown',
          }),
        ];
    }
    return [];
  });
}

const NAMED: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({ TypeScript: 'ts', JavaScript: 'js' }).map(([language, ending]) => [
    language,
    new Set(['', 'c', 'm'].flatMap((form) => [`${form}${ending}`, `${form}${ending}x`])),
  ]),
);

const STYLES: readonly (readonly [string, RegExp])[] = [
  ['kebab-case', /^[a-z0-9]+(?:-[a-z0-9]+)+$/u],
  ['snake_case', /^[a-z0-9]+(?:_[a-z0-9]+)+$/u],
  ['camelCase', /^[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+$/u],
  ['PascalCase', /^[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+$/u],
];

/** Imports of source files; the number of opened files is limited, so that a large project costs no more. */
function libraryFacts(sources: Sources): Fact[] {
  const choice = {
    // Type declarations contain no code that runs.
    name: (name: string) => SOURCE.test(name) && !/\.(?:d|tst)\.[cm]?tsx?$/u.test(name) && !BESIDE.test(name),
    folder: (folder: string) => !BESIDE.test(folder),
    outside: MINOR,
  };
  const source = sources.where(choice);
  const likely = sources.where({ ...choice, either: LIKELY });
  const opened = [...new Set([...evenSample(likely, 40), ...evenSample(source, 20)])].flatMap(
    (path) => sources.read(path) ?? [],
  );
  const found = new Set(opened.filter(({ text }) => ANY_USE.test(text)));
  return USES.flatMap(([what, name, pattern]) => {
    const seen = opened.flatMap((text) => {
      const line = found.has(text) ? text.lineOf(pattern) : undefined;
      // A library does not use itself.
      return line === undefined || text.path.split('/').includes(name.toLowerCase())
        ? []
        : [{ path: text.path, line }];
    });
    if (seen.length < 2) return [];
    return [
      makeFact({
        kind: 'convention',
        about: `${what}:${name}`,
        statement: `${WORDS[what]} ${name}`,
        values: { [what]: name },
        evidence: seen.slice(0, 3),
        certainty: 'shown',
      }),
    ];
  });
}

const SOURCE = /\.(?:[cm]?[jt]sx?|py|go|rb|php|java|kt|cs|rs)$/u;
/** Files and folders beside the product's own code. */
const BESIDE = /test|spec|(?:^|\/)(?:examples?|benchmarks?)\//iu;
const LIKELY =
  /(?:^|\/)(?:\w*(?:route|router|api|schema|model|validat|controller|handler|endpoint|view|type)\w*)(?:\/|\.)/iu;

type Use = 'validation' | 'api' | 'rpc' | 'orm';

const WORDS: Readonly<Record<Use, string>> = {
  validation: 'Data is validated with',
  api: 'HTTP endpoints are built with',
  rpc: 'Remote calls are made through',
  orm: 'The database is accessed through',
};

const USES: readonly (readonly [Use, string, RegExp])[] = [
  ['validation', 'Zod', /\bfrom ['"]zod(?:\/[\w-]+)?['"]|require\(['"]zod['"]\)/u],
  ['validation', 'Valibot', /\bfrom ['"]valibot['"]/u],
  ['validation', 'Joi', /\bfrom ['"]joi['"]|require\(['"]joi['"]\)/u],
  ['validation', 'Yup', /\bfrom ['"]yup['"]/u],
  ['validation', 'Ajv', /\bfrom ['"]ajv['"]|require\(['"]ajv['"]\)/u],
  ['validation', 'Pydantic', /^\s*(?:from|import) pydantic\b/u],
  ['validation', 'ArkType', /\bfrom ['"]arktype['"]/u],
  ['validation', 'class-validator', /\bfrom ['"]class-validator['"]/u],
  ['validation', 'marshmallow', /^\s*(?:from|import) marshmallow\b/u],
  ['validation', 'Laravel validation', /\$this->validate\(|\$request->validate\(|extends FormRequest\b/u],
  ['validation', 'Symfony constraints', /^use Symfony\\Component\\Validator\\Constraints\b/u],
  ['validation', 'Jakarta Bean Validation', /^import (?:jakarta|javax)\.validation\./u],
  ['validation', 'FluentValidation', /^\s*using FluentValidation;/u],
  ['validation', 'data annotations', /^\s*using System\.ComponentModel\.DataAnnotations;/u],
  ['validation', 'go-playground/validator', /"github\.com\/go-playground\/validator\/v\d+"/u],
  ['validation', 'Rails strong parameters', /\bparams\.(?:require|expect|permit)\(/u],
  ['validation', 'Active Model validations', /^\s+validates\s+:/u],
  ['validation', 'validator', /^use validator::/u],
  ['api', 'Express', /\bfrom ['"]express['"]|require\(['"]express['"]\)/u],
  ['api', 'Fastify', /\bfrom ['"]fastify['"]/u],
  ['api', 'Hono', /\bfrom ['"]hono['"]/u],
  ['api', 'tRPC', /\bfrom ['"]@trpc\/server['"]/u],
  ['api', 'NestJS', /\bfrom ['"]@nestjs\/common['"]/u],
  ['api', 'FastAPI', /^\s*from fastapi import\b/u],
  ['api', 'Flask', /^\s*from flask import\b/u],
  ['api', 'Django REST framework', /^\s*from rest_framework\b/u],
  ['api', 'Koa', /\bfrom ['"]koa['"]|require\(['"]koa['"]\)/u],
  ['api', 'GraphQL', /\bfrom ['"]graphql['"]|^\s*import graphene\b|^\s*import strawberry\b/u],
  ['api', 'Starlette', /^\s*from starlette\.(?:applications|routing)\b/u],
  ['api', 'Echo', /"github\.com\/labstack\/echo\/v\d+"/u],
  ['api', 'chi', /"github\.com\/go-chi\/chi(?:\/v\d+)?"/u],
  ['api', 'Fiber', /"github\.com\/gofiber\/fiber\/v\d+"/u],
  ['api', 'gorilla/mux', /"github\.com\/gorilla\/mux"/u],
  ['rpc', 'gRPC', /^\s*(?:import )?(?:[\w.]+ )?"google\.golang\.org\/grpc"|^use tonic::|^import io\.grpc\./u],
  ['api', 'axum', /^use axum::/u],
  ['api', 'Actix Web', /^use actix_web::/u],
  ['api', 'Spring MVC', /^import org\.springframework\.web\.bind\.annotation\./u],
  ['api', 'JAX-RS', /^import (?:jakarta|javax)\.ws\.rs\./u],
  ['api', 'Ktor', /^import io\.ktor\.server\./u],
  ['api', 'ASP.NET Core', /^\s*using Microsoft\.AspNetCore\.(?:Mvc|Builder|Http)\b/u],
  [
    'api',
    'Rails Action Controller',
    /^\s*class \S+Controller < (?:\S*ApplicationController|ActionController::)/u,
  ],
  [
    'api',
    'Symfony controllers',
    /^\s*(?:(?:final|readonly|abstract) )*class \w+Controller extends AbstractController\b/u,
  ],
  [
    'api',
    'Laravel controllers',
    /^\s*(?:(?:final|readonly|abstract) )*class \w+Controller extends (?:Base)?Controller\b/u,
  ],
  ['api', 'Gin', /"github\.com\/gin-gonic\/gin"/u],
  ['orm', 'SQLModel', /^\s*from sqlmodel import\b/u],
  ['orm', 'SQLAlchemy', /^\s*(?:from|import) sqlalchemy\b/u],
  ['orm', 'Prisma', /\bfrom ['"]@prisma\/client['"]/u],
  ['orm', 'Drizzle', /\bfrom ['"]drizzle-orm(?:\/[\w-]+)?['"]/u],
  ['orm', 'TypeORM', /\bfrom ['"]typeorm['"]/u],
  ['orm', 'Kysely', /\bfrom ['"]kysely['"]/u],
  ['orm', 'Mongoose', /\bfrom ['"]mongoose['"]|require\(['"]mongoose['"]\)/u],
  ['orm', 'Django models', /^from django\.db import (?:.*\b)?models\b/u],
  ['orm', 'GORM', /"gorm\.io\/gorm"/u],
  ['orm', 'JPA', /^import (?:jakarta|javax)\.persistence\./u],
  ['orm', 'jOOQ', /^import org\.jooq\./u],
  ['orm', 'Entity Framework Core', /^\s*using Microsoft\.EntityFrameworkCore;/u],
  ['orm', 'Dapper', /^\s*using Dapper;/u],
  ['orm', 'SQLx', /^use sqlx::/u],
  ['orm', 'Diesel', /^use diesel::/u],
  ['orm', 'Doctrine', /^use Doctrine\\ORM\\/u],
  ['orm', 'Eloquent', /^use Illuminate\\Database\\Eloquent\\/u],
  ['orm', 'Active Record', /^class \w+ < Application(?:Record)\b/u],
];

/** Any of these in a whole text: most files have none, and need no closer look. White space stays within a line. */
const ANY_USE = new RegExp(
  USES.map(([, , pattern]) => pattern.source.replaceAll('\\s', '[^\\S\\r\\n]')).join('|'),
  'um',
);

/** Skills, agents and commands for coding agents, if they are the project's content. */
function skillFacts(sources: Sources): Fact[] {
  const kinds: readonly (readonly [string, RegExp])[] = [
    ['SKILL.md', /(?:^|\/)skills\/(?:.+\/)?SKILL\.md$/u],
    ['agents/*.md', /(?:^|\/)agents\/[^/]+\.md$/u],
    ['commands/*.md', /(?:^|\/)commands\/[^/]+\.md$/u],
  ];
  // Pages about a program's commands are for its users.
  const pages = sources.where({
    endings: new Set(['md']),
    outside: /(?:^|\/)(?:docs?|docs_src|documentation|website|site|www|content|tutorials?)\//iu,
  });
  const facts: Fact[] = kinds.flatMap(([form, pattern]) => {
    const found = pages.filter((path) => pattern.test(path) && !MINOR.test(path));
    return found.length < 2
      ? []
      : [
          makeFact({
            kind: 'convention' as const,
            about: `prompts:${form}`,
            statement: `Prompts for agents are kept as \`${form}\``,
            values: { prompts: form },
            evidence: examples(found),
            certainty: 'shown' as const,
          }),
        ];
  });
  for (const path of [
    '.claude-plugin/plugin.json',
    '.claude-plugin/marketplace.json',
    '.codex-plugin/plugin.json',
    '.cursor-plugin/plugin.json',
    'gemini-extension.json',
  ]) {
    const name = sources.has(path) ? sources.json(path)?.text('name') : undefined;
    if (name !== undefined)
      facts.push(
        makeFact({
          kind: 'layout',
          about: `plugin:${path}`,
          statement: `\`${path}\` describes the plugin \`${name.value.replaceAll('`', "'").slice(0, 60)}\``,
          values: { path, name: name.value },
          evidence: [{ path, line: name.line }],
        }),
      );
  }
  return facts;
}
