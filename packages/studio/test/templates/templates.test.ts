import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDocument, importReport, readAppFile, type Installation } from '@outpost/dsl';
import { checkGraph } from '@outpost/engine';
import { createNodeKinds } from '@outpost/nodes';
import { templates } from '../../src/templates/templates.ts';

const kinds = createNodeKinds();
const model = { provider: 'local', name: 'starter' };
/** An installation with one chat model and nothing else. */
const bare: Installation = {
  kinds,
  hasModel: (ref) => ref.name === model.name,
  hasDataset: () => false,
  hasPlugin: () => false,
  replacesPlugin: () => false,
  hasTool: () => false,
};

test('there are at least twelve templates, each with an id of its own', () => {
  assert.ok(templates.length >= 12);
  assert.equal(new Set(templates.map(({ id }) => id)).size, templates.length);
});

for (const template of templates)
  for (const language of ['en', 'zh'] as const)
    test(`the template ${template.id} (${language}) reads without a note, needs nothing but the model, and can run`, () => {
      const { document, notes } = readAppFile(template.build({ language, model }));

      assert.deepEqual(notes, []);
      assert.equal(document.profile.mode, template.mode);
      assert.deepEqual(importReport(document, bare).needs, []);
      const problems = checkDocument(document, { kinds, checkGraph });
      assert.deepEqual(
        problems.filter(({ severity }) => severity === 'error'),
        [],
      );
    });
