// How much memory it takes to hold two parsed documents and their difference.

import { diff as diffTs } from "json-diff-ts";

/** Ours: how much the memory of a fresh instance grows. It never shrinks, so this is the peak. */
async function ours(before, after) {
  const core = await import("/core/json_bench.js?memory");
  const { memory } = await core.default();
  const empty = memory.buffer.byteLength;
  const encoder = new TextEncoder();
  const documents = [before, after].map((text) => new core.Parsed(encoder.encode(text)));
  const parsed = memory.buffer.byteLength;
  documents[0].diff(documents[1]);
  return { parsed: parsed - empty, peak: memory.buffer.byteLength - empty };
}

/** The peer: what its heap holds at the end, garbage excluded, which is less than its peak. */
async function peer(before, after) {
  const empty = await window.heap();
  const documents = [JSON.parse(before), JSON.parse(after)];
  const changes = diffTs(documents[0], documents[1], { embeddedObjKeys: { nodes: "id", transitions: "id" } });
  const full = await window.heap();
  return { peak: full - empty, operations: changes.length, kept: documents.length };
}

export async function memory(before, after) {
  return { ours: await ours(before, after), peer: await peer(before, after) };
}
