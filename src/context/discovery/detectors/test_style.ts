import type { Detector } from '../detector.ts';
import { evenSample } from '../even_sample.ts';
import { makeFact } from '../fact.ts';
import { nameOf } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';

/** Test libraries, according to the imports in the test files. The number of opened files is limited. */
export const testStyle: Detector = {
  name: 'test-style',
  detect(sources) {
    const tests = new Map<string, string[]>();
    for (const path of sources.where({ name: /est|spec/u, outside: MINOR })) {
      if (!TEST.test(path)) continue;
      const ending = nameOf(path).replace(/^.*\./u, '');
      const same = tests.get(ending);
      if (same === undefined) tests.set(ending, [path]);
      else same.push(path);
    }
    const opened = [...tests.values()]
      .flatMap((paths) => evenSample(paths, MOST))
      .flatMap((path) => sources.read(path) ?? []);
    let hasSpecsOfMinitest = false;
    const told = new Set<string>();
    return USED.flatMap(([name, files, pattern]) => {
      const seen = opened.flatMap((text) => {
        const line = files.test(text.path) ? text.lineOf(pattern) : undefined;
        return line === undefined ? [] : [{ path: text.path, line }];
      });
      if (told.has(name)) return [];
      if (name === 'Minitest') hasSpecsOfMinitest ||= seen.some(({ path }) => path.endsWith('_spec.rb'));
      // Specs can be written with Minitest, in files of the same names.
      if (seen.length < 2 || (name === 'RSpec' && hasSpecsOfMinitest)) return [];
      told.add(name);
      return [
        makeFact({
          kind: 'convention',
          about: `tests-with:${name}`,
          statement: `Tests are written with ${name}`,
          values: { tests: name },
          evidence: seen.slice(0, 3),
          certainty: 'shown',
        }),
      ];
    });
  },
};

/** For each kind of file. */
const MOST = 12;

const TEST =
  /(?:^|\/)(?:test_[^/]+\.py|[^/]+_test\.(?:py|go|rb|cc|cpp)|[^/]+_spec\.rb|[^/]+\.(?:test|spec)\.[cm]?[jt]sx?|[^/]*Tests?\.(?:java|kt|cs|php)|[^/]*-test\.cc|test_[^/]+\.cpp)$/u;

const MINOR = inFolders(['thirdParty', 'fixtures', 'examples', 'templates', 'built']);

const SCRIPT = /\.[cm]?[jt]sx?$/u;
const JVM = /\.(?:java|kt)$/u;
const CPP = /\.(?:cc|cpp)$/u;

const USED: readonly (readonly [string, RegExp, RegExp])[] = [
  ['`node:test`', SCRIPT, /^(?!\s*(?:\/\/|\*)).*(?:\bfrom |require\()['"]node:test['"]/u],
  ['Vitest', SCRIPT, /^(?!\s*(?:\/\/|\*)).*\bfrom ['"]vitest['"]/u],
  ['Jest', SCRIPT, /^(?!\s*(?:\/\/|\*)).*\bfrom ['"]@jest\/globals['"]/u],
  ['AVA', SCRIPT, /^(?!\s*(?:\/\/|\*)).*\bfrom ['"]ava['"]/u],
  ['Playwright', SCRIPT, /^(?!\s*(?:\/\/|\*)).*\bfrom ['"]@playwright\/test['"]/u],
  ['pytest', /\.py$/u, /^\s*(?:import pytest\b|from pytest import)/u],
  ['`unittest`', /\.py$/u, /^\s*(?:import unittest\s*$|from unittest import (?:.*\b)?TestCase\b)/u],
  ['Django test cases', /\.py$/u, /^\s*from django\.test import (?:.*\b)?(?:\w*TestCase)\b/u],
  ['Testify', /\.go$/u, /^(?!\s*\/\/).*"github\.com\/stretchr\/testify\/(?:assert|require|suite)"/u],
  ['Ginkgo', /\.go$/u, /^(?!\s*\/\/).*"github\.com\/onsi\/ginkgo(?:\/v2)?"/u],
  ['JUnit Jupiter', JVM, /^import (?:static )?org\.junit\.jupiter\./u],
  ['JUnit 4', JVM, /^import org\.junit\.(?:Test|Rule|Before)\b/u],
  ['AssertJ', JVM, /^import (?:static )?org\.assertj\./u],
  ['Mockito', JVM, /^import (?:static )?org\.mockito\.Mockito\b/u],
  ['TestNG', JVM, /^import org\.testng\./u],
  ['xUnit', /\.cs$/u, /^\s*(?:global )?using Xunit;/u],
  ['NUnit', /\.cs$/u, /^\s*(?:global )?using NUnit\.Framework;/u],
  ['MSTest', /\.cs$/u, /^\s*using Microsoft\.VisualStudio\.TestTools\.UnitTesting;/u],
  [
    'Minitest',
    /\.rb$/u,
    /< (?:Minitest::Test|ActiveSupport::TestCase|Minitest::Spec)\b|^\s+(?:_\(.*\)|\S+)\.(?:must|wont)_\w+|^require ['"]minitest\//u,
  ],
  // RSpec looks for its specs in files of another name.
  ['Minitest', /_test\.rb$/u, /^describe\b/u],
  ['RSpec', /_spec\.rb$/u, /^(?:RSpec\.)?describe\b|^require ['"](?:rails_helper|spec_helper)['"]/u],
  ['PHPUnit', /\.php$/u, /^use PHPUnit\\Framework\\TestCase;|^\s*(?:final )?class \w+ extends TestCase\b/u],
  ['GoogleTest', CPP, /^\s*#include [<"]gtest\/gtest\.h[>"]/u],
  ['Catch2', CPP, /^\s*#include [<"]catch2\//u],
  ['doctest', CPP, /^\s*#include [<"]doctest(?:\/doctest)?\.h[>"]/u],
];
