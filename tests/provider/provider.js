// A real provider for tests: node provider.js PORT CALLBACK. It says when it is ready; whoever types a name signs in as her.
import http from "node:http";
import Provider from "oidc-provider";

const [port, callback] = process.argv.slice(2);
const server = http.createServer();
server.listen(Number(port), "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "pakmud", client_secret: "secret-of-the-tests", redirect_uris: [callback], token_endpoint_auth_method: "client_secret_basic" }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    cookies: { keys: ["of the tests"] },
    // A name that begins with "unverified" has an address that the provider has not verified.
    findAccount: async (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, name: `Khun ${sub}`, email: `${sub}@example.go.th`, email_verified: !sub.startsWith("unverified") }),
    }),
  });
  server.on("request", provider.callback());
  console.log("ready");
});
