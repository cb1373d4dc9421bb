// A certified OpenID provider on this machine, for as long as a test runs.
//
// Called as `node serve.js '{"port": …, "client": {…}, "emailInToken": …, "clientAuthMethods": […]}'`. Everybody may sign in
// with any password, and gets the address NAME@herten.example; who is called "unbestaetigt…" has
// not confirmed it. Says "ready" once it listens.
import { generateKeyPairSync } from "node:crypto";
import Provider from "oidc-provider";

const { port, client, emailInToken, clientAuthMethods } = JSON.parse(process.argv[2]);
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [client],
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }] },
  cookies: { keys: ["only for tests"] },
  claims: { email: ["email", "email_verified"] },
  clientAuthMethods,
  conformIdTokenClaims: !emailInToken,
  pkce: { required: () => true },
  findAccount: (_context, name) => ({
    accountId: name,
    claims: () => ({
      sub: name,
      email: `${name}@Herten.example`,
      email_verified: !name.startsWith("unbestaetigt"),
    }),
  }),
});

provider.listen(port, "127.0.0.1", () => console.log("ready"));
