// Loaded beside vercel-labs/emulate (node --import): the emulator's own code, with what its command line lacks.
//  1. An unknown, revoked or expired token is refused; as shipped, it stands for a fallback user.
//  2. EMULATE_TOKEN_TTL=<seconds>: access tokens from OAuth die after so long; as shipped, never.
//  3. On every service:
//       GET  /_peer/tokens      how many access tokens live, and whether what comes now is no seed any more
//       POST /_peer/revoke-all  ends every access token from OAuth; refresh tokens live on
//       POST /_peer/remove-app  ends the refresh tokens too: the person removed the app
//  4. Deliveries, signed and sent by the emulator's own code; what it lacks is a way to ask for them:
//       slack.event_subscriptions in the seed: who is told of events, as an app's settings say
//       POST /_peer/webhooks, DELETE /_peer/webhooks/<id>  on Stripe, for the front that has its webhook endpoints
//       GET /user/installations, /user/installations/<id>/repositories  on GitHub once POST /_peer/install was asked:
//         the person installs the app; its installations and repositories are the emulator's
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
          if (service === 'stripe') takeWebhooks(app, webhooks);
          if (service === 'github') listInstallations(app, store);
          return register(app, store, webhooks, baseUrl, tokens);
        },
      },
    });
    const seedFromConfig = (store, baseUrl, config, webhooks) => {
      for (const { url, events } of config?.event_subscriptions ?? []) {
        webhooks.register({ url, events, active: true, owner: service });
      }
      return loaded.seedFromConfig?.(store, baseUrl, config, webhooks);
    };
    return { ...loaded, plugin, seedFromConfig };
  };
}

function takeWebhooks(app, webhooks) {
  app.post('/_peer/webhooks', async (c) => {
    const { url, secret, events } = await c.req.json();
    return c.json({ id: webhooks.register({ url, secret, events, active: true, owner: 'stripe' }).id });
  });
  app.delete('/_peer/webhooks/:id', (c) => c.json({ ended: webhooks.unregister(Number(c.req.param('id'))) }));
}

// docs.github.com/rest/apps/installations: what the person of this token may see of the app's installations
function listInstallations(app, store) {
  let installed = false;
  const mine = (c) => {
    const login = c.get('authUser')?.login;
    return store.collection('github.app_installations').all().filter((it) => it.account_login === login);
  };
  app.post('/_peer/install', (c) => c.json({ installed: (installed = true) }));
  app.get('/user/installations', (c, next) => {
    if (!installed) return next();
    const installations = mine(c).map((it) => ({
      id: it.installation_id,
      account: { login: it.account_login, id: it.account_id, type: it.account_type },
      app_id: it.app_id,
      repository_selection: it.repository_selection,
    }));
    return c.json({ total_count: installations.length, installations });
  });
  app.get('/user/installations/:id/repositories', async (c, next) => {
    const one = mine(c).find((it) => String(it.installation_id) === c.req.param('id'));
    if (!installed || !one) return next();
    const headers = { authorization: c.req.header('authorization') };
    const all = await (await app.request('/user/repos?per_page=100', { headers })).json();
    const repositories = all.filter((it) => one.repository_selection === 'all' || one.repository_ids.includes(it.id));
    return c.json({ total_count: repositories.length, repositories });
  });
}

function watch(service, app, store, tokens) {
  const minted = new Set();
  let ever = 0;
  let serving = false;
  setTimeout(() => (serving = true), 500); // what is set before are seeds
  if (tokens) {
    const set = tokens.set.bind(tokens);
    tokens.set = (token, user) => {
      if (serving) {
        minted.add(token);
        ever++;
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
  app.get('/_peer/tokens', (c) => c.json({ minted: minted.size, ever, serving }));
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
