// What is measured: one task for each work and library.

import { atomizeChangeset, diff as diffTs } from "json-diff-ts";
import { diff3 } from "json-diff3";
import { create } from "jsondiffpatch";
import { compile } from "./schema.js";

const KEYS = { nodes: "id", transitions: "id", "nodes.properties.attachments": "fileId" };

/** The edits that differences are taken of. */
const EDITS = ["none", "append", "values", "mixed", "shuffle"];

export function tasks(core, texts) {
  // The earlier side is parsed on its own, also where nothing is edited: the two sides share nothing.
  const encoder = new TextEncoder();
  const parse = (text) => new core.Parsed(encoder.encode(text));
  const ours = { base: parse(texts.none) };
  const theirs = { base: JSON.parse(texts.none) };
  for (const [edit, text] of Object.entries(texts)) {
    ours[edit] = parse(text);
    theirs[edit] = JSON.parse(text);
  }
  const all = [];
  const task = (group, name, run, rest = {}) => all.push({ group, name, run, ...rest });

  // Ours begins, as in the app, with the bytes that came out of the network, and copies them into wasm memory; the peer
  // begins with a string that has been made of them.
  const bytes = encoder.encode(texts.none);
  const decoder = new TextDecoder();
  const parsing = { result: () => undefined };
  const freeing = { ...parsing, after: (parsed) => parsed.free() };
  task("parse", "ours", () => new core.Parsed(bytes), freeing);
  task("parse", "JSON.parse", () => JSON.parse(texts.none), parsing);
  task("parse, else", "ours of a string", () => core.Parsed.from_text(texts.none), freeing);
  task("parse, else", "JSON.parse of bytes", () => JSON.parse(decoder.decode(bytes)), parsing);

  const patcher = create({
    objectHash: (item, index) => item.id ?? item.fileId ?? `$${index}`,
    arrays: { detectMove: true, includeValueOnMove: false },
  });
  for (const edit of EDITS) {
    task(`diff ${edit}`, "ours", () => ours.base.diff(ours[edit]));
    task(`diff ${edit}`, "json-diff-ts", () => diffTs(theirs.base, theirs[edit], { embeddedObjKeys: KEYS }), {
      result: (changes) => atomizeChangeset(changes).length,
    });
    task(`diff ${edit}`, "jsondiffpatch", () => patcher.diff(theirs.base, theirs[edit]), { result: leaves });
  }
  task("forms mixed", "ours as JSON patch", () => ours.base.json_patch(ours.mixed), { result: (text) => text.split("\n").length - 2 });
  task("forms mixed", "ours as lines", () => ours.base.unified(ours.mixed), { result: (text) => text.split("\n").length - 1 });
  task("forms shuffle", "ours as lines", () => ours.base.unified(ours.shuffle), { result: (text) => text.split("\n").length - 1 });

  const validate = compile();
  const count = (document) => (validate(document) ? 0 : problems(validate.errors));
  for (const edit of ["none", "flawed"]) {
    task(`validate ${edit}`, "ours", () => ours[edit].validate());
    task(`validate ${edit}`, "ajv", () => count(theirs[edit]));
  }
  const findings = { ours: JSON.parse(ours.flawed.findings()) };
  count(theirs.flawed);
  findings.ajv = validate.errors.filter(isProblem).map(({ instancePath, message }) => `${instancePath} ${message}`);

  // A letter of a scope path is taken away and typed again.
  const [whole, id] = [ours.base.node(5002), theirs.base.nodes[5002].id];
  const states = [whole.replace("delivery.date", "delivery."), whole];
  const editing = new core.Editing(ours.base);
  let turn = 0;
  task("re-check", "ours", () => editing.keystroke(id, states[turn++ % 2]), { result: () => undefined });

  const key = (item, index) => item?.id ?? item?.fileId ?? String(index);
  task("merge", "json-diff3", () => merge3(theirs.base, theirs.ours, theirs.theirs, key), { result: ({ conflicts }) => conflicts });
  task("merge", "ours", () => ours.ours.merge(ours.base, ours.theirs));
  const merged = { ours: ours.ours.merged(ours.base, ours.theirs) === texts.both };
  return { tasks: all, findings, merged };
}

function merge3(base, ours, theirs, getArrayItemKey) {
  let conflicts = 0;
  const handleMerge = (_base, mine) => {
    conflicts += 1;
    return mine;
  };
  return { merged: diff3(base, ours, theirs, { getArrayItemKey, handleMerge }), conflicts };
}

/** How many operations a delta of jsondiffpatch holds: added, removed, moved and changed values. */
function leaves(delta) {
  if (delta === undefined) return 0;
  if (Array.isArray(delta)) return 1;
  return Object.entries(delta).reduce((sum, [key, inner]) => sum + (key === "_t" ? 0 : leaves(inner)), 0);
}

function problems(errors) {
  return errors.filter(isProblem).length;
}

/** `if` and `propertyNames` report that what is inside them has failed, which has reported itself. */
function isProblem({ keyword }) {
  return keyword !== "if" && keyword !== "propertyNames";
}
