// Passkeys that unlock: the browser asks the passkey for the secret that belongs to a salt (WebAuthn PRF).
// Without this file, or without passkeys, passphrase and printed code do the same.
"use strict";

(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const random = () => crypto.getRandomValues(new Uint8Array(32));
  const prf = (credential) => credential.getClientExtensionResults().prf?.results?.first;

  const say = (form) => {
    const said = form.querySelector("[data-passkey-error]");
    said.hidden = false;
    said.focus();
  };

  // Nothing is sent unless the passkey gave its secret; after a refusal the form can be tried again.
  const fill = (form, ask) =>
    form.addEventListener("submit", (event) => {
      if (form.dataset.filled) return;
      event.preventDefault();
      ask(form)
        .then((fields) => {
          for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
          form.dataset.filled = "yes";
          form.submit();
        })
        .catch(() => say(form));
    });

  const asked = (credentials) => ({
    challenge: random(),
    userVerification: "required",
    allowCredentials: credentials.map((one) => ({ type: "public-key", id: bytes(one.id) })),
    extensions: {
      prf: { evalByCredential: Object.fromEntries(credentials.map((one) => [one.id, { first: bytes(one.salt) }])) },
    },
  });

  const secretOf = async (credentials) => {
    const credential = await navigator.credentials.get({ publicKey: asked(credentials) });
    const secret = prf(credential);
    if (!secret) throw new Error("no secret");
    return { id: text(credential.rawId), secret: text(secret) };
  };

  const unlock = async (form) => {
    const known = [...form.querySelectorAll("input[data-passkey]")].map((input) => JSON.parse(input.dataset.passkey));
    const { id, secret } = await secretOf(known);
    return { wrap: known.find((one) => one.id === id).wrap, secret_prf: secret };
  };

  const add = async (form) => {
    const salt = form.elements.secret_salt.value;
    const { user, name } = form.dataset;
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: random(),
        rp: { name: "Article 16" },
        user: { id: bytes(user), name, displayName: name },
        pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { residentKey: "discouraged", userVerification: "required" },
        extensions: { prf: { eval: { first: bytes(salt) } } },
      },
    });
    const credential = text(made.rawId);
    // Some passkeys give the secret only when they are asked a second time.
    const secret = prf(made) ? text(prf(made)) : (await secretOf([{ id: credential, salt }])).secret;
    return { credential, secret_prf: secret };
  };

  if (!window.PublicKeyCredential) return;
  document.querySelectorAll("[data-unlock-passkey]").forEach((form) => {
    form.hidden = false;
    fill(form, unlock);
  });
  document.querySelectorAll("[data-add-passkey]").forEach((form) => fill(form, add));
})();
