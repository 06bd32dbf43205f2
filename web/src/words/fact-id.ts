// Ids of facts: UUIDv7, made here by the writer, so that a fact sent twice is known the second time.
// Not here: when to make one. A form keeps its id until the server has answered.

/** A UUIDv7 from a time and ten random bytes. */
export function uuid7(ms: number, chance: Uint8Array): string {
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(ms / 2 ** (8 * (5 - i))) % 256;
  for (let i = 0; i < 10; i++) bytes[6 + i] = chance[i] ?? 0;
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A new id, now. */
export function newFactId(): string {
  return uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}
