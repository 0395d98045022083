// Requests to the server; the token goes along, and an error is the server's own line.

const token = document.querySelector("meta[name=exominer-token]").content;

async function ask(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { "X-Exominer-Token": token, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Error("The review has ended; start it again. What was decided is kept.");
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `The server says ${response.status}.`);
  return answer;
}

const query = (values) => new URLSearchParams(
  Object.entries(values).filter(([, value]) => value !== "" && value !== undefined && value !== null));

export const getRun = () => ask("GET", "/api/run");
export const getClaims = (values) => ask("GET", `/api/claims?${query(values)}`);
export const getClaim = (id) => ask("GET", `/api/claims/${encodeURIComponent(id)}`);
export const getPage = (id, page) => ask("GET", `/api/claims/${encodeURIComponent(id)}/page?${query({ page })}`);
export const getPassage = (document, at, step) => ask("GET", `/api/passage?${query({ document, at, step })}`);
export const getRadiation = (modality, dose) => ask("GET", `/api/radiation?${query({ modality, dose })}`);
export const decide = (id, body) => ask("POST", `/api/claims/${encodeURIComponent(id)}/decision`, body);
export const addClaim = (body) => ask("POST", "/api/claims", body);
export const undo = () => ask("POST", "/api/undo", {});
export const completeDocument = (document) => ask("POST", "/api/documents/complete", { document });
