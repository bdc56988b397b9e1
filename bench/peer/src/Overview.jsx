// The middle of the screen while no node is chosen.

import { Icon } from "./Icon.jsx";

const listed = 12;
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const years = (at) => Math.round((at - Date.now()) / (365.25 * 24 * 3600 * 1000));

export function Overview({ workflow, onSelect, onAdd }) {
  const emails = workflow.nodes.filter(({ type }) => type === "email");
  const first = (workflow.nodes.find(({ type }) => type === "start") ?? workflow.nodes[0])?.id;
  return (
    <article className="overview" aria-labelledby="node-heading">
      <h2 className="node-head-title" id="node-heading" tabIndex={-1}>
        {workflow.name}
      </h2>
      <p className="overview-facts muted">
        <span className="mono">{workflow.id}</span>
        <span>version {workflow.version}</span>
        <span>
          saved <time>{relative.format(years(workflow.lastUpdatedTimestamp), "year")}</time>
        </span>
        <span>{workflow.nodes.length} nodes</span>
        <span>{workflow.transitions.length} transitions</span>
      </p>
      {emails.length === 0 ? (
        <p className="empty-note">This workflow sends no email yet.</p>
      ) : (
        <ul className="overview-nodes">
          {emails.slice(0, listed).map(({ id }) => (
            <li key={id}>
              <button type="button" className="overview-node" onClick={() => onSelect(id)}>
                <Icon name="mail" />
                <span className="mono">{id}</span>
                <Icon name="arrow" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="overview-add">
        <button type="button" className="button button-primary" onClick={() => onAdd(first)}>
          <Icon name="mail" />
          <span className="button-words">Add an email node</span>
        </button>
        <p className="muted">
          After <span className="mono">{first}</span>, unless you choose another place in the outline or the form.
        </p>
      </div>
    </article>
  );
}
