// The bar at the top of every page.

import { Link } from "react-router";
import { Icon } from "./Icon.jsx";

export function TopBar({ session, workflow, status }) {
  return (
    <header className="topbar">
      <Link className="topbar-home" to="/">
        <Icon name="mail" />
        <span className="topbar-product">CXone email configurator</span>
      </Link>
      <div className="topbar-current">
        {workflow && (
          <>
            <span className="topbar-slash" aria-hidden="true">
              /
            </span>
            <Link className="topbar-workflow" to={`/workflows/${encodeURIComponent(workflow.id)}`} title={workflow.id}>
              {workflow.name}
            </Link>
            <span className="topbar-version mono">v{workflow.version}</span>
            <span className="status status-fine">
              <span className="status-dot" aria-hidden="true" />
              <span className="status-words">{status}</span>
            </span>
          </>
        )}
      </div>
      <nav className="topbar-side" aria-label="Main">
        {session.demo ? <span className="demo-badge">DEMO</span> : <span className="topbar-org">{session.org}</span>}
        <Link className="topbar-link" to="/activity">
          Activity
        </Link>
        <button type="button" className="button button-ghost button-icon" aria-label="Theme: system">
          <Icon name="screen" />
        </button>
      </nav>
    </header>
  );
}
