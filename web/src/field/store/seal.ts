// Sealing what is kept: AES-GCM with a key that the browser makes and does not give out. What that protects and what it
// does not is written in docs/field.md.

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

/** True where the browser can seal at all: over HTTPS, or on the machine itself. */
export function canSeal(): boolean {
  return typeof crypto !== "undefined" && crypto.subtle !== undefined;
}

export function newKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** `of` names the place: a sealed value that was moved to another place does not open. */
export async function seal(key: CryptoKey, of: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(of) }, key, plain);
  return { iv, data };
}

export async function open<T>(key: CryptoKey, of: string, sealed: Sealed): Promise<T> {
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: sealed.iv, additionalData: bytes(of) },
    key,
    sealed.data,
  );
  return JSON.parse(new TextDecoder().decode(plain)) as T;
}

const bytes = (text: string) => new TextEncoder().encode(text);
