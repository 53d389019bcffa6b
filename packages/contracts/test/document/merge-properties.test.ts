import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSameValue, mergeDocuments, type AppDocument, type GraphNode } from '../../src/index.ts';
import { adding, edge, node, smallDocument, withNode, withoutNode } from './documents.ts';

type Edit = (document: AppDocument) => AppDocument;

const ids = ['start', 'llm', 'end'];
const editOf = (name: string): fc.Arbitrary<Edit> =>
  fc.oneof(
    fc
      .record({ id: fc.constantFrom(...ids), key: fc.constantFrom('a', 'b'), value: fc.nat(3) })
      .map(
        ({ id, key, value }): Edit =>
          (document) =>
            withNode(document, id, (item: GraphNode) => ({
              ...item,
              config: { ...item.config, [key]: { [name]: value } },
            })),
      ),
    fc.constantFrom(...ids).map(
      (id): Edit =>
        (document) =>
          withoutNode(document, id),
    ),
    fc.record({ id: fc.nat(3), target: fc.constantFrom(...ids) }).map(
      ({ id, target }): Edit =>
        (document) =>
          document.graph.nodes.some((item) => item.id === `${name}${id}`) ||
          !document.graph.nodes.some((item) => item.id === target)
            ? document
            : adding(
                document,
                [node(`${name}${id}`, 'code')],
                [edge(`${name}-${id}`, `${name}${id}`, target)],
              ),
    ),
  );
const edited = (name: string) =>
  fc
    .array(editOf(name), { maxLength: 6 })
    .map((edits) => edits.reduce((document, edit) => edit(document), smallDocument()));

test('merging with an unchanged side gives the other side', () => {
  fc.assert(
    fc.property(edited('y'), (changed) => {
      const base = smallDocument();
      const left = mergeDocuments({ base, yours: changed, theirs: base });
      const right = mergeDocuments({ base, yours: base, theirs: changed });

      assert.deepEqual([left.conflicts, right.conflicts], [[], []]);
      assert.ok(isSameValue(left.document, changed));
      assert.ok(isSameValue(right.document, changed));
    }),
    { numRuns: 200 },
  );
});

test('whatever two people did, the merge has no loose end and keeps every node that only one of them touched', () => {
  fc.assert(
    fc.property(edited('y'), edited('t'), fc.boolean(), (yours, theirs, mine) => {
      const base = smallDocument();
      const { document } = mergeDocuments({
        base,
        yours,
        theirs,
        choose: () => (mine ? 'yours' : 'theirs'),
      });

      const merged = new Map(document.graph.nodes.map((item) => [item.id, item]));
      assert.equal(merged.size, document.graph.nodes.length);
      for (const { source, target } of document.graph.edges)
        assert.ok(merged.has(source) && merged.has(target));
      for (const side of [yours, theirs])
        for (const item of side.graph.nodes)
          if (!ids.includes(item.id)) assert.deepEqual(merged.get(item.id), item);
    }),
    { numRuns: 300 },
  );
});

test('without a conflict it does not matter who saves first', () => {
  fc.assert(
    fc.property(edited('y'), edited('t'), (yours, theirs) => {
      const base = smallDocument();
      const one = mergeDocuments({ base, yours, theirs });
      const other = mergeDocuments({ base, yours: theirs, theirs: yours });

      assert.equal(one.conflicts.length, other.conflicts.length);
      if (one.conflicts.length > 0) return;
      const sorted = ({ graph }: AppDocument) => [
        graph.nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        graph.edges.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      ];
      assert.ok(isSameValue(sorted(one.document), sorted(other.document)));
    }),
    { numRuns: 300 },
  );
});
