// Generates src/*/generated/: types and validators from schemas/, precompiled templates from templates/. Schemas and templates
// are the only source; this turns them into code before anything is compiled or checked.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import Handlebars from 'handlebars';
import { compile } from 'json-schema-to-typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The compile options of every template; src/framework/composition/compile.ts uses the same for a user's own. */
const TEMPLATE_RULES = {
  noEscape: true,
  strict: true,
  preventIndent: true,
  knownHelpersOnly: true,
  knownHelpers: { helperMissing: false, blockHelperMissing: false, log: false, lookup: false },
};

/** The schemas whose types and validators are made for each area; documents that are never read need no validator. */
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
  { folder: 'exchange', schemas: [{ schema: 'export.base', validator: 'validateExportBase' }] },
  { folder: 'tape', schemas: [{ schema: 'tape', validator: 'validateTape' }] },
  {
    folder: 'context',
    schemas: [
      { schema: 'context', validator: 'validateContext' },
      { schema: 'knowledge.answer', validator: 'validateKnowledgeAnswer' },
      { schema: 'memory.fact', validator: 'validateFactFile' },
      { schema: 'memory.proofs', validator: 'validateFactProofs' },
    ],
  },
  {
    folder: 'patterns',
    schemas: [
      { schema: 'pattern', validator: 'validatePatternFile' },
      { schema: 'pattern.outcome', validator: 'validatePatternOutcome' },
    ],
  },
  {
    folder: 'batch',
    schemas: [
      { schema: 'batch', validator: 'validateBatch' },
      { schema: 'batch.beat', validator: 'validateAttemptBeat' },
      { schema: 'batch.event', validator: 'validateBatchEvent' },
      { schema: 'batch.handover', validator: 'validateHandover' },
      { schema: 'batch.result', validator: 'validateTaskResult' },
      { schema: 'batch.task', validator: 'validateTask' },
      { schema: 'batch.written', validator: 'validateWrittenReports' },
      { schema: 'last-look', validator: 'validateLastLook' },
      { schema: 'reviewed', validator: 'validateReviewed' },
      { schema: 'review.answer', validator: 'validateReviewAnswer' },
      { schema: 'review.check', validator: 'validateReviewCheck' },
      // Only ever written.
      { schema: 'documents/batch-status', file: 'batch.status' },
      { schema: 'documents/batch-report', file: 'batch.report' },
      { schema: 'documents/batch-results', file: 'batch.results' },
      { schema: 'documents/batch-stats', file: 'batch.stats' },
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
generateScripts(`${root}src/batch/generated/`);
await generateDocuments(`${root}src/operations/generated/`);

async function generateTypes(target, schemas) {
  for (const { schema, file = schema } of schemas) {
    const types = await compile(readSchema(schema), schema, {
      ...typesFrom(`schemas/${schema}.schema.json`),
      unreachableDefinitions: true,
    });
    writeFileSync(`${target}${file}.ts`, types);
  }
}

function typesFrom(origin) {
  return {
    bannerComment: `/* Made from ${origin}. */`,
    // The folder in which references to other files are resolved.
    cwd: `${root}schemas/documents/`,
    additionalProperties: false,
    format: false,
    // The validator checks the limits; as tuples, the types of short lists would be longer than the lists.
    ignoreMinAndMaxItems: true,
  };
}

/**
 * The documents that commands print with --json: their types by the name that each carries as its `schema`, and the content of
 * each when there is nothing to report, which consists of its properties' defaults.
 */
async function generateDocuments(target) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const documents = readdirSync(`${root}schemas/documents`)
    .filter((file) => file !== 'parts.schema.json')
    .sort()
    .map((file) => readSchema(`documents/${file.replace('.schema.json', '')}`));
  const properties = Object.fromEntries(
    documents.map(({ $id, $schema, ...document }) => [document.properties.schema.const, document]),
  );
  const required = Object.keys(properties);
  const all = { title: 'Documents', type: 'object', required, additionalProperties: false, properties };
  writeFileSync(`${target}documents.ts`, await compile(all, 'Documents', typesFrom('schemas/documents/')));
  const empty = Object.entries(properties).map(([name, document]) => {
    const fields = Object.entries(document.properties).filter(
      ([key]) => !['schema', 'ok', 'problems'].includes(key) && document.required.includes(key),
    );
    const without = fields.filter(([, { default: value }]) => value === undefined).map(([key]) => key);
    if (without.length > 0) throw new Error(`${name}: ${without.join(', ')} has no default`);
    return [name, Object.fromEntries(fields.map(([key, { default: value }]) => [key, value]))];
  });
  const text = JSON.stringify(Object.fromEntries(empty), null, 2);
  writeFileSync(`${target}empty_documents.js`, `export const emptyDocuments = ${text};\n`);
  writeFileSync(
    `${target}empty_documents.d.ts`,
    [
      "import type { Documents } from './documents.ts';",
      '',
      "type Told<Name extends keyof Documents> = Omit<Documents[Name], 'schema' | 'ok' | 'problems'>;",
      'export const emptyDocuments: { readonly [Name in keyof Documents]: Told<Name> };',
      '',
    ].join('\n'),
  );
}

/** Compiled ahead of time: compiling a schema takes some 29 ms, running a compiled one next to nothing. */
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
  writeFileSync(`${target}validators.js`, appendingErrors(standaloneCode.default(ajv, names)));
  const types = ["import type { ErrorObject } from 'ajv';", ''];
  for (const { validator } of schemas) {
    types.push(`export const ${validator}: { (data: unknown): boolean; errors?: ErrorObject[] | null };`);
  }
  writeFileSync(`${target}validators.d.ts`, `${types.join('\n')}\n`);
}

/**
 * ajv copies all errors found so far for each value with another one: with many errors that grows quadratically. They are
 * appended to the list instead, which nobody else reads.
 */
function appendingErrors(code) {
  const copies = /vErrors\.concat\((\w+\.errors)\)/gu;
  if (!copies.test(code)) return code;
  const append = 'function append(all, more) { for (const error of more) all.push(error); return all; }';
  return `${code.replace(copies, 'append(vErrors, $1)')}\n${append}\n`;
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

/** A script that is sent to another machine is a separate file here and a string in the program. */
function generateScripts(target) {
  const names = ['remote_script', 'remote_queue'];
  const texts = names.map((name) => {
    const script = readFileSync(`${root}src/batch/remote/placements/${name}.sh`, 'utf8');
    return `export const ${name.toUpperCase()} = ${JSON.stringify(script)};\n`;
  });
  const types = names.map((name) => `export const ${name.toUpperCase()}: string;\n`);
  writeFileSync(`${target}remote_script.js`, texts.join(''));
  writeFileSync(`${target}remote_script.d.ts`, types.join(''));
}

function readSchema(name) {
  return JSON.parse(readFileSync(`${root}schemas/${name}.schema.json`, 'utf8'));
}
