//! The key pair by which push services know this server (RFC 8292). It is made at the first start and kept in the
//! database, encrypted with the server's secret, so that all replicas have the same.

use super::KeyError;
use crate::cipher;
use crate::db::Db;
use crate::push::store;
use crate::push::store::keys;
use crate::random::Random;
use crate::timestamp::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;
use secrecy::{ExposeSecret, SecretString};
use web_push_native::p256::SecretKey;
use web_push_native::p256::elliptic_curve::sec1::ToEncodedPoint;
use web_push_native::p256::pkcs8::EncodePrivateKey;

/// The name of its row.
const NAME: &str = "vapid";
/// How often the key is looked for. Each time another server may have been faster.
const ROUNDS: usize = 5;

/// The key pair.
#[derive(Clone)]
pub(super) struct ServerKey {
    /// The private part, as the signing library wants it.
    pub(super) signing: EncodingKey,
    /// The public part, as browsers want it: an uncompressed point in base64url.
    pub(super) public: String,
}

impl ServerKey {
    /// The key of this database. `secrets` are those of the server, the newest first. If none of them decrypts the key that
    /// is there, a new one takes its place, and all subscriptions are removed: they can never be used again.
    pub(super) async fn load(
        db: &Db,
        secrets: &[SecretString],
        random: &Random,
        now: &Timestamp,
    ) -> Result<Self, KeyError> {
        let newest = secrets.first().ok_or(KeyError::Unusable)?.expose_secret();
        let sealed = |private: &SecretKey| {
            let text = URL_SAFE_NO_PAD.encode(private.to_bytes());
            cipher::encrypt(&text, newest, random.bytes()).ok_or(KeyError::Unusable)
        };
        for _ in 0..ROUNDS {
            let Some(stored) = keys::find(&mut db.read().await?, NAME).await? else {
                let mut transaction = db.write().await?;
                keys::insert(&mut transaction, NAME, &sealed(&made(random))?, now).await?;
                transaction.commit().await?;
                continue;
            };
            if let Some(private) = open(&stored, newest) {
                return Self::of(&private);
            }
            let mut transaction = db.write().await?;
            let by_older = secrets.iter().find_map(|secret| open(&stored, secret.expose_secret()));
            let sealed = sealed(&by_older.clone().unwrap_or_else(|| made(random)))?;
            if keys::replace(&mut transaction, NAME, (&stored, &sealed), now).await? && by_older.is_none() {
                let removed = store::delete_all(&mut transaction).await?;
                tracing::warn!(
                    removed,
                    "the key of Web Push was encrypted with a secret that this server does not have; a \
                    new one takes its place, and browsers subscribe again when a page is opened in them"
                );
            }
            transaction.commit().await?;
        }
        Err(KeyError::Unusable)
    }

    fn of(private: &SecretKey) -> Result<Self, KeyError> {
        let der = private.to_pkcs8_der().map_err(|_| KeyError::Unusable)?;
        let public = private.public_key().to_encoded_point(false);
        Ok(Self {
            signing: EncodingKey::from_ec_der(der.as_bytes()),
            public: URL_SAFE_NO_PAD.encode(public.as_bytes()),
        })
    }
}

/// A new private key. Nearly all numbers of this length are one.
fn made(random: &Random) -> SecretKey {
    loop {
        if let Ok(key) = SecretKey::from_slice(&random.bytes::<32>()) {
            return key;
        }
    }
}

fn open(stored: &str, secret: &str) -> Option<SecretKey> {
    let bytes = URL_SAFE_NO_PAD.decode(cipher::decrypt(stored, secret)?).ok()?;
    SecretKey::from_slice(&bytes).ok()
}
