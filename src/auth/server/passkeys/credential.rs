//! Between the columns of a passkey and the library's credential.

use crate::auth::store::passkeys::StoredPasskey;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_cbor_2::Value;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use webauthn_rs::prelude::{
    AttestationFormat, AttestationMetadata, COSEKey, COSEKeyType, Credential, ParsedAttestation,
    ParsedAttestationData, RegisterPublicKeyCredential, Uuid,
};

/// The device type of a passkey that may be on several devices.
pub(super) const SYNCED: &str = "multiDevice";
/// The device type of one that stays where it was made.
const BOUND: &str = "singleDevice";
/// Where the kind of authenticator stands in the authenticator's data (Web Authentication 6.1 and 6.5.1): after the
/// hash of the domain (32 bytes), the flags (1) and the counter (4).
const AAGUID: std::ops::Range<usize> = 37..53;

/// The columns that a new credential fills.
pub(super) struct Columns {
    pub(super) public_key: String,
    pub(super) credential: String,
    pub(super) device_type: &'static str,
    pub(super) aaguid: Option<String>,
    pub(super) transports: String,
}

impl Columns {
    /// The columns for a credential that the library has accepted. `None` if its key cannot be written.
    pub(super) fn of(
        credential: &Credential,
        answer: &RegisterPublicKeyCredential,
        raw: &Json,
    ) -> Option<Self> {
        Some(Self {
            public_key: STANDARD.encode(serde_cbor_2::to_vec(&cose(&credential.cred)).ok()?),
            credential: id(&credential.cred_id),
            device_type: if credential.backup_eligible { SYNCED } else { BOUND },
            aaguid: aaguid(&answer.response.attestation_object),
            transports: transports(raw),
        })
    }
}

/// A credential's id as it is stored.
pub(super) fn id(raw: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(raw)
}

/// The credential that the columns stand for. `None` if they cannot be read, or if the key is of a kind that the library
/// cannot check.
pub(super) fn credential(passkey: &StoredPasskey) -> Option<Credential> {
    let key: Value = serde_cbor_2::from_slice(&STANDARD.decode(&passkey.public_key).ok()?).ok()?;
    // The library does not export the type.
    let policy = serde_json::from_value(Json::from("required")).ok()?;
    Some(Credential {
        cred_id: URL_SAFE_NO_PAD.decode(&passkey.credential).ok()?,
        cred: COSEKey::try_from(&key).ok()?,
        counter: passkey.counter.try_into().ok()?,
        transports: None,
        user_verified: true,
        backup_eligible: passkey.device_type == SYNCED,
        backup_state: passkey.backed_up,
        registration_policy: policy,
        extensions: Default::default(),
        attestation: ParsedAttestation {
            data: ParsedAttestationData::None,
            metadata: AttestationMetadata::None,
        },
        attestation_format: AttestationFormat::None,
    })
}

/// A key as COSE writes it (RFC 9052, 7; RFC 9053, 7.1 and RFC 8230, 4 for the parameters).
fn cose(key: &COSEKey) -> Value {
    let (kind, parameters) = match &key.key {
        COSEKeyType::EC_OKP(key) => {
            (1, vec![Value::Integer(key.curve.clone() as i128), Value::Bytes(key.x.clone())])
        }
        COSEKeyType::EC_EC2(key) => {
            let curve = Value::Integer(key.curve.clone() as i128);
            (2, vec![curve, Value::Bytes(key.x.clone()), Value::Bytes(key.y.clone())])
        }
        COSEKeyType::RSA(key) => (3, vec![Value::Bytes(key.n.clone()), Value::Bytes(key.e.to_vec())]),
    };
    let common = [(1, Value::Integer(kind)), (3, Value::Integer(key.type_ as i128))];
    let own = (1..).zip(parameters).map(|(label, value)| (-label, value));
    let entries = common.into_iter().chain(own).map(|(label, value)| (Value::Integer(label), value));
    Value::Map(entries.collect::<BTreeMap<_, _>>())
}

/// The kind of authenticator that made a credential.
fn aaguid(attestation: &[u8]) -> Option<String> {
    let Ok(Value::Map(object)) = serde_cbor_2::from_slice(attestation) else { return None };
    let Some(Value::Bytes(data)) = object.get(&Value::Text("authData".to_owned())) else { return None };
    Some(Uuid::from_slice(data.get(AAGUID)?).ok()?.to_string())
}

/// How a browser may reach the authenticator: short words that the browser knows, which may be newer than the library.
fn transports(answer: &Json) -> String {
    let given = answer.pointer("/response/transports").and_then(Json::as_array);
    let is_word = |word: &&str| {
        (1..=20).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    let words = given.into_iter().flatten().filter_map(Json::as_str).filter(is_word).take(8);
    words.collect::<Vec<_>>().join(",")
}
