// How much the line carries, and the picture that fits it.
const SIZE = 1_000_000;
const PATIENCE = 12_000;

export const QUALITIES = [
  { name: "360", width: 640, height: 360, rate: 700_000, needs: 0 },
  { name: "480", width: 854, height: 480, rate: 1_200_000, needs: 2 },
  { name: "720", width: 1280, height: 720, rate: 2_500_000, needs: 4.5 },
];

export const quality = (name) => QUALITIES.find((one) => one.name === name) ?? QUALITIES[1];

/** The next smaller picture; the smallest has none. */
export const below = (one) => QUALITIES[QUALITIES.indexOf(one) - 1];

export const proposed = (megabits) => QUALITIES.findLast((one) => megabits >= one.needs);

/** Mbit/s upwards; null when there was no answer at all. */
export async function measure(url, token) {
  const bytes = new Uint8Array(SIZE);
  for (let at = 0; at < SIZE; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  const began = performance.now();
  try {
    const answer = await fetch(`${url}test`, {
      method: "POST", body: bytes, cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(PATIENCE),
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/octet-stream" },
    });
    if (!answer.ok) return null;
    await answer.arrayBuffer();
  } catch (error) {
    return error.name === "TimeoutError" ? (SIZE * 8) / PATIENCE / 1000 / 2 : null; // slower than that, by an unknown lot
  }
  return (SIZE * 8) / (performance.now() - began) / 1000;
}
