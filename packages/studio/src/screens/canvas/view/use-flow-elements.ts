import { useMemo, useState } from 'react';
import { indexOf } from '../model/graph-index.ts';
import { dataFlowOf } from '../model/references.ts';
import type { Graph } from '@outpost/contracts';
import { useCanvasMarks } from './canvas-marks.tsx';
import { useEditor } from './editor-context.tsx';
import {
  createFlowEdges,
  createFlowNodes,
  type FlowEdge,
  type FlowNode,
  type Light,
} from './flow-nodes.ts';
import { useView, type Connecting } from './view-store.ts';

/** The nodes and edges as the library takes them. */
export function useFlowElements(): { readonly nodes: FlowNode[]; readonly edges: FlowEdge[] } {
  const [makeNodes] = useState(createFlowNodes);
  const [makeEdges] = useState(createFlowEdges);
  const { graph, marks, edgeMarks, problems, people, hits } = useCanvasMarks();
  const selection = useEditor((state) => state.selection);
  const run = useEditor((state) => state.run);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const moving = useView((state) => state.moving);
  const ghosts = useView((state) => state.ghosts);
  const connecting = useView((state) => state.connecting);
  const flowOf = useView((state) => state.flowOfNodeId);
  const dropContainerId = useView((state) => state.dropContainerId);
  const dropEdgeId = useView((state) => state.dropEdgeId);
  const hotEdgeId = useView((state) => state.hotEdgeId);

  const lights = useMemo(() => lightsOf(graph, connecting, flowOf), [graph, connecting, flowOf]);
  const nodes = useMemo(
    () =>
      makeNodes(graph, {
        selected: selection.nodes,
        moving,
        ghosts,
        run,
        problems,
        marks,
        lights,
        dropContainerId,
        people,
        hits,
      }),
    [
      makeNodes,
      graph,
      selection.nodes,
      moving,
      ghosts,
      run,
      problems,
      marks,
      lights,
      dropContainerId,
      people,
      hits,
    ],
  );
  const edges = useMemo(
    () =>
      makeEdges(graph, {
        selected: selection.edges,
        hotEdgeId,
        dropEdgeId,
        run,
        marks: edgeMarks,
        isEditable: !isReadOnly,
      }),
    [makeEdges, graph, selection.edges, hotEdgeId, dropEdgeId, run, edgeMarks, isReadOnly],
  );
  return { nodes, edges };
}

function lightsOf(
  graph: Graph,
  connecting: Connecting | null,
  flowOf: string | null,
): ReadonlyMap<string, Light> | null {
  if (connecting) {
    const lights = new Map<string, Light>([[connecting.nodeId, 'self']]);
    for (const id of connecting.valid) lights.set(id, 'target');
    // A container is not dimmed while something in it may be reached.
    for (const id of lights.keys()) {
      const parentId = indexOf(graph).byId.get(id)?.parentId;
      if (parentId !== undefined && !lights.has(parentId)) lights.set(parentId, 'self');
    }
    return lights;
  }
  if (flowOf === null) return null;
  const { sources, users } = dataFlowOf(graph, flowOf);
  const lights = new Map<string, Light>([[flowOf, 'self']]);
  for (const id of sources) lights.set(id, 'source');
  for (const id of users) lights.set(id, 'user');
  return lights;
}
