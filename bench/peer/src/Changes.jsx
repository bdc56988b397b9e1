// What will change, with json-diff-ts.

import { diff, Operation } from "json-diff-ts";
import { useMemo } from "react";

const words = { [Operation.ADD]: "added", [Operation.REMOVE]: "removed", [Operation.UPDATE]: "changed" };

function flatten(changes, path = "") {
  return changes.flatMap(({ key, type, changes: inner, value, oldValue }) => {
    const here = `${path}/${key}`;
    return inner ? flatten(inner, here) : [{ path: here, type, value, oldValue }];
  });
}

export default function Changes({ before, after }) {
  const changes = useMemo(
    () => flatten(diff(before, after, { embeddedObjKeys: { nodes: "id", transitions: "id" } })),
    [before, after],
  );
  return (
    <section>
      <h2>Changes</h2>
      <ul>
        {changes.map(({ path, type, value, oldValue }) => (
          <li key={`${type}${path}`}>
            {path} {words[type]} <code>{JSON.stringify(oldValue)}</code> <code>{JSON.stringify(value)}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
