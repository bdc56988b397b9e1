// One workflow: outline, overview or form, and on the right what becomes of it.

import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { useLoaderData } from "react-router";
import { placeAfter, toNode } from "./change.js";
import { Outline } from "./Outline.jsx";
import { Overview } from "./Overview.jsx";
import { TopBar } from "./TopBar.jsx";

const EmailForm = lazy(() => import("./EmailForm.jsx"));
const Graph = lazy(() => import("./Graph.jsx"));
const Changes = lazy(() => import("./Changes.jsx"));
const Problems = lazy(() => import("./Problems.jsx"));

const tabs = ["Graph", "Changes", "Problems"];

export function WorkflowPage() {
  const { session, data: workflow } = useLoaderData();
  const [selected, setSelected] = useState(null);
  const [after, setAfter] = useState(null);
  const [draft, setDraft] = useState(null);
  const [tab, setTab] = useState(null);
  const changed = useMemo(
    () => (draft ? placeAfter(workflow, toNode(draft), draft.after) : workflow),
    [workflow, draft],
  );
  const select = useCallback((id) => setSelected(id), []);
  const edits = draft ? "1 change" : "no changes";
  return (
    <>
      <TopBar session={session} workflow={workflow} status={edits} />
      <main className="main">
        <h1 className="page-title visually-hidden">{workflow.name}</h1>
        <div className="editor" data-pane="form">
          <section className="pane pane-outline" aria-label="Outline">
            <Outline nodes={workflow.nodes} selected={selected} onSelect={select} />
          </section>
          <section className="pane pane-form" aria-label="Form">
            {after ? (
              <Suspense fallback={null}>
                <EmailForm after={after} onChange={setDraft} />
              </Suspense>
            ) : (
              <Overview workflow={workflow} onSelect={select} onAdd={setAfter} />
            )}
          </section>
          <section className="pane pane-preview" aria-label="Preview">
            <div className="preview">
              <div className="tabs" role="group" aria-label="Preview">
                {tabs.map((name) => (
                  <button key={name} type="button" className="tab" aria-pressed={tab === name} onClick={() => setTab(name)}>
                    {name}
                  </button>
                ))}
              </div>
              <div className="tab-panel">
                <Suspense fallback={null}>
                  {tab === null && <p className="preview-empty muted">Choose what to see.</p>}
                  {tab === "Graph" && <Graph workflow={changed} />}
                  {tab === "Changes" && <Changes before={workflow} after={changed} />}
                  {tab === "Problems" && <Problems workflow={changed} />}
                </Suspense>
              </div>
            </div>
          </section>
          <footer className="status-bar" aria-label="Changes">
            <div className="status-bar-words">
              <span className="status-bar-summary">{edits}</span>
            </div>
          </footer>
        </div>
      </main>
    </>
  );
}
