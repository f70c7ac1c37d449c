// Loaded beside vercel-labs/emulate (node --import): the emulator's own code, with what its command line lacks.
//  1. An unknown, revoked or expired token is refused; as shipped, it stands for a fallback user.
//  2. EMULATE_TOKEN_TTL=<seconds>: access tokens from OAuth die after so long; as shipped, never.
//  3. On every service:
//       GET  /_peer/tokens      how many access tokens live, and whether what comes now is no seed any more
//       POST /_peer/revoke-all  ends every access token from OAuth; refresh tokens live on
//       POST /_peer/remove-app  ends the refresh tokens too: the person removed the app
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const dist = process.env.EMULATE_DIST;
if (!dist) throw new Error('EMULATE_DIST must name the dist folder of the emulate package');
const ttl = Number(process.env.EMULATE_TOKEN_TTL ?? 0);

async function registry() {
  for (const file of readdirSync(dist).filter((name) => /^chunk-.*\.js$/.test(name))) {
    const module = await import(pathToFileURL(join(dist, file)));
    if (module.SERVICE_REGISTRY) return module.SERVICE_REGISTRY;
  }
  throw new Error(`There is no SERVICE_REGISTRY in ${dist}: is this another version of emulate?`);
}

for (const [service, entry] of Object.entries(await registry())) {
  entry.defaultFallback = () => undefined;
  const load = entry.load.bind(entry);
  entry.load = async () => {
    const loaded = await load();
    const register = loaded.plugin.register.bind(loaded.plugin);
    const plugin = Object.create(loaded.plugin, {
      register: {
        value(app, store, webhooks, baseUrl, tokens) {
          watch(service, app, store, tokens);
          return register(app, store, webhooks, baseUrl, tokens);
        },
      },
    });
    return { ...loaded, plugin };
  };
}

function watch(service, app, store, tokens) {
  const minted = new Set();
  let serving = false;
  setTimeout(() => (serving = true), 500); // what is set before are seeds
  if (tokens) {
    const set = tokens.set.bind(tokens);
    tokens.set = (token, user) => {
      if (serving) {
        minted.add(token);
        if (ttl) setTimeout(() => drop(token), ttl * 1000).unref();
      }
      return set(token, user);
    };
  }
  function drop(token) {
    tokens?.delete(token);
    minted.delete(token);
    try {
      const kept = store.collection?.(`${service}.tokens`);
      const row = kept?.findOneBy?.('token', token);
      if (row && 'revoked' in row) kept.update(row.id, { revoked: true });
      else if (row) kept.delete(row.id);
    } catch {
      // this service keeps no rows of tokens
    }
  }
  function revokeAll() {
    const ended = minted.size;
    for (const token of [...minted]) drop(token);
    return ended;
  }
  app.get('/_peer/tokens', (c) => c.json({ minted: minted.size, serving }));
  app.post('/_peer/revoke-all', (c) => c.json({ revoked: revokeAll() }));
  app.post('/_peer/remove-app', (c) => {
    store.getData?.(`${service}.oauth.refreshTokens`)?.clear();
    const kept = store.collection?.(`${service}.tokens`);
    for (const row of kept?.all?.() ?? []) {
      if (row.type === 'oauth_refresh') kept.update(row.id, { revoked: true });
    }
    return c.json({ revoked: revokeAll() });
  });
}
