// From the form to the workflow.

/** The email node that a draft describes. */
export function toNode({ id, templateId, variables, attachments, deliveryMode, trackOpens, trackClicks }) {
  return {
    id,
    type: "email",
    properties: {
      templateId,
      variables: Object.fromEntries(variables.map(({ name, path }) => [name, path])),
      attachments: attachments.map(({ fileId, fileName }) => ({ fileId, fileName })),
      deliveryMode,
      trackOpens,
      trackClicks,
    },
  };
}

/** The workflow with `node` after the node `after`, its transitions rewired. */
export function placeAfter(workflow, node, after) {
  const rewired = workflow.transitions.map((transition) =>
    transition.from === after ? { ...transition, from: node.id } : transition,
  );
  return {
    ...workflow,
    nodes: [...workflow.nodes, node],
    transitions: [...rewired, { id: `${after}_to_${node.id}`, from: after, to: node.id }],
  };
}
