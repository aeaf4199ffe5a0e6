// Makes src/*/generated/: types and validators from schemas/, precompiled templates from templates/.
// What a schema or a template says is said there only; this turns it into code before anything is compiled or checked.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import Handlebars from 'handlebars';
import { compile } from 'json-schema-to-typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
/** How every template is compiled; src/framework/composition/compile.ts does the same with a user's own. */
const TEMPLATE_RULES = {
  noEscape: true,
  strict: true,
  preventIndent: true,
  knownHelpersOnly: true,
  knownHelpers: { helperMissing: false, blockHelperMissing: false, log: false, lookup: false },
};

/** The schemas whose types and validators are made for each room of the house; what is never read needs no validator. */
const ROOMS = [
  {
    folder: 'framework',
    schemas: [
      { schema: 'goal_map', validator: 'validateGoalMap' },
      { schema: 'framework.lock', validator: 'validateFrameworkLock' },
      { schema: 'component', validator: 'validateComponent' },
      { schema: 'run', validator: 'validateRun' },
    ],
  },
  {
    folder: 'plan',
    schemas: [
      { schema: 'plan-draft', validator: 'validatePlanDraft' },
      { schema: 'plan-pointers', validator: 'validatePlanPointers' },
    ],
  },
  { folder: 'config', schemas: [{ schema: 'config', validator: 'validateConfig' }] },
  {
    folder: 'batch',
    schemas: [
      { schema: 'batch', validator: 'validateBatch' },
      { schema: 'batch.beat', validator: 'validateAttemptBeat' },
      { schema: 'batch.event', validator: 'validateBatchEvent' },
      { schema: 'batch.result', validator: 'validateTaskResult' },
      { schema: 'batch.task', validator: 'validateTask' },
      // Only ever written.
      { schema: 'batch.status' },
    ],
  },
  {
    folder: 'evals',
    schemas: [
      { schema: 'eval', validator: 'validateEvalResults' },
      { schema: 'eval.answer', validator: 'validateKeptAnswer' },
      { schema: 'eval.assessment', validator: 'validateAssessment' },
      { schema: 'eval.export', validator: 'validateEvalExport' },
      { schema: 'eval.inputs', validator: 'validateEvalInputs' },
      { schema: 'eval.person', validator: 'validatePersonTurn' },
      { schema: 'eval.preference', validator: 'validatePreference' },
      { schema: 'eval.setup', validator: 'validateEvalSetup' },
    ],
  },
];

for (const { folder, schemas } of ROOMS) {
  const target = `${root}src/${folder}/generated/`;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  await generateTypes(target, schemas);
  generateValidators(target, schemas);
}
generateTemplates(`${root}src/framework/generated/`);

async function generateTypes(target, schemas) {
  for (const { schema } of schemas) {
    const types = await compile(readSchema(schema), schema, {
      bannerComment: `/* Made from schemas/${schema}.schema.json. */`,
      additionalProperties: false,
      format: false,
      unreachableDefinitions: true,
      // The validator counts; as tuples, the types of short lists would be longer than the lists.
      ignoreMinAndMaxItems: true,
    });
    writeFileSync(`${target}${schema}.ts`, types);
  }
}

/** Compiled ahead of time: compiling a schema takes some 29 ms, running one that is compiled next to nothing. */
function generateValidators(target, all) {
  const schemas = all.filter(({ validator }) => validator !== undefined);
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    discriminator: true,
    unicode: false,
    logger: false,
    code: { source: true, esm: true },
  });
  for (const { schema } of schemas) ajv.addSchema(readSchema(schema), schema);
  const names = Object.fromEntries(schemas.map(({ schema, validator }) => [validator, schema]));
  writeFileSync(`${target}validators.js`, standaloneCode.default(ajv, names));
  const types = ["import type { ErrorObject } from 'ajv';", ''];
  for (const { validator } of schemas) {
    types.push(`export const ${validator}: { (data: unknown): boolean; errors?: ErrorObject[] | null };`);
  }
  writeFileSync(`${target}validators.d.ts`, `${types.join('\n')}\n`);
}

function generateTemplates(target) {
  const files = readdirSync(`${root}templates`)
    .filter((file) => file.endsWith('.hbs'))
    .sort();
  const entries = files.map((file) => {
    const source = readFileSync(`${root}templates/${file}`, 'utf8');
    const sha256 = createHash('sha256').update(source).digest('hex');
    const specification = Handlebars.precompile(source, TEMPLATE_RULES);
    return `  ${JSON.stringify(file)}: { sha256: ${JSON.stringify(sha256)}, specification: ${specification} },`;
  });
  writeFileSync(`${target}templates.js`, `export const templates = {\n${entries.join('\n')}\n};\n`);
  const names = files.map((file) => JSON.stringify(file)).join(' | ');
  writeFileSync(
    `${target}templates.d.ts`,
    [
      `export type TemplateName = ${names};`,
      'export const templates: Readonly<',
      '  Record<TemplateName, { readonly sha256: string; readonly specification: object }>',
      '>;',
      '',
    ].join('\n'),
  );
}

function readSchema(name) {
  return JSON.parse(readFileSync(`${root}schemas/${name}.schema.json`, 'utf8'));
}
