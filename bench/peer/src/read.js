// Reading from the proxy.

/** The JSON at `path`; throws the answer where it is no success. */
export async function read(path) {
  const response = await fetch(path, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Response(await response.text(), { status: response.status });
  return response.json();
}
