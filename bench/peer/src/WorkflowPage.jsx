// One workflow: its graph, the email node's form, and what will change.

import { useMemo, useState } from "react";
import { useLoaderData } from "react-router";
import { Changes } from "./Changes.jsx";
import { EmailForm } from "./EmailForm.jsx";
import { Graph } from "./Graph.jsx";
import { placeAfter, toNode } from "./change.js";

export function WorkflowPage() {
  const workflow = useLoaderData();
  const [draft, setDraft] = useState(null);
  const changed = useMemo(
    () => (draft ? placeAfter(workflow, toNode(draft), draft.after) : workflow),
    [workflow, draft],
  );
  return (
    <main>
      <h1>{workflow.name}</h1>
      <Graph workflow={changed} />
      <EmailForm workflow={workflow} onChange={setDraft} />
      <Changes before={workflow} after={changed} />
    </main>
  );
}
