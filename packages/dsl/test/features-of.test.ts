import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBlankApp, featuresOf, readAppFile } from '../src/index.ts';
import { corpusFiles, ownFile } from './app-files.ts';

describe('featuresOf', () => {
  it('reads a graph app: its switches, its form and its uploads', () => {
    const features = featuresOf(readAppFile(ownFile('models-and-secrets.yml')).document);

    assert.equal(features.opening_statement, 'Hello');
    assert.deepEqual(features.text_to_speech, {
      enabled: true,
      voice: 'alloy',
      language: 'en-US',
      autoPlay: 'enabled',
    });
    assert.deepEqual(
      features.user_input_form.map((input) => Object.keys(input)),
      [['file'], ['file']],
    );
    assert.deepEqual(features.file_upload, {
      enabled: true,
      allowed_file_types: ['image', 'document'],
      allowed_file_extensions: [],
      allowed_file_upload_methods: ['local_file'],
      number_limits: 5,
      image: {
        enabled: false,
        number_limits: 3,
        detail: 'high',
        transfer_methods: ['remote_url', 'local_file'],
      },
    });
  });

  it('reads a classic app, and shows its old upload of images in the new form too', () => {
    const features = featuresOf(readAppFile(ownFile('classic-chat.yml')).document);

    assert.equal(features.opening_statement, 'Welcome, {{name}}!');
    assert.deepEqual(features.suggested_questions, ['What is new?']);
    assert.equal(features.retriever_resource.enabled, true);
    assert.deepEqual(
      features.user_input_form.map((input) => Object.keys(input)),
      [['text-input'], ['select']],
    );
    assert.deepEqual(features.file_upload, {
      enabled: true,
      allowed_file_types: ['image'],
      allowed_file_extensions: [],
      allowed_file_upload_methods: ['remote_url'],
      number_limits: 2,
      image: { enabled: true, number_limits: 2, detail: 'low', transfer_methods: ['remote_url'] },
    });
  });

  it('has the format’s defaults for what a file leaves out', () => {
    const { user_input_form: form, ...features } = featuresOf({
      ...createBlankApp('workflow', 'x'),
      features: {},
    });

    assert.deepEqual(form, []);
    assert.deepEqual(features.sensitive_word_avoidance, { enabled: false, type: '', configs: [] });
    assert.deepEqual(features.retriever_resource, { enabled: false });
    assert.equal(features.file_upload.enabled, false);
    assert.equal(
      featuresOf({ ...createBlankApp('chat', 'x'), classic: {} }).retriever_resource.enabled,
      true,
    );
  });

  it('reads every file of the corpus', () => {
    for (const { text } of corpusFiles())
      assert.ok(Array.isArray(featuresOf(readAppFile(text).document).user_input_form));
  });
});
