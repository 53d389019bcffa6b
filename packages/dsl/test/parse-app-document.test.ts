import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { appModes, AppError } from '@outpost/contracts';
import { createBlankApp, parseAppDocument, readAppFile, writeAppFile } from '../src/index.ts';
import { corpusFiles, ownFiles } from './app-files.ts';

describe('parseAppDocument', () => {
  for (const { name, text } of [...corpusFiles(), ...ownFiles()])
    it(`takes the document of ${name} after a trip through JSON`, () => {
      const { document } = readAppFile(text);

      assert.deepEqual(parseAppDocument(JSON.parse(JSON.stringify(document))), document);
    });

  for (const mode of appModes)
    it(`takes a blank app of mode ${mode}, which survives a trip through a file`, () => {
      const document = createBlankApp(mode, 'New');

      assert.deepEqual(parseAppDocument(JSON.parse(JSON.stringify(document))), document);
      assert.deepEqual(readAppFile(writeAppFile(document)).document, document);
    });

  const blank = createBlankApp('workflow', 'x');
  const [node] = blank.graph.nodes;
  for (const [what, value, path] of [
    ['nothing', null, '/'],
    ['an unknown key', { ...blank, more: 1 }, '/'],
    ['a missing part', { ...blank, graph: undefined }, 'graph'],
    [
      'two nodes with one id',
      { ...blank, graph: { ...blank.graph, nodes: [node, node] } },
      'graph.nodes.1.id',
    ],
    [
      'a node without config',
      { ...blank, graph: { ...blank.graph, nodes: [{ ...node, config: null }] } },
      'graph.nodes.0.config',
    ],
  ] as const)
    it(`refuses ${what} and names the place`, () => {
      assert.throws(
        () => parseAppDocument(value),
        (error) => {
          assert.ok(error instanceof AppError);
          assert.equal(error.code, 'request_invalid');
          assert.equal(error.details['path'], path);
          return true;
        },
      );
    });

  it('refuses a document nested without end', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 10_000; depth += 1) deep = [deep];

    assert.throws(() => parseAppDocument({ ...blank, features: { deep } }), AppError);
  });
});
