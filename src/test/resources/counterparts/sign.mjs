// Signs what stands in the list on the standard input, and answers with a list: with the vendors' own libraries where there
// are any, otherwise with what Node.js has, as the vendors' documentation shows it in JavaScript.
import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { sign } from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const discordKey = Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url').toString('hex');
const hmac = (algorithm, secret, body, encoding) => createHmac(algorithm, secret).update(body, 'utf8').digest(encoding);

const signed = [];
for (const { github, standard, id, time, body } of JSON.parse(await text(process.stdin))) {
  signed.push({
    github: await sign(github, body),
    standard: new Webhook(standard).sign(id, new Date(time * 1000), body),
    linear: hmac('sha256', github, body, 'hex'),
    shopify: hmac('sha256', github, body, 'base64'),
    vercel: hmac('sha1', github, body, 'hex'),
    slack: 'v0=' + hmac('sha256', github, `v0:${time}:${body}`, 'hex'),
    discord: signWith(null, Buffer.from(time + body), privateKey).toString('hex'),
    discordKey,
  });
}
console.log(JSON.stringify(signed));
