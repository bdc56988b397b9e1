// Entry: routes and loading, with react-router.

import { createRoot } from "react-dom/client";
import { createBrowserRouter, Link, RouterProvider, useLoaderData, useRouteError } from "react-router";
import { WorkflowPage } from "./WorkflowPage.jsx";

const read = async (path) => {
  const response = await fetch(path, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Response(await response.text(), { status: response.status });
  return response.json();
};

function Workflows() {
  const { workflows } = useLoaderData();
  return (
    <main>
      <h1>Workflows</h1>
      <ul>
        {workflows.map(({ id, name }) => (
          <li key={id}>
            <Link to={`/workflows/${encodeURIComponent(id)}`}>{name}</Link>
          </li>
        ))}
      </ul>
    </main>
  );
}

function Problem() {
  const error = useRouteError();
  return <p role="alert">{error.status === 404 ? "There is no such workflow." : "The workflow cannot be loaded."}</p>;
}

const router = createBrowserRouter([
  { path: "/", element: <Workflows />, errorElement: <Problem />, loader: () => read("/api/workflows") },
  {
    path: "/workflows/:id",
    element: <WorkflowPage />,
    errorElement: <Problem />,
    loader: ({ params }) => read(`/api/workflows/${encodeURIComponent(params.id)}`),
  },
]);

createRoot(document.getElementById("root")).render(<RouterProvider router={router} />);
