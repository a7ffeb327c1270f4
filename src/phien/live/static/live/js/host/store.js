/* What was recorded and not yet acknowledged, kept on the phone through a reload or a crash.

   takes   {code, room, type, wall, made, over}: wall is the phone's clock at the start, made the number of chunks
   chunks  bytes under the key [take, number, bytes, milliseconds], so that what waits is known without reading it */

const NAME = "phien-camera";
const memory = new Map(); // chunks that the phone had no room for
let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("takes", { keyPath: "code" });
      request.result.createObjectStore("chunks");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opening.catch(() => { opening = null; });
  return opening;
}

/** Run `work(takes, chunks)` in one transaction; its last request's result comes when all of it is on the disk. */
async function within(mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const deal = database.transaction(["takes", "chunks"], mode);
    const request = work(deal.objectStore("takes"), deal.objectStore("chunks"));
    deal.oncomplete = () => resolve(request?.result);
    deal.onabort = deal.onerror = () => reject(deal.error);
  });
}

const all = (code) => IDBKeyRange.bound([code], [code, []]);
const facts = ({ code, room, type, wall, made, over }) => ({ code, room, type, wall, made, over });

/** Whether the phone keeps it; where not, it lives as long as the page. */
export const keepTake = (take) => within("readwrite", (takes) => takes.put(facts(take))).then(() => true, () => false);

export async function keepChunk(take, key, bytes) {
  try {
    await within("readwrite", (takes, chunks) => {
      chunks.put(bytes, key);
      return takes.put(facts(take));
    });
    return true;
  } catch {
    memory.set(key.join("/"), bytes);
    return false;
  }
}

export const chunk = async (key) => memory.get(key.join("/")) ?? within("readonly", (takes, chunks) => chunks.get(key)).catch(() => undefined);

export function dropChunks(keys) {
  for (const key of keys) memory.delete(key.join("/"));
  return within("readwrite", (takes, chunks) => { for (const key of keys) chunks.delete(key); }).catch(() => {});
}

export const dropTake = (code) => within("readwrite", (takes, chunks) => {
  takes.delete(code);
  chunks.delete(all(code));
}).catch(() => {});

/** The takes of a room, the oldest first. */
export async function takesOf(room) {
  const found = await within("readonly", (takes) => takes.getAll()).catch(() => []);
  return found.filter((take) => take.room === room).sort((a, b) => a.wall - b.wall);
}

/** One take with the keys of what waits of it; undefined when it is gone. */
export async function waitingOf(code) {
  const take = await within("readonly", (takes) => takes.get(code)).catch(() => undefined);
  return take && { ...take, queue: await within("readonly", (_, chunks) => chunks.getAllKeys(all(code))) };
}
