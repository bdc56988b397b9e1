// Entry: routes and loading, with react-router.

import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider, useRouteError } from "react-router";
import { read } from "./read.js";
import { WorkflowPage } from "./WorkflowPage.jsx";
import { Workflows } from "./Workflows.jsx";
import "./style.css";

function Problem() {
  const error = useRouteError();
  return <p role="alert">{error.status === 404 ? "There is no such workflow." : "The workflow cannot be loaded."}</p>;
}

const withSession = async (rest) => {
  const [session, data] = await Promise.all([read("/api/session"), rest]);
  return { session, data };
};

const router = createBrowserRouter([
  {
    path: "/",
    element: <Workflows />,
    errorElement: <Problem />,
    HydrateFallback: () => null,
    loader: () => withSession(read("/api/workflows")),
  },
  {
    path: "/workflows/:id",
    element: <WorkflowPage />,
    errorElement: <Problem />,
    HydrateFallback: () => null,
    loader: ({ params }) => withSession(read(`/api/workflows/${encodeURIComponent(params.id)}`)),
  },
]);

createRoot(document.getElementById("root")).render(<RouterProvider router={router} />);
