// The workflow as a graph: laid out by dagre, drawn by React Flow.

import dagre from "@dagrejs/dagre";
import { Background, Controls, MiniMap, ReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useMemo } from "react";

const width = 180;
const height = 40;

function layout({ nodes, transitions }) {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 24, ranksep: 40 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { width, height });
  for (const { from, to } of transitions) graph.setEdge(from, to);
  dagre.layout(graph);
  return {
    nodes: nodes.map(({ id, type }) => {
      const { x, y } = graph.node(id);
      return { id, position: { x: x - width / 2, y: y - height / 2 }, data: { label: `${id} (${type})` } };
    }),
    edges: transitions.map(({ id, from, to, condition }) => ({
      id: id ?? `${from}-${to}`,
      source: from,
      target: to,
      label: condition,
    })),
  };
}

export default function Graph({ workflow }) {
  const { nodes, edges } = useMemo(() => layout(workflow), [workflow]);
  return (
    <div style={{ height: 400 }}>
      <ReactFlow nodes={nodes} edges={edges} fitView>
        <Background />
        <Controls />
        <MiniMap />
      </ReactFlow>
    </div>
  );
}
