// The list of workflows.

import { Link, useLoaderData } from "react-router";
import { TopBar } from "./TopBar.jsx";

export function Workflows() {
  const { session, data } = useLoaderData();
  return (
    <>
      <TopBar session={session} />
      <main className="main">
        <div className="page home">
          <h1 className="page-title">Workflows</h1>
          <ul>
            {data.workflows.map(({ id, name }) => (
              <li key={id}>
                <Link to={`/workflows/${encodeURIComponent(id)}`}>{name}</Link>
              </li>
            ))}
          </ul>
        </div>
      </main>
    </>
  );
}
