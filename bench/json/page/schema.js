// The core's rules that need no facts about the tenant, for ajv: as JSON schema where that can say them, else as
// keywords of our own. Not in: keys that stand twice in one object, which JSON.parse has dropped already.

import Ajv from "ajv";

const text = { type: "string" };
const filled = { type: "string", pattern: "\\S" };

const attachment = {
  type: "object",
  required: ["fileId", "fileName"],
  properties: {
    fileId: { type: "string", pattern: "^att_\\S+$" },
    fileName: {
      type: "string",
      // A plain name, and an extension; an odd name is told once.
      if: { pattern: "^[^/\\\\\\x00-\\x1f]*$" },
      then: { pattern: "\\S\\.[a-zA-Z0-9]{1,10}\\s*$" },
      else: false,
    },
  },
};

const emailNode = {
  required: ["properties"],
  properties: {
    id: { type: "string", pattern: "^[^\\s\\x00-\\x1f]*$" },
    properties: {
      type: "object",
      required: ["templateId"],
      properties: {
        templateId: { type: "string", pattern: "^\\S(.*\\S)?$" },
        variables: {
          type: "object",
          propertyNames: { pattern: "^[A-Za-z_][A-Za-z0-9_.]*$" },
          additionalProperties: { type: "string", pattern: "^\\$(interaction|workflow|contact|system)(\\.[a-zA-Z0-9_]+)+$" },
        },
        attachments: { type: "array", items: attachment, eachFileOnce: true },
        deliveryMode: { enum: ["standard"] },
        trackOpens: { type: "boolean" },
        trackClicks: { type: "boolean" },
      },
    },
  },
};

const schema = {
  type: "object",
  required: ["version", "nodes"],
  properties: {
    version: { type: "number" },
    nodes: {
      type: "array",
      items: {
        type: "object",
        required: ["id", "type"],
        properties: { id: text, type: { type: "string", pattern: "\\S", notNearly: "email" } },
        if: { properties: { type: { const: "email" } } },
        then: emailNode,
      },
    },
    transitions: {
      type: "array",
      items: { type: "object", required: ["from", "to"], properties: { from: filled, to: filled } },
    },
  },
  graph: true,
};

export function compile() {
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.addKeyword({ keyword: "eachFileOnce", type: "array", schemaType: "boolean", errors: true, validate: eachFileOnce });
  ajv.addKeyword({ keyword: "notNearly", type: "string", schemaType: "string", errors: true, validate: notNearly });
  ajv.addKeyword({ keyword: "graph", type: "object", schemaType: "boolean", errors: true, validate: graph });
  return ajv.compile(schema);
}

function eachFileOnce(_, attachments) {
  const seen = new Set();
  const errors = [];
  for (const { fileId } of attachments) {
    if (typeof fileId !== "string" || fileId === "") continue;
    if (seen.has(fileId)) errors.push(error("eachFileOnce", `${fileId} is attached already`));
    seen.add(fileId);
  }
  return report(eachFileOnce, errors);
}

/** One edit away, or two from six characters on: "emial" is meant to be "email". */
function notNearly(wanted, found) {
  const allowed = found.length < 3 ? 0 : found.length < 6 ? 1 : 2;
  const near = found !== wanted && Math.abs(found.length - wanted.length) <= allowed && distance(found.toLowerCase(), wanted) <= allowed;
  return report(notNearly, near ? [error("notNearly", `${found} is nearly ${wanted}`)] : []);
}

function distance(a, b) {
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row.push(Math.min(last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1), last[j] + 1, row[j - 1] + 1));
    }
    last = row;
  }
  return last[b.length];
}

/** Ids that are taken, transitions to nowhere, email nodes that are never reached or lead nowhere. */
function graph(_, { nodes, transitions }) {
  const errors = [];
  if (!Array.isArray(nodes) || !Array.isArray(transitions)) return report(graph, errors);
  const numbers = new Map();
  const counts = [];
  const open = [];
  let hasEnd = false;
  for (const { id, type } of nodes) {
    hasEnd ||= type === "end";
    if (typeof id !== "string") continue;
    let number = numbers.get(id);
    if (number === undefined) {
      numbers.set(id, (number = counts.length));
      counts.push(0);
    }
    counts[number]++;
    if (type === "start") open.push(number);
  }
  if (open.length === 0 && counts.length > 0) open.push(0);
  const successors = counts.map(() => []);
  for (const { from, to } of transitions) {
    const [a, b] = [numbers.get(from), numbers.get(to)];
    if (typeof from === "string" && a === undefined) errors.push(error("graph", `${from} is left, but is no node`));
    if (typeof to === "string" && b === undefined) errors.push(error("graph", `${to} is entered, but is no node`));
    if (a !== undefined && b !== undefined) successors[a].push(b);
  }
  const reached = new Uint8Array(counts.length);
  while (open.length > 0) {
    const number = open.pop();
    if (reached[number]) continue;
    reached[number] = 1;
    open.push(...successors[number]);
  }
  for (const { id, type } of nodes) {
    const number = numbers.get(id);
    if (number === undefined) continue;
    if (counts[number] > 1 && id !== "") errors.push(error("graph", `${id} is taken`));
    if (type !== "email") continue;
    if (!reached[number]) errors.push(error("graph", `${id} is never reached`));
    else if (hasEnd && successors[number].length === 0) errors.push(error("graph", `${id} leads nowhere`));
  }
  return report(graph, errors);
}

function error(keyword, message) {
  return { keyword, message, params: {} };
}

/** How a keyword of one's own tells ajv what it has found. */
function report(keyword, errors) {
  keyword.errors = errors;
  return errors.length === 0;
}
