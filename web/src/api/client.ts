// The way to the server: the client generated from its OpenAPI document, with one way to fail.
// Not here: what is asked (the pages), and who is signed in (app/session).
import createClient from "openapi-fetch";
import { problemOf } from "./problem";
import type { paths } from "./schema";

/** Writes of a session carry a header that other sites cannot send. */
export const OWN_HEADER = { "x-lf": "1" } as const;

export const api = createClient<paths>({ baseUrl: "/", headers: OWN_HEADER, credentials: "same-origin" });

interface Told<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer, or a `Problem` thrown. */
export async function ask<T>(call: Promise<Told<T>>): Promise<T> {
  let told: Told<T>;
  try {
    told = await call;
  } catch {
    throw problemOf(0, null);
  }
  if (!told.response.ok) throw problemOf(told.response.status, told.error);
  return told.data as T;
}

/** Sends a file as raw body and reports how far it is; the generated client cannot do that. */
export function sendFile<T>(
  address: string,
  file: Blob,
  progress: (part: number) => void,
  { method = "POST", type = "application/octet-stream" } = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    for (const [name, value] of Object.entries(OWN_HEADER)) request.setRequestHeader(name, value);
    request.setRequestHeader("content-type", type);
    request.upload.onprogress = (e) => progress(e.lengthComputable ? e.loaded / e.total : 0);
    request.onerror = () => reject(problemOf(0, null));
    request.onload = () => {
      let body: unknown = null;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        // Told below as a strange answer.
      }
      if (request.status >= 200 && request.status < 300) resolve(body as T);
      else reject(problemOf(request.status, body));
    };
    request.send(file);
  });
}
