// Signs what stands in the list on the standard input with the vendors' own libraries, and answers with a list.
import { text } from 'node:stream/consumers';
import { sign } from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';

const signed = [];
for (const { github, standard, id, time, body } of JSON.parse(await text(process.stdin))) {
  signed.push({
    github: await sign(github, body),
    standard: new Webhook(standard).sign(id, new Date(time * 1000), body),
  });
}
console.log(JSON.stringify(signed));
