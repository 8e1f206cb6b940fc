//! An authenticator in software: it makes passkeys and signs with them, rightly or wrongly.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_cbor_2::Value as Cbor;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The person was there, and was verified (Web Authentication 6.1).
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
/// The passkey may be on several devices, and is.
const SYNCED: u8 = 0x18;
/// A new credential follows.
const ATTESTED: u8 = 0x40;
/// Bitwarden's.
const AAGUID: [u8; 16] =
    [0xd5, 0x48, 0x82, 0x6e, 0x79, 0xb4, 0xdb, 0x40, 0xa3, 0xd8, 0x11, 0x11, 0x6f, 0x7e, 0x83, 0x49];

/// One passkey, and the browser that uses it.
#[derive(Clone)]
pub struct Authenticator {
    key: SigningKey,
    pub id: Vec<u8>,
    pub counter: u32,
    pub verifies: bool,
    pub synced: bool,
    /// The domain for which it signs.
    pub domain: String,
    /// The origin of the page.
    pub origin: String,
}

impl Authenticator {
    /// Each number is another passkey. `origin` is the page's.
    pub fn new(number: u8, origin: &str) -> Self {
        let domain = origin.split(['/', ':']).nth(3).unwrap().to_owned();
        Self {
            key: SigningKey::from_slice(&[number + 1; 32]).unwrap(),
            id: vec![number; 20],
            counter: 0,
            verifies: true,
            synced: false,
            domain,
            origin: origin.to_owned(),
        }
    }

    /// The public key as COSE writes it.
    pub fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_encoded_point(false);
        let entries = [
            (1, Cbor::Integer(2)),
            (3, Cbor::Integer(-7)),
            (-1, Cbor::Integer(1)),
            (-2, Cbor::Bytes(point.x().unwrap().to_vec())),
            (-3, Cbor::Bytes(point.y().unwrap().to_vec())),
        ];
        let map: BTreeMap<_, _> =
            entries.into_iter().map(|(label, value)| (Cbor::Integer(label), value)).collect();
        serde_cbor_2::to_vec(&Cbor::Map(map)).unwrap()
    }

    /// Makes the passkey, as `navigator.credentials.create` does.
    pub fn make(&self, options: &Value) -> Value {
        let mut data = self.data(ATTESTED);
        data.extend(AAGUID);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public_key());
        let text = |text: &str| Cbor::Text(text.to_owned());
        let object: BTreeMap<_, _> = [
            (text("fmt"), text("none")),
            (text("attStmt"), Cbor::Map(BTreeMap::new())),
            (text("authData"), Cbor::Bytes(data)),
        ]
        .into();
        let object = serde_cbor_2::to_vec(&Cbor::Map(object)).unwrap();
        self.answer(json!({
            "clientDataJSON": encode(&self.client_data("webauthn.create", options)),
            "attestationObject": encode(&object),
            "transports": ["internal", "hybrid"],
        }))
    }

    /// Signs with the passkey, as `navigator.credentials.get` does.
    pub fn sign(&self, options: &Value) -> Value {
        let (client, data) = (self.client_data("webauthn.get", options), self.data(0));
        let signed = [&data[..], &Sha256::digest(&client)].concat();
        let signature: Signature = self.key.sign(&signed);
        self.answer(json!({
            "clientDataJSON": encode(&client),
            "authenticatorData": encode(&data),
            "signature": encode(signature.to_der().as_bytes()),
            "userHandle": encode(b"somebody"),
        }))
    }

    fn answer(&self, response: Value) -> Value {
        let (id, kind) = (encode(&self.id), "public-key");
        let extensions = json!({ "credProps": { "rk": true }, "new": [1] });
        json!({ "id": id, "rawId": id, "type": kind, "response": response, "clientExtensionResults": extensions })
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let data = json!({
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": false,
            "other_keys_can_be_added_here": "do not compare",
        });
        data.to_string().into_bytes()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let synced = if self.synced { SYNCED } else { 0 };
        let mut data = Sha256::digest(&self.domain).to_vec();
        data.push(PRESENT | verified | synced | more);
        data.extend(self.counter.to_be_bytes());
        data
    }
}

pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
